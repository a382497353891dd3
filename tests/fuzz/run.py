"""Runs every fuzz target for a bounded time: ``python -m tests.fuzz.run SECONDS [TARGET ...]``.

Needs atheris, which is no requirement of the kit: install it beside the kit into an environment of its
own. Prints one line a target, with the number of runs; exits with 1 when one failed, and leaves what
made it fail in ``crash-*`` files of the current folder.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS, corpus

WORDS = (
    *("chapter", "clauses", "controls", "message", "setting", "flow", "register", "timer", "attest", "document"),
    *("examples", "good", "bad", "rule", "level", "floor", "withdrawn", "because", "extends", "values", "phrases"),
    *("add", "drop", "enforce", "equals", "at_most", "one_of", "from", "until", "$", "$site.", "{{", "}}"),
    *("*a", "&a", "!!str", "<<: ", "---", "...", "%YAML", "? ", "- ", "|", ">", "\\u0000", "\\u200b", "\\ud800"),
)
"""A dictionary for the mutator: our words and YAML's tricks."""


def run(target: str, seconds: int) -> tuple[int, bool]:
    """Fuzz one target; return how many times it ran, and whether it held."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as held:
        folder = Path(held)
        (folder / "corpus").mkdir()
        for number, data in enumerate(corpus(target)):
            (folder / "corpus" / f"{number:03}").write_bytes(data)
        lines = [f'"{word.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34))}"\n' for word in WORDS]
        (folder / "words.dict").write_text("".join(lines), "utf-8")
        options = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=20000"]
        options += ["-print_final_stats=1", f"-dict={folder / 'words.dict'}", "-artifact_prefix=./"]
        command = [sys.executable, "-m", "tests.fuzz.harness", target, held, str(folder / "corpus"), *options]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    found = re.search(r"stat::number_of_executed_units:\s*([0-9]+)", done.stderr)
    if done.returncode:
        sys.stderr.write(done.stdout[-2000:] + done.stderr[-6000:])
    return int(found[1]) if found else 0, done.returncode == 0


def main() -> None:
    seconds, chosen = int(sys.argv[1]), sys.argv[2:] or list(TARGETS)
    held = True
    for target in chosen:
        runs, fine = run(target, seconds)
        held = held and fine
        sys.stdout.write(f"{target}: {runs} runs in {seconds} s, {'no failure' if fine else 'FAILED'}\n")
        sys.stdout.flush()
    sys.exit(not held)


if __name__ == "__main__":
    main()

"""``guideline`` with its judging compiled, as ``make compiled`` hands it out, unpacked for benchmarks and tests.

``python bench/compiled.py judge POLICY FILE COUNT ROUNDS`` judges messages of a JSON Lines file with whatever
``guideline`` is found first, and prints the least CPU time, how many had a finding, and whether it was compiled.
"""

from __future__ import annotations

import gc
import hashlib
import importlib.machinery
import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 1)


def compiled(folder: Path) -> Path | None:
    """Return the folder whose ``guideline`` is compiled, made anew where the sources changed; None without a compiler.

    Raises CalledProcessError where they can't be compiled.
    """
    if shutil.which("cc") is None:
        return None
    mark = folder / f"{_digest()}.made"
    if not mark.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        # By way of the sdist: what is compiled must never lie beside its source, where it would outlive a change.
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
        told = os.environ | {"HATCH_BUILD_HOOK_ENABLE_MYPYC": "true"}
        subprocess.run(command, check=True, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        (wheel,) = (folder / "dist").glob("*.whl")
        with zipfile.ZipFile(wheel) as held:
            held.extractall(folder / "there")
        mark.touch()
    return folder / "there"


def modules(folder: Path) -> list[str]:
    """Return the names of the compiled modules of a folder that ``compiled`` made."""
    ends = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    paths = (path for path in (folder / "guideline").rglob("*") if path.name.endswith(ends))
    names = (str(path.relative_to(folder)).partition(".")[0].replace("/", ".") for path in paths)
    return sorted(name.removesuffix(".__init__") for name in names)


def _digest() -> str:
    held = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    for path in sorted((ROOT / "guideline").rglob("*.py")):
        held.update(path.read_bytes())
    return held.hexdigest()[:16]


def judge(policy: Path, file: Path, count: int, rounds: int) -> dict[str, object]:
    """Judge messages in this process; return the least CPU seconds of several rounds."""
    from bench.measure import best_of
    from guideline.bundle import load_bundle
    from guideline.messages import Linter, Message, linter

    judging = Linter(load_bundle(policy).at(DAY))
    with file.open("rb") as stream:
        values = [json.loads(line) for line in islice(stream, count)]
    messages = [Message(v["id"], v["text"], v["channel"], v["zone"]) for v in values]
    gc.freeze()
    best = best_of(rounds, {"judge": lambda: [judging.judge(message) for message in messages]})
    found = sum(bool(judging.judge(message)) for message in messages)
    return {"seconds": best["judge"], "found": found, "compiled": not str(linter.__file__).endswith(".py")}


if __name__ == "__main__":
    sys.path.append(str(ROOT))
    print(json.dumps(judge(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))))

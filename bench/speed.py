"""``make bench``: one run, one corpus, every figure beside what it is compared with.

In process: the judge loop against textlint (the same phrases through prh) and a bare scanner. The whole
command against a plain ``json.loads`` loop over the same file. Memory, growth with one message's length, and
one cold draft. Judging and the whole command run twice: as the source stands, and compiled (``make compiled``).
Prints a Markdown table and writes it to ``build/bench.md``.

Single-threaded rows are CPU time, best of several, taken in turns; the command's rows are wall clock.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import corpus  # noqa: E402
import measure  # noqa: E402
from compiled import compiled  # noqa: E402

from guideline.bundle import load_bundle  # noqa: E402
from guideline.bundle.model import MessageControl  # noqa: E402
from guideline.messages import Linter, Message  # noqa: E402

BUILD = ROOT / "build" / "bench"
TEXTLINT = ROOT / "bench" / "textlint"
POLICY = ROOT / "policies" / "reference"
DAY = date(2026, 11, 1)
TYPICAL, ONE_BY_ONE = 20_000, 2_000
"""Messages judged in process, and one by one through textlint's API (which is slow)."""
FILES = {20_000: 4, 8_000: 6, 2_000: 12}
"""Sizes of the one file textlint is given, and how often: it slows down with size, so its best is looked for."""

Row = tuple[str, str, str, str]


def main() -> None:
    """Measure, print the table, and keep it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=4)
    asked = options.parse_args()
    # A command that is installed has its modules compiled; a checkout may be forbidden to keep them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ |= {"PYTHONPYCACHEPREFIX": str(BUILD / "compiled"), "XDG_CACHE_HOME": str(BUILD / "cache")}
    os.environ["PYTHONPATH"] = str(ROOT)
    file = corpus.write(BUILD / f"{asked.messages}.jsonl", asked.messages)
    homes = {"pure Python": ROOT, "compiled": compiled(BUILD / "compiled-wheel")}
    ways = {name: home for name, home in homes.items() if home}
    guideline = load_bundle(POLICY).at(DAY)
    phrases = [phrase for control in guideline.of(MessageControl) for phrase in control.phrases]
    judging, large = in_process(file, ways, phrases, asked.rounds)
    rows = [
        *judging,
        *whole_command(file, ways, asked.messages, asked.rounds, large),
        *growth(Linter(guideline)),
        *cold_draft(),
    ]
    rules = len(guideline.of(MessageControl))
    of = f"{asked.messages:,} messages; {len(set(phrases))} phrases, {rules} rules of `policies/reference`."
    table = "\n".join(
        [
            f"# {date.today()} {os.cpu_count()} cores, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}",  # noqa: DTZ011
            "",
            of,
            "",
            "| | figure | compared with | holds |",
            "|---|---:|---:|---|",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
        ]
    )
    print(table)
    (ROOT / "build" / "bench.md").write_text(table, encoding="utf-8")


def in_process(
    file: Path, ways: dict[str, Path], phrases: list[str], rounds: int
) -> tuple[list[Row], dict[str, float]]:
    """Judge a part of the corpus in one process, in each of several ways, and let textlint do so in its own.

    Return the rows, and how many messages a second textlint reads in one large file, by the way its rules are given.
    """
    with file.open("rb") as stream:
        lines = [line for line, _ in zip(stream, range(TYPICAL), strict=False)]
    texts = [json.loads(line)["text"] for line in lines]
    literals = sorted({piece for phrase in phrases for piece in phrase.split("〜") if piece}, key=len, reverse=True)
    scan = re.compile("|".join(map(re.escape, literals))).search
    best = measure.best_of(
        rounds,
        {
            "json": lambda: [json.loads(line) for line in lines],
            "scan": lambda: [scan(text) for text in texts],
        },
    )
    count = len(texts)
    judged = {name: _judged(home, file, count, rounds) for name, home in ways.items()}
    own = {name: count / one["seconds"] for name, one in judged.items()}
    share = {one["found"] / count for one in judged.values()}
    rows: list[Row] = [
        ("bare scanner: is any phrase in it? (one alternation of `re`)", _rate(count / best["scan"]), "the floor", ""),
        ("`json.loads` of each line, in process", _rate(count / best["json"]), "the floor", ""),
        *(
            (
                f"**judge loop, all rules, {name}**; {max(share):.1%} of the messages with a finding",
                _rate(own[name]),
                "",
                "",
            )
            for name in ways
        ),
    ]
    if len(share) != 1:
        raise SystemExit(f"compiled, other messages are found: {judged}")
    if shutil.which("node") is None or shutil.which("npm") is None:
        return [*rows, ("textlint", "not measured", "needs Node 20.18 or newer", "")], {}
    there = TEXTLINT / "node_modules" / ".package-lock.json"
    if not there.is_file() or there.stat().st_mtime < (TEXTLINT / "package-lock.json").stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], cwd=TEXTLINT, check=True)
    large: dict[str, float] = {}
    for name, rules in (("a prh rule for each phrase", [[p] for p in phrases]), ("one prh rule a control", None)):
        prh = _prh(BUILD / f"prh-{'each' if rules else 'grouped'}.yaml", rules or _grouped())
        theirs = _textlint("api", file, prh, ONE_BY_ONE, 4)
        rows.append(_beside(f"textlint, API, message by message; {name}", own, theirs, 50))
        for size, times in FILES.items():
            theirs = _textlint("file", file, prh, size, times)
            rows.append(_beside(f"textlint, one file of {size:,} messages; {name}", own, theirs, 8))
            if size == max(FILES):
                large[name] = theirs
    return rows, large


def _grouped() -> list[list[str]]:
    guideline = load_bundle(POLICY).at(DAY)
    return [list(control.phrases) for control in guideline.of(MessageControl) if control.phrases]


def _prh(file: Path, rules: list[list[str]]) -> Path:
    """Write phrases as rules of prh; a blank becomes what a blank may hold. Each phrase stands once."""
    seen: set[str] = set()
    written = []
    for phrases in rules:
        fresh = [phrase for phrase in phrases if not (phrase in seen or seen.add(phrase))]  # type: ignore[func-returns-value]
        if fresh:
            written.append({"expected": "×", "patterns": [_pattern(phrase) for phrase in fresh]})
    file.write_text(json.dumps({"version": 1, "rules": written}, ensure_ascii=False), encoding="utf-8")
    return file


def _pattern(phrase: str) -> str:
    if "〜" not in phrase:
        return phrase
    return "/" + "[^。、]{1,16}".join(re.escape(piece) for piece in phrase.split("〜")) + "/"


def _beside(what: str, own: dict[str, float], theirs: float, bound: int) -> Row:
    times = {name: rate / theirs for name, rate in own.items()}
    said = ", ".join(f"{name} {ratio:.1f} ×" for name, ratio in times.items())
    held = ", ".join(f"{name}: {_holds(ratio >= bound, f'≥ {bound} ×')}" for name, ratio in times.items())
    return what, _rate(theirs), f"we are {said}", held


def _judged(home: Path, file: Path, count: int, rounds: int) -> dict[str, float]:
    """Judge in a process of its own, with the ``guideline`` of a folder."""
    command = [sys.executable, "-P", str(ROOT / "bench" / "compiled.py"), "judge"]
    command += [str(POLICY), str(file), str(count), str(rounds)]
    told = {**os.environ, "PYTHONPATH": str(home)}
    done = subprocess.run(command, check=True, env=told, stdout=subprocess.PIPE, text=True)
    said: dict[str, float] = json.loads(done.stdout)
    if bool(said["compiled"]) is (home == ROOT):
        raise SystemExit(f"{home}: not the guideline that was meant")
    return said


def _textlint(mode: str, file: Path, prh: Path, count: int, times: int) -> float:
    """Return textlint's messages a second at its best of several times, warm, start-up left out."""
    command = ["node", "run.mjs", mode, str(file), str(prh), str(count), str(times)]
    done = subprocess.run(command, cwd=TEXTLINT, check=True, capture_output=True, text=True)
    said = json.loads(done.stdout)
    return float(said["messages"] / said["seconds"])


def _json_loop(file: Path) -> None:
    with file.open("rb") as stream:
        for line in stream:
            json.loads(line)


def whole_command(file: Path, ways: dict[str, Path], count: int, rounds: int, large: dict[str, float]) -> list[Row]:
    """Run ``guideline lint`` over the corpus as a user does, and over ten times as much.

    ``large``: what textlint reads in a second of one large file, its start-up left out; ours is in.
    """
    command = [sys.executable, "-P", "-m", "guideline", "lint", "--policy", str(POLICY), "--format", "jsonl"]
    out = BUILD / "found.jsonl"
    runs: dict[str, list[measure.Run]] = {name: [] for name in ways}
    loops: list[float] = []
    for _ in range(max(3, rounds - 2)):
        loops.append(measure.cpu_seconds(lambda: _json_loop(file)))
        for name, home in ways.items():
            os.environ["PYTHONPATH"] = str(home)
            runs[name].append(measure.run([*command, str(file)], stdout=out))
    os.environ["PYTHONPATH"] = str(ROOT)
    loop = min(loops)
    once = measure.run([*command, str(file)], stdout=out, watch=True)
    tenfold = BUILD / f"{count}-tenfold.jsonl"
    if not tenfold.is_file() or tenfold.stat().st_size != 10 * file.stat().st_size:
        with tenfold.open("wb") as stream:
            for _ in range(10):
                stream.write(file.read_bytes())
    ten = measure.run([*command, str(tenfold)], stdout=out, watch=True)
    flat = ten.megabytes <= once.megabytes * 1.15 + 5
    return [
        (f"`json.loads` loop over the file ({count:,} lines, without start-up)", f"{loop:.2f} s", "the floor", ""),
        *(_whole(name, done, count, loop) for name, done in runs.items()),
        *(
            _beside(
                f"textlint, one file of {max(FILES):,} messages; {given}; beside our whole command on all cores",
                {name: count / min(run.wall for run in done) for name, done in runs.items()},
                theirs,
                8,
            )
            for given, theirs in large.items()
        ),
        (f"memory, {count:,} messages: sum of the processes' peaks", f"{once.megabytes:.0f} MB", "", ""),
        (
            f"memory, {10 * count:,} messages ({ten.wall:.0f} s)",
            f"{ten.megabytes:.0f} MB",
            f"{ten.megabytes / once.megabytes:.2f} ×",
            _holds(flat and ten.megabytes < 200, "< 200 MB, flat"),
        ),
    ]


def _whole(name: str, runs: list[measure.Run], count: int, loop: float) -> Row:
    wall, cpu = min(run.wall for run in runs), min(run.cpu for run in runs)
    return (
        f"**whole command, {name}**, `--format jsonl`, wall clock",
        f"{wall:.2f} s ({count / wall:,.0f}/s; {cpu:.2f} s CPU on {os.cpu_count()} cores)",
        f"{wall / loop:.1f} × the loop",
        _holds(wall / loop <= 8, "≤ 8 ×"),
    )


def growth(linter: Linter) -> list[Row]:
    """Judge one huge message and one of half its length."""
    rows: list[Row] = []
    for name, piece in (
        ("お疲れ様です", "お疲れ様です"),
        ("a", "a"),
        ("digits", "1234567890"),
        ("「", "「"),
        ("よろしくお願いします", "よろしくお願いします"),
        ("blanks", " "),
        ("@", "@"),
        ("田中課長、", "田中課長、"),
        ("1-1-1丁目", "1-1-1丁目"),
        ("全職員", "全職員"),
    ):
        works: dict[str, Callable[[], object]] = {}
        for channel in ("talk", "bulletin"):
            for size in (500_000, 1_000_000):
                message = Message("one", (piece * (size // len(piece) + 1))[:size], channel)
                works[f"{channel}{size}"] = lambda message=message: linter.judge(message)
        best = measure.best_of(3, works)
        ratios = [best[f"{channel}1000000"] / best[f"{channel}500000"] for channel in ("talk", "bulletin")]
        rows.append(
            (
                f"one message of 1,000,000 characters: {name}",
                f"{best['talk1000000']:.2f} s",
                f"{max(ratios):.2f} × one of 500,000 (the worse of talk and bulletin)",
                _holds(max(ratios) <= 2.3, "≤ 2.3 ×"),
            )
        )
    return rows


def cold_draft() -> list[Row]:
    """Judge one draft as a user at the prompt does, the compiled cache warm."""
    draft = BUILD / "draft.txt"
    draft.write_text("お疲れ様です。明日の会議は3時に変わりました\n", encoding="utf-8")
    lint = [sys.executable, "-c", "from guideline.commands import main; main()", "lint", "--policy", "reference", "-"]
    bare = [sys.executable, "-c", "pass"]
    measure.run(lint, stdin=draft)
    walls: dict[str, list[float]] = {"lint": [], "bare": []}
    for _ in range(20):
        walls["bare"].append(measure.run(bare, stdin=draft).wall)
        walls["lint"].append(measure.run(lint, stdin=draft).wall)
    ratio = min(walls["lint"]) / min(walls["bare"])
    return [
        ("the bare interpreter: `python -c pass`", f"{min(walls['bare']) * 1000:.0f} ms", "the floor", ""),
        (
            "**one cold draft**: `guideline lint --policy reference -`",
            f"{min(walls['lint']) * 1000:.0f} ms",
            f"{ratio:.1f} × the interpreter",
            _holds(ratio <= 8, "≤ 8 ×"),
        ),
    ]


def _rate(a_second: float) -> str:
    return f"{a_second:,.0f}/s"


def _holds(holds: bool, bound: str) -> str:  # noqa: FBT001
    return f"yes ({bound})" if holds else f"**no** ({bound})"


if __name__ == "__main__":
    main()

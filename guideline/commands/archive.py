"""Judges archives of any length: in constant memory, on all cores, in the order of the file.

The processes are forked from one that has the linter ready. What crosses between them is a part of
the file one way, and what was found the other.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from guideline.bundle.model import Guideline
from guideline.finding import Severity
from guideline.messages import Intake, Linter, Message, open_intake, read_line
from guideline.report import Judged, write
from guideline.source import Mark, Problem, SourceError
from guideline.words import Lang

PART = 1 << 20
"""Bytes of a file that one process judges at a time."""

MAX_LINE = 64 << 20
"""Bytes of one line of an archive; a longer one is no message."""

_BATCH = 2_000
_PIECEWISE = ("jsonl", "github")
"""Formats whose entries stand alone, so that the process that judged can write them too."""

Part = tuple[int, bytes] | list[tuple[int | None, Message | Problem]]
"""Either bytes of whole lines with the number of the first, or entries that were read already."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every process needs to know."""

    guideline: Guideline
    linter: Linter
    intake: Intake
    format: str
    lang: Lang
    show_personal: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What was found in one part: written already (``text`` and ``counts``), or still to be written."""

    messages: int
    judged: tuple[Judged, ...]
    problems: tuple[Problem, ...]
    text: str = ""
    counts: tuple[tuple[Severity, int], ...] = ()


def parts(stream: BinaryIO, intake: Intake) -> Iterator[Part]:
    """Cut a file into parts that can be judged one by one. Raises SourceError for a line without end."""
    if intake.shape == "jsonl":
        yield from _whole_lines(stream, intake.file)
    else:
        entries = open_intake(blocks(stream), intake)
        while batch := list(islice(entries, _BATCH)):
            yield batch


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield a stream in blocks."""
    while block := stream.read(PART):
        yield block


def judge_parts(task: Task, given: Iterable[Part], jobs: int) -> Iterator[Result]:
    """Judge parts, in processes if ``jobs`` is more than one; results come in the order of the parts."""
    if jobs <= 1:
        for part in given:
            yield _judge(task, part)
        return
    import multiprocessing

    _Forked.task = task
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        waiting: deque[Any] = deque()
        for part in given:
            waiting.append(pool.apply_async(_judge_forked, (part,)))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().get()
        while waiting:
            yield waiting.popleft().get()


class _Forked:
    """What the forked processes inherit; a Linter is never sent through a pipe."""

    task: Task | None = None


def _judge_forked(part: Part) -> Result:
    assert _Forked.task is not None
    return _judge(_Forked.task, part)


def _judge(task: Task, part: Part) -> Result:
    judged: list[Judged] = []
    problems: list[Problem] = []
    count = 0
    many = task.intake.shape != "text"
    judge, hidden_in = task.linter.judge, task.linter.hidden
    for line, entry in _entries(task.intake, part):
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        count += 1
        found = judge(entry)
        if found:
            hidden = tuple(hidden_in(entry))
            judged.append(Judged(task.intake.file, entry.text, tuple(found), entry.id if many else "", line, hidden))
    if task.format not in _PIECEWISE:
        return Result(count, tuple(judged), tuple(problems))
    text = io.StringIO(newline="")
    options = {"guideline": task.guideline, "lang": task.lang, "show_personal": task.show_personal}
    tally = write(task.format, judged, text, **options)  # type: ignore[arg-type]
    return Result(count, (), tuple(problems), text.getvalue(), tuple(tally.count.items()))


def _entries(intake: Intake, part: Part) -> Iterator[tuple[int | None, Message | Problem]]:
    """Yield the entries of a part, each with the number of its line where the file has one a line."""
    if isinstance(part, list):
        yield from part
        return
    first, data = part
    for number, line in enumerate(_lines(data), first):
        if line and not (line.isspace() and line.isascii()):
            yield number, read_line(line, number, intake)


def _lines(data: bytes) -> Sequence[str | bytes]:
    """Cut a part into lines, all of them decoded at once; where one isn't UTF-8, each is read for itself."""
    try:
        return data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return data.split(b"\n")


def _whole_lines(stream: BinaryIO, file: str) -> Iterator[tuple[int, bytes]]:
    number = 1
    # A line may be longer than a block: its pieces are joined once, when its end is found.
    begun: list[bytes] = []
    length = 0
    for block in blocks(stream):
        cut = block.rfind(b"\n") + 1
        if cut == 0:
            begun.append(block)
            length += len(block)
            if length > MAX_LINE:
                raise SourceError([Problem("too-large", Mark(file, number), {"limit": MAX_LINE})])
            continue
        whole = b"".join([*begun, block[:cut]])
        begun = [block[cut:]]
        length = len(begun[0])
        yield number, whole
        number += whole.count(b"\n")
    rest = b"".join(begun)
    if rest:
        yield number, rest

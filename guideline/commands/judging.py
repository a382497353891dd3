"""What ``lint`` does, without click: a cold draft comes here without waiting for the reader of options."""

from __future__ import annotations

import gc
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from guideline.commands.archive import PART, Result, Task, judge_parts, parts
from guideline.commands.codes import UNREADABLE, tell_error, told
from guideline.commands.columns import COLUMN_MAPS, column_map
from guideline.commands.opening import open_bundle
from guideline.finding import Severity
from guideline.messages import Intake, Linter, shape_of
from guideline.report import Judged, Tally, write
from guideline.source import Mark, Problem, SourceError
from guideline.words import Lang, say

_MANY = 4 * PART
"""A file from this size on is worth a second process."""

_FEW = 4
"""Parts of a pipe, whose size nobody knows, that are read before it is decided who judges them: a draft is one."""

_RARELY = 50_000
"""New containers between two looks for garbage: what judging makes goes by itself."""


def judge_files(
    files: Sequence[str],
    *,
    policy: str,
    format_: str,
    shape: str | None,
    columns: str | None,
    channel: str,
    zone: str,
    section: str,
    jobs: int | None,
    show_personal_data: bool,
    fail_on: Severity,
    as_of: date,
    lang: Lang,
) -> int:
    """Judge files, or standard input where there are none; write the report; return the exit code."""
    if show_personal_data and not sys.stdout.isatty():
        tell_error(say(lang, "lint.terminal-only"))
        return UNREADABLE
    guideline = open_bundle(policy, lang, cached=True, messages_only=True).at(as_of)
    linter = Linter(guideline)
    if not gc.isenabled():
        # What is here now stays: no look for garbage needs to pass through it, and no forked process copies it.
        gc.freeze()
        gc.set_threshold(_RARELY)
        gc.enable()
    try:
        mapped = column_map(columns)
    except ValueError as error:
        tell_error(say(lang, "lint.bad-map", found=str(error), known=", ".join(COLUMN_MAPS)))
        return UNREADABLE
    tally = Tally()

    def results() -> Iterator[Result]:
        for name in files or ("-",):
            given = shape or (("csv" if mapped else "text") if name == "-" else shape_of(name))
            intake = Intake(name, given, channel, zone, mapped, section=section)  # type: ignore[arg-type]
            task = Task(guideline, linter, intake, format_, lang, show_personal_data)
            yield from _of_file(task, jobs, lang)

    def judged() -> Iterator[Judged]:
        for result in results():
            _add(tally, result, lang)
            if result.text:
                sys.stdout.write(result.text)
            yield from result.judged

    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
    options = {"guideline": guideline, "lang": lang, "show_personal": show_personal_data, "tally": tally}
    write(format_, judged(), sys.stdout, **options)  # type: ignore[arg-type]
    sys.stdout.flush()
    return UNREADABLE if tally.unread else int(tally.at_or_above(fail_on) > 0)


def _of_file(task: Task, jobs: int | None, lang: Lang) -> Iterator[Result]:
    """Judge one file; a file that can't be read is a problem, and the next one is judged all the same."""
    with ExitStack() as stack:
        try:
            stream, size = _open(task.intake.file, stack)
            progress = _progress(size or 0, lang, stack)
            given = parts(_Watched(stream, progress) if progress else stream, task.intake)  # type: ignore[arg-type]
            first = list(islice(given, _FEW)) if size is None else []
            many = len(first) == _FEW if size is None else size >= _MANY
            yield from judge_parts(task, chain(first, given), jobs or (_cores() if many else 1))
        except SourceError as error:
            yield Result(0, (), error.problems)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            yield Result(0, (), (Problem("unreadable", Mark(task.intake.file), {"reason": reason}),))


def _progress(size: int, lang: Lang, stack: ExitStack) -> Callable[[int], None] | None:
    """Show a bar to whoever waits for a large file at a terminal; return what moves it, or None."""
    if size < _MANY or not sys.stderr.isatty() or sys.stdout.isatty():
        return None
    import click

    bar = click.progressbar(length=size, file=sys.stderr, label=say(lang, "lint.judging"))
    return stack.enter_context(bar).update


class _Watched:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream = stream
        self._tell = tell

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._tell(len(data))
        return data


def _open(name: str, stack: ExitStack) -> tuple[BinaryIO, int | None]:
    """Return a file's stream and size; a pipe has none."""
    if name == "-":
        return sys.stdin.buffer, None
    path = Path(name)
    if not path.exists():
        raise SourceError([Problem("no-such-file", Mark(name))])
    if path.is_dir():
        raise SourceError([Problem("is-a-folder", Mark(name))])
    stream = stack.enter_context(path.open("rb"))
    about = os.fstat(stream.fileno())
    return stream, about.st_size if stat.S_ISREG(about.st_mode) else None


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _add(tally: Tally, result: Result, lang: Lang) -> None:
    tally.unread += len(result.problems)
    for problem in result.problems:
        tell_error(told(problem, lang))
    for severity, count in result.counts:
        tally.count[severity] += count

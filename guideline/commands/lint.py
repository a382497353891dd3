"""``guideline lint``: what to change in a draft, or what an archive of messages would have raised."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import click

from guideline.commands.archive import PART, Result, Task, judge_parts, parts
from guideline.commands.columns import COLUMN_MAPS, column_map
from guideline.commands.opening import open_bundle
from guideline.commands.options import (
    FORMATS,
    UNREADABLE,
    as_of_option,
    fail_on_option,
    help_of,
    lang_option,
    policy_option,
    told,
)
from guideline.finding import Severity
from guideline.messages import SHAPES, Intake, Linter, shape_of
from guideline.report import Judged, Tally, write
from guideline.source import Mark, Problem, SourceError
from guideline.words import Lang, say

_MANY = 4 * PART
"""A file from this size on is worth a second process."""

_FEW = 4
"""Parts of a pipe, whose size nobody knows, that are read before it is decided who judges them: a draft is one."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=str))
@policy_option
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help=help_of("format")
)
@click.option("--from", "shape", type=click.Choice(SHAPES), help=help_of("from"))
@click.option("--map", "columns", help=help_of("map"), metavar="MAP")
@click.option("--channel", type=click.Choice(["talk", "bulletin", "external"]), default="talk", help=help_of("channel"))
@click.option("--zone", type=click.Choice(["internet", "admin"]), default="internet", help=help_of("zone"))
@click.option("--jobs", type=click.IntRange(1, 64), help=help_of("jobs"))
@click.option("--show-personal-data", is_flag=True, help=help_of("show-personal-data"))
@fail_on_option
@as_of_option
@lang_option
def command(
    *,
    files: tuple[str, ...],
    policy: str,
    format_: str,
    shape: str | None,
    columns: str | None,
    channel: str,
    zone: str,
    jobs: int | None,
    show_personal_data: bool,
    fail_on: Severity,
    as_of: date,
    lang: Lang,
) -> None:
    """下書きや書き出した発言を指針に照らす。 Judge drafts and exported messages.

    FILES: text files (one message each), .jsonl, .csv, .json or .xml exports; "-" (or nothing) is standard input.
    """
    if show_personal_data and not sys.stdout.isatty():
        click.echo(say(lang, "lint.terminal-only"), err=True)
        sys.exit(UNREADABLE)
    guideline = open_bundle(policy, lang, cached=True, messages_only=True).at(as_of)
    linter = Linter(guideline)
    try:
        mapped = column_map(columns)
    except ValueError as error:
        click.echo(say(lang, "lint.bad-map", found=str(error), known=", ".join(COLUMN_MAPS)), err=True)
        sys.exit(UNREADABLE)
    tally = Tally()

    def results() -> Iterator[Result]:
        for name in files or ("-",):
            given = shape or (("csv" if mapped else "text") if name == "-" else shape_of(name))
            intake = Intake(name, given, channel, zone, mapped)  # type: ignore[arg-type]
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
    sys.exit(UNREADABLE if tally.unread else int(tally.at_or_above(fail_on) > 0))


def _of_file(task: Task, jobs: int | None, lang: Lang) -> Iterator[Result]:
    """Judge one file; a file that can't be read is a problem, and the next one is judged all the same."""
    with ExitStack() as stack:
        try:
            stream, size = _open(task.intake.file, stack)
            shown = sys.stderr.isatty() and size is not None and size >= _MANY and not sys.stdout.isatty()
            bar = stack.enter_context(
                click.progressbar(length=size or 0, file=sys.stderr, label=say(lang, "lint.judging"), hidden=not shown)
            )
            given = parts(_Watched(stream, bar.update), task.intake)  # type: ignore[arg-type]
            first = list(islice(given, _FEW)) if size is None else []
            many = len(first) == _FEW if size is None else size >= _MANY
            yield from judge_parts(task, chain(first, given), jobs or (_cores() if many else 1))
        except SourceError as error:
            yield Result(0, (), error.problems)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            yield Result(0, (), (Problem("unreadable", Mark(task.intake.file), {"reason": reason}),))


class _Watched:
    """A stream that tells how much of it was read."""

    def __init__(self, stream: BinaryIO, read: object) -> None:
        self._stream = stream
        self._told = read

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._told(len(data))  # type: ignore[operator]
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
        click.echo(told(problem, lang), err=True)
    for severity, count in result.counts:
        tally.count[severity] += count

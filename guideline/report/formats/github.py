"""``github``: workflow commands that a runner of GitHub Actions turns into annotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from guideline.report.judged import Tally
from guideline.report.showing import visible
from guideline.report.telling import Context, Entry, Told
from guideline.words import clause_number

SHOWS = frozenset({"advice"})

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:  # noqa: ARG001
    """Write one command a finding."""
    for entry in entries:
        stream.writelines(_command(entry, told, context) for told in entry.told)


def _command(entry: Entry, told: Told, context: Context) -> str:
    title = " ".join(part for part in (told.rule, clause_number(context.lang, told.number)) if part)
    places: list[tuple[str, object]] = [("file", entry.file)]
    if entry.line is not None:
        places.append(("line", entry.line))
    else:
        places += [("line", told.line), ("endLine", told.end_line), ("col", told.column)]
        # A column at the end is understood only on the line of the start.
        if told.line == told.end_line:
            places.append(("endColumn", told.end_column))
    properties = [f"{name}={_property(str(at))}" for name, at in (*places, ("title", title)) if at not in (None, "")]
    message = " ".join(part for part in (told.message, told.advice) if part)
    if entry.line is not None and entry.id:
        message = f"[{entry.id}] {message}"
    return f"::{_COMMANDS[told.severity]} {','.join(properties)}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

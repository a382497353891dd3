"""``csv``: for a spreadsheet. UTF-8 with a byte order mark; no cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TextIO

from guideline.report.judged import Tally
from guideline.report.showing import visible
from guideline.report.telling import ALL, Context, Entry
from guideline.words import clause_number, say

SHOWS = ALL

_COLUMNS = (
    "file", "line", "column", "id", "severity", "rule", "number", "clause", "message", "excerpt", "advice",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:  # noqa: ARG001
    """Write a header and one row a finding."""
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(say(context.lang, f"report.column-{name}") for name in _COLUMNS)
    for entry in entries:
        writer.writerows(map(plain, row) for row in _rows(entry, context))


def _rows(entry: Entry, context: Context) -> Iterator[tuple[str, ...]]:
    for told in entry.told:
        line, column = (entry.line, None) if entry.line is not None else (told.line, told.column)
        yield (
            entry.file,
            "" if line is None else str(line),
            "" if column is None else str(column),
            entry.id or told.subject,
            say(context.lang, f"report.severity-{told.severity}"),
            told.rule,
            clause_number(context.lang, told.number),
            told.clause,
            told.message,
            told.excerpt.line if told.excerpt else "",
            told.advice,
        )


def plain(cell: str) -> str:
    """Show control characters as pictures, and put an apostrophe before what a spreadsheet takes for a formula."""
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip(" \u3000\xa0").startswith(_FORMULA) else shown

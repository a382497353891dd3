"""CSV exports by a column map, as chat products write them: UTF-8, with BOM or not, or cp932."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator

from guideline.messages.intake.intake import MAX_TEXT, Intake, Numbered
from guideline.messages.intake.mapped import mapped
from guideline.source import Mark, Problem

_LOOK = 65_536


def read(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield an entry for each row; the first row names the columns."""
    csv.field_size_limit(MAX_TEXT * 4)
    rows = csv.reader(_characters(iter(blocks)))
    try:
        header = [name.strip() for name in next(rows, [])]
        missing = [name for name in (intake.columns or {"text": "text"}).values() if name not in header]
        if missing:
            args = {"name": ", ".join(missing), "known": ", ".join(header)}
            yield 1, Problem("unknown-column", Mark(intake.file), args)
            return
        for row in rows:
            if row:
                yield rows.line_num, mapped(dict(zip(header, row, strict=False)), rows.line_num, intake)
    except (csv.Error, UnicodeDecodeError) as error:
        yield (
            rows.line_num + 1,
            Problem("bad-csv", Mark(intake.file, rows.line_num + 1), {"reason": type(error).__name__}),
        )


def _characters(blocks: Iterator[bytes]) -> Iterator[str]:
    """Decode as a stream and give lines with their line ends, quotes over several lines included."""
    first = next(blocks, b"")
    while len(first) < _LOOK and (more := next(blocks, b"")):
        first += more
    decoder = codecs.getincrementaldecoder(_encoding(first))()
    rest = decoder.decode(first).removeprefix("\ufeff")
    while True:
        *whole, rest = rest.splitlines(keepends=True) or [""]
        yield from whole
        block = next(blocks, b"")
        if not block:
            break
        rest += decoder.decode(block)
    if rest + (tail := decoder.decode(b"", final=True)):
        yield rest + tail


def _encoding(first: bytes) -> str:
    """UTF-8 when the beginning is UTF-8 (it may end inside a character), else cp932."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first)
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"

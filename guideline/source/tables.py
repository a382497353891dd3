"""Tables: rows of CSV read strictly with their lines, and rows of text laid out in columns.

Widths count terminal cells: most Japanese characters take two (UAX #11). Characters of
ambiguous width take one, as in the C library's ``wcwidth``.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guideline.source.marks import Mark, Problem, SourceError
from guideline.source.text import decode, read_bytes

MAX_TABLE_BYTES = 16 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_PROBLEMS = 100
"""After so many problems the rest of a table is not worth telling."""

_NO_START = frozenset("、。，．,.」』）)】〕］]！!？?ー…・：:；;々ぁぃぅぇぉっゃゅょァィゥェォッャュョ％%")
_NO_END = frozenset("「『（(【〔［[")
_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it starts (from 1), and as many cells as the header has."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of one file; cells are stripped of the spaces around them."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int = 1


def read_table(path: Path | str, name: str | None = None) -> Table:
    """Read a CSV file (UTF-8 with or without BOM, cp932; comma or tab). Raises SourceError."""
    file = name or str(path)
    return parse_table(decode(read_bytes(path, MAX_TABLE_BYTES), file), file)


def parse_table(text: str, file: str) -> Table:
    """Parse CSV text whose first row that isn't blank is the header. Raises SourceError with every problem.

    Problem codes: ``bad-csv`` (quotes, or a row of more or fewer cells than the header), ``empty``
    (no header, or a header without a name), ``repeated`` (two headers of one name), ``too-large``.
    """
    if len(text) > MAX_TABLE_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_TABLE_BYTES})])
    problems: list[Problem] = []
    header: Row | None = None
    rows: list[Row] = []
    for row in _rows(text, file, problems):
        if header is None:
            header = row
            problems.extend(_header_problems(row, file))
        elif len(row.cells) != len(header.cells):
            reason = f"{len(row.cells)} columns, the header has {len(header.cells)}"
            problems.append(Problem("bad-csv", Mark(file, row.line), {"reason": reason}))
        elif len(rows) >= MAX_ROWS:
            problems.append(Problem("too-large", Mark(file, row.line), {"limit": MAX_ROWS}))
            break
        else:
            rows.append(row)
        if len(problems) >= MAX_PROBLEMS:
            break
    if header is None and not problems:
        problems.append(Problem("empty", Mark(file), {"found": file}))
    if problems or header is None:
        raise SourceError(problems)
    return Table(file, header.cells, tuple(rows), header.line)


def _rows(text: str, file: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows that aren't blank; a quoted cell may hold line breaks, so lines are counted, not rows."""
    first = text.lstrip().partition("\n")[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.append(Problem("bad-csv", Mark(file, line), {"reason": str(error)}))
            return
        if cells is None:
            return
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield Row(line, stripped)


def _header_problems(header: Row, file: str) -> Iterator[Problem]:
    mark = Mark(file, header.line)
    if len(header.cells) > MAX_COLUMNS:
        yield Problem("too-large", mark, {"limit": MAX_COLUMNS})
        return
    seen: set[str] = set()
    for number, name in enumerate(header.cells, start=1):
        if not name:
            yield Problem("empty", mark, {"found": f"#{number}"})
        elif name in seen:
            yield Problem("repeated", mark, {"found": f"#{number}"})
        seen.add(name)


def cells_of(text: str) -> Iterator[tuple[str, int]]:
    """Yield every character with the terminal cells it adds: 0, 1 or 2.

    Marks, joined emoji and skin tones add none; a character asked to look like an emoji adds up to two.
    """
    before, cells = "", 0
    for character in text:
        if before == _JOINER or (cells == 2 and "\U0001f3fb" <= character <= "\U0001f3ff"):
            added = 0
        elif character == _EMOJI_STYLE:
            added = 1 if cells == 1 else 0
        else:
            added = _cells(character)
        yield character, added
        cells = added or cells
        before = character


def _cells(character: str) -> int:
    if character.isascii():
        return 1 if character.isprintable() else 0
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Return the terminal cells that one line of text takes."""
    return sum(added for _, added in cells_of(text))


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill one line of text up with spaces to so many cells."""
    spaces = " " * max(0, cells - width(text))
    return spaces + text if right else text + spaces


def align(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset(), gap: str = "  ") -> list[str]:
    """Lay out rows of cells in columns; the columns numbered in ``right`` (from 0) end flush."""
    table = [tuple(row) for row in rows]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [gap.join(pad(cell, widths[at], right=at in right) for at, cell in enumerate(row)).rstrip() for row in table]


def wrap(text: str, cells: int) -> list[str]:
    """Break text into lines of at most so many cells, as Japanese is broken.

    Any wide character may start a line but closing marks and small kana; those hang over the end.
    Words of narrow characters stay whole unless one alone is too long.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0
        for piece in _pieces(paragraph):
            size = width(piece)
            if used and used + size > cells and not (len(piece) == 1 and piece in _NO_START):
                carried = line[-1] if len(line) > 1 and line[-1] in _NO_END else ""
                lines.append(line[: len(line) - len(carried)].rstrip())
                line, used = carried, width(carried)
            if line or piece != " ":
                line, used = line + piece, used + size
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what must not be broken: wide characters one by one with their marks, and narrow words."""
    piece, wide = "", False
    for character, added in cells_of(text):
        if added == 0 and piece:
            piece += character
            continue
        if piece and (wide or added == 2 or " " in (character, piece)):
            yield piece
            piece = ""
        piece, wide = piece + character, added == 2
    if piece:
        yield piece

"""Judges the rows of a register: one Cerberus schema from the control's columns, one sentence an error.

No cell is quoted but a date that can't be anything personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from guideline.bundle.model import RegisterControl
from guideline.finding import Finding, Place, Severity
from guideline.registers.cells import fold
from guideline.registers.checks import Known, can_check
from guideline.registers.headers import Headers, match
from guideline.registers.rows import ROW, RowValidator, Sentences, schema
from guideline.source.tables import Row, Table

_QUOTABLE = re.compile(r"[0-9年月日/.\-元令和平成昭大正明治RHSTMrhstm ]{1,20}")
_MOST_DIGITS = 8
"""A day has at most eight digits; any telephone or individual number has more."""


def judge_register(
    control: RegisterControl,
    table: Table,
    *,
    today: date,
    users: frozenset[str] | None = None,
    sections: frozenset[str] | None = None,
) -> list[Finding]:
    """Judge every row of ``table`` on the day ``today``; findings come in the order of the lines.

    ``users`` are all accounts and ``sections`` all sections on record; without them ``owner-known``
    and ``section-known`` can't tell and say nothing.
    """
    judge = _Judge(control, table, Known(today, users, sections))
    return list(judge.findings())


def values(control: RegisterControl, table: Table) -> list[dict[str, Any]]:
    """Return each row's values by column key, for rows that can be read; ``line`` is each row's line."""
    judge = _Judge(replace(control, checks=()), table, Known(date.min))
    return list(judge.values())


def judge_example(control: RegisterControl, row: Mapping[str, str], day: date) -> list[Finding]:
    """Judge one example row: a mapping from column key or header to what a person wrote there."""
    table = Table("example", tuple(row), (Row(2, tuple(text.strip() for text in row.values())),))
    return judge_register(control, table, today=day)


class _Judge:
    def __init__(self, control: RegisterControl, table: Table, known: Known) -> None:
        self._control = control
        self._table = table
        self._columns = {column.key: column for column in control.columns}
        self._headers: Headers = match(control, table)
        self._checks = tuple(name for name in control.checks if can_check(name, control.columns))
        self._validator = RowValidator(
            schema(self._columns, self._headers.by_key), error_handler=Sentences, known=known, checks=self._checks
        )
        self._seen: dict[tuple[str, object], int] = {}

    def findings(self) -> Iterator[Finding]:
        for said in self._headers.said:
            mild: Severity | None = "info" if said.name == "unknown-column" else None
            yield self._finding(self._table.header_line, said.column, said.name, said.args, mild)
        for name in self._control.checks:
            if name not in self._checks:
                yield self._finding(self._table.header_line, "", "unknown-check", {"check": name})
        for row in self._rows():
            yield from self._row(row)

    def values(self) -> Iterator[dict[str, Any]]:
        for row in self._rows():
            cells = self._cells(row)
            if self._validator.validate({**cells, ROW: row.line}):
                yield {**{k: v for k, v in self._validator.document.items() if k != ROW}, "line": row.line}

    def _rows(self) -> tuple[Row, ...]:
        """Return the rows; none where the header was not understood, since every cell would be wrong."""
        return self._table.rows if self._headers.by_key else ()

    def _cells(self, row: Row) -> dict[str, str]:
        """Return the row by header; blank cells and columns the register doesn't have are left out."""
        named = set(self._headers.by_key.values())
        pairs = zip(self._table.header, row.cells, strict=True)
        return {header: cell for header, cell in pairs if cell and header in named}

    def _row(self, row: Row) -> Iterator[Finding]:
        cells = self._cells(row)
        if not self._validator.validate({**cells, ROW: row.line}):
            for key, name, args in sorted(
                self._validator.errors, key=lambda wrong: list(self._columns).index(wrong[0])
            ):
                yield self._cell(row, cells, key, name, args)
        yield from self._repeated(row)

    def _cell(self, row: Row, cells: dict[str, str], key: str, name: str, args: dict[str, object]) -> Finding:
        filled = {"column": self._title(key), **args}
        if "earlier" in args:
            filled["earlier"] = self._title(str(args["earlier"]))
        if name == "not-one-of":
            filled["allowed"] = "、".join(self._columns[key].one_of)
        if name == "bad-date":
            found = fold(cells.get(self._headers.by_key.get(key, key), ""))
            if _QUOTABLE.fullmatch(found) and sum(c.isdigit() for c in found) <= _MOST_DIGITS:
                name, filled["found"] = "bad-date-found", found
        return self._finding(row.line, key, name, filled)

    def _repeated(self, row: Row) -> Iterator[Finding]:
        document = self._validator.document or {}
        for key, column in self._columns.items():
            if column.unique and key in document:
                first = self._seen.setdefault((key, document[key]), row.line)
                if first != row.line:
                    yield self._finding(row.line, key, "repeated", {"column": self._title(key), "first": first})
        if "unique" in self._checks:
            first = self._seen.setdefault((ROW, row.cells), row.line)
            if first != row.line:
                yield self._finding(row.line, "", "repeated-row", {"first": first})

    def _title(self, key: str) -> str:
        """Name a column as the file's reader sees it."""
        return self._headers.by_key.get(key) or self._columns[key].title.ja or key

    def _finding(
        self, line: int, key: str, name: str, args: Mapping[str, object], severity: Severity | None = None
    ) -> Finding:
        return Finding(
            rule=self._control.rule,
            clause=self._control.clause,
            severity=severity or self._control.severity,
            place=Place(self._table.file, line=line, key=key or None),
            say=f"registers.{name}",
            args=dict(args),
        )

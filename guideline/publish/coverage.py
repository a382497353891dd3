"""The coverage table: for every clause, what holds it, and what is only a person's promise."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Literal

from guideline.bundle.model import Clause, Guideline, Level, MessageControl, SettingControl
from guideline.publish.markdown import cell
from guideline.source.tables import align
from guideline.words import Lang, say

Gap = Literal["", "none", "promise", "document", "examples"]
CoverageFormat = Literal["text", "markdown", "json", "csv"]
COVERAGE_FORMATS: tuple[CoverageFormat, ...] = ("text", "markdown", "json", "csv")

_PROMISES = frozenset({"attest", "document"})
"""Kinds of control that no machine checks in daily use."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One clause: ``kinds`` of control in document order, ``rules``, counts of examples, and the gap if any.

    ``gap`` is ``none`` (no control), ``promise`` (only what people promise), ``document`` (only what the
    document must state), ``examples`` (a message or setting control lacks a good or a bad example) or "".
    """

    clause: str
    number: str
    title: str
    level: Level
    kinds: tuple[str, ...]
    rules: tuple[str, ...]
    good: int
    bad: int
    gap: Gap


def coverage(guideline: Guideline, lang: Lang) -> tuple[CoverageRow, ...]:
    """Return one row a clause, in document order."""
    return tuple(_row(clause, lang) for clause in guideline.clauses)


def _row(clause: Clause, lang: Lang) -> CoverageRow:
    return CoverageRow(
        clause=clause.id,
        number=clause.number,
        title=clause.title.get(lang),
        level=clause.level,
        kinds=tuple(dict.fromkeys(control.name for control in clause.controls)),
        rules=tuple(dict.fromkeys(control.rule for control in clause.controls)),
        good=sum(len(control.examples.good) for control in clause.controls),
        bad=sum(len(control.examples.bad) for control in clause.controls),
        gap=_gap(clause),
    )


def _gap(clause: Clause) -> Gap:
    if not clause.controls:
        return "none"
    if all(control.name in _PROMISES for control in clause.controls):
        return "promise" if any(control.name == "attest" for control in clause.controls) else "document"
    judged = [control for control in clause.controls if isinstance(control, MessageControl | SettingControl)]
    if any(not control.examples.good or not control.examples.bad for control in judged):
        return "examples"
    return ""


def show_coverage(guideline: Guideline, format: CoverageFormat, lang: Lang) -> str:
    """Write the table as aligned text, Markdown, JSON, or CSV with a byte order mark; each ends in a newline."""
    rows = coverage(guideline, lang)
    match format:
        case "text":
            return _text(rows, lang)
        case "markdown":
            return _markdown(rows, lang)
        case "json":
            return _json(guideline, rows)
        case "csv":
            return _csv(rows, lang)


def total(rows: tuple[CoverageRow, ...], lang: Lang) -> str:
    """Say how many clauses a machine checks, and how many rest on the document, on promises, on nothing."""
    count = {gap: sum(row.gap == gap for row in rows) for gap in ("promise", "document", "none")}
    return say(lang, "publish.coverage-sum", clauses=len(rows), machine=len(rows) - sum(count.values()), **count)


def _header(lang: Lang, *more: str) -> tuple[str, ...]:
    names = ("number", "clause", "level", "held", *more, "examples", "gap")
    return tuple(say(lang, f"publish.coverage-{name}") for name in names)


def _cells(row: CoverageRow, lang: Lang) -> tuple[str, str, str, str, str, str]:
    held = say(lang, "publish.and").join(say(lang, f"publish.held-{kind}") for kind in row.kinds)
    return (
        row.number,
        row.title,
        say(lang, f"publish.level-{row.level}"),
        held or say(lang, "publish.nothing"),
        f"{row.good}/{row.bad}",
        say(lang, f"publish.gap-{row.gap}") if row.gap else "",
    )


def _text(rows: tuple[CoverageRow, ...], lang: Lang) -> str:
    lines = align([_header(lang), *(_cells(row, lang) for row in rows)], right=frozenset({0}))
    return "\n".join([*lines, "", total(rows, lang), ""])


def _markdown(rows: tuple[CoverageRow, ...], lang: Lang) -> str:
    header = _header(lang)
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(cell(text) for text in _cells(row, lang)) + " |" for row in rows]
    return "\n".join([*lines, "", total(rows, lang), ""])


def _json(guideline: Guideline, rows: tuple[CoverageRow, ...]) -> str:
    table = [
        {
            "clause": row.clause,
            "number": row.number,
            "title": row.title,
            "level": row.level,
            "controls": list(row.kinds),
            "rules": list(row.rules),
            "examples": {"good": row.good, "bad": row.bad},
            "gap": row.gap or None,
        }
        for row in rows
    ]
    whole = {
        "guideline": guideline.id,
        "version": guideline.version,
        "digest": guideline.digest,
        "day": guideline.day.isoformat(),
        "clauses": table,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _csv(rows: tuple[CoverageRow, ...], lang: Lang) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_header(lang, "rules"))
    for row in rows:
        number, title, level, held, examples, gap = _cells(row, lang)
        # A leading apostrophe keeps Excel from reading 2/3 as a date or a title as a formula.
        cells = (number, title, level, held, " ".join(row.rules), f"'{examples}", gap)
        writer.writerow([f"'{text}" if text[:1] in "=+-@\t\r＝＋－＠" and text else text for text in cells])
    return "\ufeff" + stream.getvalue()

"""Judges drafts as ``guideline lint`` does and says the same: every answer is a line of its report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from guideline.bundle.model import Clause, Sticker
from guideline.finding import Finding
from guideline.messages import Message
from guideline.report import Judged, write
from guideline.web.inforce import Ready
from guideline.words import Lang

MOST = 100
"""Findings that the page lists; nobody reads more, and a hostile draft has thousands."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as the page shows it: its record, and what the guideline knows of it."""

    index: int
    record: Record
    clause: Clause | None
    sticker: Sticker | None
    kind: str

    @property
    def mendable(self) -> bool:
        """Tell whether a part of the text can be taken away or replaced."""
        return isinstance(self.record.get("fix"), list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the draft: unmarked, or marked by the gravest of the findings that cover it."""

    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found in one draft: how much, the first of it, and where."""

    count: int
    shown: tuple[Shown, ...]
    pieces: tuple[Piece, ...]


def report(ready: Ready, judged: Iterable[Judged], lang: Lang) -> str:
    """Return the lines that ``guideline lint --format jsonl`` writes."""
    stream = io.StringIO(newline="")
    write("jsonl", judged, stream, guideline=ready.guideline, lang=lang)
    return stream.getvalue()


def records(ready: Ready, judged: Iterable[Judged], lang: Lang) -> list[Record]:
    """Return these lines as values."""
    # Only a line feed ends a record: a sentence may hold other separators of lines.
    return [json.loads(line) for line in report(ready, judged, lang).split("\n") if line]


def judge(ready: Ready, message: Message, lang: Lang, without: tuple[str, ...] = ()) -> Judgement:
    """Judge one draft for the page, but for rules of the kinds ``without``."""
    findings = [one for one in ready.linter.judge(message) if ready.kinds.get(one.rule) not in without]
    told = records(ready, [Judged(message.id, message.text, tuple(findings))], lang)
    shown = tuple(_shown(ready, index, record) for index, record in enumerate(told[:MOST]))
    return Judgement(len(told), shown, tuple(_pieces(message.text, told, findings)))


def mend_one(text: str, shown: Shown) -> str:
    """Return the text with one finding's edits applied."""
    for edit in sorted(shown.record.get("fix", ()), key=lambda one: -int(one["start"])):
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    return text


def _shown(ready: Ready, index: int, record: Record) -> Shown:
    fix = record.get("fix")
    sticker = fix.get("sticker") if isinstance(fix, dict) else record.get("sticker")
    return Shown(
        index,
        record,
        ready.guideline.clause(record["clause"]),
        ready.guideline.sticker(sticker) if sticker else None,
        ready.kinds.get(record["rule"], ""),
    )


_GRAVITY = ("", "info", "warning", "error")
_HIDDEN = 0x10


def _pieces(text: str, told: Iterable[Record], findings: Iterable[Finding]) -> Iterable[Piece]:
    """Cut the text where marks begin and end; what is personal is shown as dots of the same number."""
    marks = bytearray(len(text))
    spans = [(_GRAVITY.index(one["severity"]), one["start"], one["end"]) for one in told if "start" in one]
    for gravity, start, end in sorted(spans):
        marks[start:end] = bytes((gravity,)) * (end - start)
    for finding in findings:
        start, end = finding.place.start or 0, finding.place.end or 0
        if finding.personal:
            marks[start:end] = bytes(mark | _HIDDEN for mark in marks[start:end])
    at = 0
    for mark, together in groupby(marks):
        end = at + sum(1 for _ in together)
        yield Piece("●" * (end - at) if mark & _HIDDEN else text[at:end], _GRAVITY[mark & ~_HIDDEN])
        at = end

"""Judges drafts as ``guideline lint`` does and says the same: every answer is a line of its report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from guideline.bundle.model import Clause, Sticker
from guideline.finding import Finding
from guideline.messages import Message
from guideline.report import Judged, write
from guideline.web.inforce import Ready
from guideline.words import Lang

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
    """What was found in one draft."""

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


def judge(ready: Ready, message: Message, lang: Lang) -> Judgement:
    """Judge one draft for the page."""
    findings = ready.linter.judge(message)
    told = records(ready, [Judged(message.id, message.text, tuple(findings))], lang)
    shown = tuple(_shown(ready, index, record) for index, record in enumerate(told))
    return Judgement(shown, tuple(_pieces(message.text, shown, findings)))


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


_GRAVITY = {"": 0, "info": 1, "warning": 2, "error": 3}


def _pieces(text: str, shown: tuple[Shown, ...], findings: Iterable[Finding]) -> Iterable[Piece]:
    """Cut the text where marks begin and end; what is personal is shown as dots of the same number."""
    spans = [(s.record["start"], s.record["end"], s.record["severity"]) for s in shown if "start" in s.record]
    hidden = [(f.place.start or 0, f.place.end or 0) for f in findings if f.personal]
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    for start, end in pairwise(cuts):
        over = [severity for left, right, severity in spans if left <= start and end <= right]
        piece = text[start:end]
        if any(left <= start and end <= right for left, right in hidden):
            piece = "●" * len(piece)
        yield Piece(piece, max(over, key=_GRAVITY.__getitem__, default=""))

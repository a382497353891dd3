"""A small guideline and findings about a few drafts, as the judges would make them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import date

import pytest

from guideline.bundle.model import Chapter, Clause, Enforcement, Guideline, MessageControl, Sticker, Text
from guideline.finding import Edit, Finding, Place
from guideline.report import Judged, write


def finding(rule: str, start: int, end: int, **more: object) -> Finding:
    """Find ``rule`` at a span; the sentence is one of the report's own, which need no arguments."""
    clause = {"etiquette/greeting": "etiquette.no-greeting", "etiquette/acknowledgement": "etiquette.sticker"}
    place = Place(start=start, end=end)
    return Finding(rule, clause.get(rule, "privacy.no-numbers"), "warning", place, "report.clean", **more)  # type: ignore[arg-type]


@pytest.fixture
def kakuu() -> Guideline:
    """A guideline of three message rules."""

    def clause(id: str, number: str, rule: str, title: str) -> Clause:
        control = MessageControl(rule, id, "warning", kind="opening", enforce=(Enforcement("advise"),))
        text = Text(f"{title}ものとする。", "A clause.")
        return Clause(id, number, "all", "must", False, Text(title), text, Text("理由"), (), (control,))

    return Guideline(
        id="kakuu",
        version="1.2.0",
        title=Text("架空市チャット運用指針"),
        authority=Text("架空市"),
        day=date(2026, 10, 1),
        effective_from=None,
        digest="cd" * 32,
        chapters=(Chapter("all", Text("すべて")),),
        clauses=(
            clause("etiquette.no-greeting", "8", "etiquette/greeting", "挨拶の定型句を置かない"),
            clause("etiquette.sticker", "8-2", "etiquette/acknowledgement", "了解はスタンプで伝える"),
            clause("privacy.no-numbers", "30", "privacy/phone-number", "電話番号を書かない"),
        ),
        parameters={},
        stickers=(Sticker("received", Text("了解", "Got it"), Text("読んだ")),),
        documents={},
    )


@pytest.fixture
def drafts() -> list[Judged]:
    """Three drafts: a greeting, an acknowledgement in a file of many, and one without findings."""
    greeting = finding("etiquette/greeting", 0, 7, edits=(Edit(0, 7),))
    sticker = finding("etiquette/acknowledgement", 0, 5, sticker="received")
    return [
        Judged("draft.txt", "お疲れ様です。会議は10時です。\n第2会議室", (greeting,)),
        Judged("many.jsonl", "了解しました", (sticker,), id="m2", line=2),
        Judged("clean.txt", "会議は10時です。", ()),
    ]


@pytest.fixture
def report(kakuu: Guideline) -> Callable[..., str]:
    """Write a report and return it."""

    def written(format: str, judged: Iterable[Judged], lang: str = "ja", *, show_personal: bool = False) -> str:
        stream = io.StringIO(newline="")
        write(format, judged, stream, guideline=kakuu, lang=lang, show_personal=show_personal)  # type: ignore[arg-type]
        return stream.getvalue()

    return written

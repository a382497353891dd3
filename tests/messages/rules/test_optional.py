"""The rules that a bundle switches on: length, working hours, honorifics, room mentions, who may write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from guideline.bundle.model import MessageControl
from guideline.finding import Finding
from guideline.messages import Linter, Message


def judge(
    kind: str, message: Message, *, phrases: tuple[str, ...] = (), fix: Any = "none", **options: Any
) -> list[Finding]:
    control = MessageControl("x/y", "x.y", "info", kind=kind, phrases=phrases, fix=fix, options=options)
    return Linter.of([control]).judge(message)


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("あ" * 10, False),
        ("あ" * 11, True),
        ("> " + "い" * 20 + "\n" + "あ" * 9, False),
        ("👍" * 10, False),
        ("👍" * 11, True),
    ],
)
def test_length(text: str, *, raised: bool) -> None:
    assert bool(judge("length", Message("m", text), max=10)) is raised


@pytest.mark.parametrize(
    ("sent", "phase", "raised"),
    [
        ("2026-11-02T10:00", "normal", False),
        ("2026-11-02T08:29", "normal", True),
        ("2026-11-02T08:30", "normal", False),
        ("2026-11-02T17:15", "normal", True),
        ("2026-11-01T10:00", "normal", True),
        ("2026-11-03T10:00", "normal", True),
        ("2026-12-29T10:00", "normal", True),
        ("2026-11-01T22:00", "emergency", False),
    ],
)
def test_working_hours(sent: str, phase: str, *, raised: bool) -> None:
    message = Message("m", "鍵は返しました", phase=phase, sent=datetime.fromisoformat(sent))
    found = judge("working-hours", message, **{"from": "08:30", "to": "17:15", "closed": ["2026-11-03", "12-29"]})
    assert bool(found) is raised


def test_working_hours_are_silent_where_the_time_is_unknown() -> None:
    assert not judge("working-hours", Message("m", "鍵は返しました"))


@pytest.mark.parametrize(("day", "raised"), [("2026-11-23", True), ("2026-11-24", False), ("2101-11-23", False)])
def test_national_holidays_are_no_working_days(day: str, *, raised: bool) -> None:
    message = Message("m", "鍵は返しました", sent=datetime.fromisoformat(f"{day}T10:00"))
    assert bool(judge("working-hours", message)) is raised
    assert not judge("working-hours", message, holidays=True)


def test_weekends_may_be_working_days() -> None:
    message = Message("m", "鍵は返しました", sent=datetime.fromisoformat("2026-11-01T10:00"))
    assert not judge("working-hours", message, weekends=True)


@pytest.mark.parametrize(
    "text",
    [
        "@田中さん 鍵は返しました",
        "鍵は @佐藤課長 へ",
        "@田中 さん、鍵は返しました",
        "@髙橋様 鍵です",
        "@架田さん 鍵です",
    ],
)
def test_honorifics_in_mentions(text: str) -> None:
    assert judge("mention-honorific", Message("m", text))


@pytest.mark.parametrize(
    "text", ["@田中 鍵は返しました", "taro@example.jp", "> @田中さん\n鍵です", "@総務課 鍵です", "@田中 さんま定食です"]
)
def test_mentions_without_honorifics(text: str) -> None:
    assert not judge("mention-honorific", Message("m", text))


def test_an_honorific_is_taken_away() -> None:
    control = MessageControl("x/y", "x.y", "info", kind="mention-honorific", fix="remove")
    assert Linter.of([control]).mend(Message("m", "@田中さん 鍵は返しました")) == "@田中 鍵は返しました"


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("@all 鍵です", True),
        ("＠ＡＬＬ 鍵です", True),
        ("鍵です @全員", True),
        ("@alliance 鍵です", False),
        ("> @all\n鍵です", False),
        ("a@all.example", False),
    ],
)
def test_room_mentions(text: str, *, raised: bool) -> None:
    assert bool(judge("room-mention", Message("m", text), phrases=("@all", "全員"))) is raised


@pytest.mark.parametrize(
    ("section", "phase", "raised"),
    [("総務課", "normal", False), ("税務課", "normal", True), ("", "normal", False), ("税務課", "emergency", False)],
)
def test_writers(section: str, phase: str, *, raised: bool) -> None:
    message = Message("m", "鍵を替えます", "bulletin", section=section, phase=phase)
    assert bool(judge("writers", message, sections=["総務課"], emergency=True)) is raised

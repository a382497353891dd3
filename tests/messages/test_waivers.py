"""Approved exceptions: which rules they let pass, where, and until when."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.model import MessageControl, Text, Waiver
from guideline.messages import Linter, Message
from guideline.report import Judged, write

POLICIES = Path(__file__).resolve().parents[2] / "policies"
PHONE = "連絡は 090-1234-5678 まで。山田課長、お願いします"


@pytest.fixture(scope="module")
def kakuu():
    return load_bundle(POLICIES / "kakuu")


def rules(linter: Linter, message: Message) -> set[str]:
    return {finding.rule for finding in linter.judge(message)}


GREETED = "架田課長\nお疲れ様です。資料を直しました"


@pytest.mark.parametrize(
    ("day", "section", "raised"),
    [
        (date(2026, 9, 30), "議会事務局", True),
        (date(2026, 10, 1), "議会事務局", False),
        (date(2027, 3, 31), "議会事務局", False),
        (date(2027, 4, 1), "議会事務局", True),
        (date(2026, 10, 1), "総務課", True),
        (date(2026, 10, 1), "", True),
    ],
)
def test_an_exception_holds_on_its_days_and_in_its_scope(kakuu, day, section, *, raised):
    found = rules(Linter(kakuu.at(day)), Message("m", GREETED, section=section))
    assert ("etiquette/greeting" in found) is raised


def test_other_rules_hold_all_the_same(kakuu):
    message = Message("m", GREETED + "。よろしくお願いします", section="議会事務局")
    assert rules(Linter(kakuu.at(date(2026, 10, 1))), message) == {"etiquette/closing"}


def _linter(scope: dict[str, str]) -> Linter:
    guideline = load_bundle(POLICIES / "reference").at(date(2026, 11, 22))
    waiver = Waiver(
        "w", ("privacy/phone-number",), scope, Text("移行"), date(2026, 10, 1), date(2027, 3, 31), ("統括責任者",)
    )
    assert any(control.rule == "privacy/phone-number" for control in guideline.of(MessageControl))
    return Linter(replace(guideline, waivers=(waiver,)))


@pytest.mark.parametrize(
    ("scope", "raised"),
    [({}, False), ({"channel": "external"}, False), ({"channel": "talk"}, True), ({"zone": "admin"}, True)],
)
def test_a_scope_names_channel_and_zone(scope, *, raised):
    found = rules(_linter(scope), Message("m", PHONE, channel="external"))
    assert ("privacy/phone-number" in found) is raised


def test_personal_data_an_exception_lets_pass_is_hidden_where_something_else_is_shown():
    linter = _linter({})
    message = Message("m", "お疲れ様です。連絡は 090-1234-5678 まで")
    found, hidden = linter.judge(message), linter.hidden(message)
    assert {finding.rule for finding in found} == {"etiquette/greeting"}
    assert [message.text[start:end] for start, end in hidden] == ["090-1234-5678"]
    shown = {}
    for name, spans in (("hidden", tuple(hidden)), ("forgotten", ())):
        out = io.StringIO()
        guideline = load_bundle(POLICIES / "reference").at(date(2026, 11, 22))
        write("text", [Judged("-", message.text, tuple(found), hidden=spans)], out, guideline=guideline, lang="ja")
        shown[name] = "1234" in out.getvalue()
    assert shown == {"hidden": False, "forgotten": True}

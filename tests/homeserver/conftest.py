from __future__ import annotations

from datetime import date

import pytest

from guideline.bundle.model import (
    Chapter,
    Clause,
    Control,
    Enforcement,
    Guideline,
    MessageControl,
    Source,
    Sticker,
    Text,
)

TODAY = date(2026, 10, 1)


def clause(number: str, *controls: Control, why: str = "通知を減らすため。") -> Clause:
    name = controls[0].clause if controls else f"clause.{number}"
    return Clause(
        id=name,
        number=number,
        chapter="writing",
        level="must",
        floor=False,
        title=Text(f"第{number}の決まり", f"Rule {number}"),
        text=Text("了解だけの返信はスタンプで送らなければならない。", "Acknowledge by a sticker."),
        why=Text(why, "Fewer notifications."),
        sources=(Source("kit"),),
        controls=tuple(controls),
    )


def control(rule: str, *enforce: Enforcement, **fields: object) -> MessageControl:
    values = {"kind": "acknowledgement", "severity": "warning", "clause": rule.replace("/", "."), "enforce": enforce}
    return MessageControl(rule, **(values | fields))


def guideline(*clauses: Clause, day: date = TODAY) -> Guideline:
    return Guideline(
        id="kokoromi",
        version="1.0.0",
        title=Text("試用の指針"),
        authority=Text("架空市"),
        day=day,
        effective_from=date(2026, 4, 1),
        digest="d" * 64,
        chapters=(Chapter("writing", Text("書き方")),),
        clauses=tuple(clauses),
        parameters={},
        stickers=(Sticker("received", Text("了解", "Got it"), Text("内容を了解しました。"), ("received",)),),
        documents={},
    )


@pytest.fixture(name="make_clause")
def _make_clause():
    return clause


@pytest.fixture(name="make_control")
def _make_control():
    return control


@pytest.fixture(name="make_guideline")
def _make_guideline():
    return guideline


@pytest.fixture
def policy(tmp_path):
    """A copy of the small bundle that may be changed."""
    import shutil
    from pathlib import Path

    source = Path(__file__).parent.parent / "data" / "embedded-policy"
    return Path(shutil.copytree(source, tmp_path / "policy"))

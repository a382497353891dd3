"""Our own labelled messages are judged as they are labelled, within the bounds set for the engine."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guideline.bundle import load_bundle
from guideline.messages import Linter, Message

LOOSE = {"channel/talk": (0.85, 0.75), "privacy/street-address": (0.85, 0.75)}


def counts(linter: Linter, rows: list[dict[str, Any]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return what was rightly raised, wrongly raised and missed, by rule."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows:
        expected = set(row["expect"])
        raised = {f.rule for f in linter.judge(Message(row["id"], row["text"], row["channel"], row["zone"]))}
        right.update(raised & expected)
        wrong.update(raised - expected)
        missed.update(expected - raised)
    return right, wrong, missed


def test_accuracy(linter: Linter, labelled: list[dict[str, Any]]) -> None:
    right, wrong, missed = counts(linter, labelled)
    assert right.total() / (right.total() + wrong.total()) >= 0.97
    assert right.total() / (right.total() + missed.total()) >= 0.95
    for rule in right:
        precision, recall = LOOSE.get(rule, (0.90, 0.85))
        assert right[rule] / (right[rule] + wrong[rule]) >= precision, rule
        assert right[rule] / (right[rule] + missed[rule]) >= recall, rule


def test_every_rule_is_labelled_both_ways(controls: list[Any], labelled: list[dict[str, Any]]) -> None:
    expected = Counter(rule for row in labelled for rule in row["expect"])
    for control in controls:
        assert expected[control.rule] >= 20, control.rule
    assert sum(1 for row in labelled if not row["expect"]) >= 400


@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).resolve().parents[1] / "data").glob("messages-blind*.jsonl")),
    ids=lambda path: path.stem,
)
def test_the_reference_judges_what_others_labelled(path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    lines = path.read_text(encoding="utf-8").splitlines()
    linter = Linter(load_bundle(root / "policies" / "reference").at(date(2026, 11, 1)))
    right, wrong, missed = counts(linter, [json.loads(line) for line in lines])
    assert right.total() / (right.total() + wrong.total()) >= 0.97
    assert right.total() / (right.total() + missed.total()) >= 0.95
    for rule in ("channel/bulletin", "channel/talk", "privacy/street-address"):
        precision, recall = LOOSE.get(rule, (0.90, 0.85))
        assert right[rule] >= precision * (right[rule] + wrong[rule]), rule
        assert right[rule] >= recall * (right[rule] + missed[rule]), rule

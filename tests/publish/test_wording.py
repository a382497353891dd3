"""Numbers, days, values and controls in words; every sentence of the room agrees in both languages."""

import string
from datetime import date

import pytest

from guideline.bundle.model import CONTROLS, LEVELS, Parameter, SettingControl, Text
from guideline.publish import wording
from guideline.words import sentences


@pytest.mark.parametrize("file", ["publish", "report", "registers"])
def test_both_languages_have_the_same_places_to_fill(file):
    for name, (ja, en) in sentences(file).items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in (ja, en)]
        assert fields[0] == fields[1], name


@pytest.mark.parametrize(
    ("written", "ja", "en"),
    [("8", "第8条", "Clause 8"), ("8-2", "第8条の2", "Clause 8-2"), ("A.1", "A.1", "A.1"), ("", "", "")],
)
def test_numbers(written, ja, en):
    assert (wording.number("ja", written), wording.number("en", written)) == (ja, en)


def test_days():
    assert wording.day("ja", date(2026, 10, 1)) == "令和8年10月1日"
    assert wording.day("en", "2026-10-01") == "2026-10-01"
    assert wording.day("ja", "いつか") == "いつか"
    assert wording.day("ja", None) == ""


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("$site.peers", "団体ごとの値（peers）"),
        ([], "（空）"),
        (None, "（空）"),
        ("", "（空）"),
        (False, "false"),
        (["a", "$site.x"], "a、団体ごとの値（x）"),
        ({"a": 1}, '{"a": 1}'),
        (86400, "86400"),
    ],
)
def test_values(found, told):
    assert wording.value("ja", found) == told


def test_every_kind_of_control_can_be_told(kakuu):
    told = {type(control) for clause in kakuu.clauses for control in clause.controls}
    assert told == set(CONTROLS)
    for clause in kakuu.clauses:
        for control in clause.controls:
            for lang in ("ja", "en"):
                assert wording.told(lang, control)
                assert wording.held(lang, control)
                assert wording.mend(lang, control)


@pytest.mark.parametrize("op", ["equals", "one_of", "at_least", "at_most", "includes", "within", "absent", "present"])
def test_every_way_to_assert_a_setting(op):
    control = SettingControl("synapse/x", "c", "error", target="synapse", key="x", op=op, value=1)
    assert "synapse の x " in wording.told("ja", control)


def test_every_level_has_words():
    for level in LEVELS:
        assert f"level-{level}" in sentences("publish")
        assert f"level-{level}-long" in sentences("publish")


def test_a_name_the_words_do_not_know_stays():
    assert wording.word("ja", "channel", "広報車") == "広報車"


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [("minutes", 5, "5分"), ("text", "5弱", "5弱"), ("list", ["a", "b"], "a、b"), ("頭", 3, "3 頭")],
)
def test_units(unit, value, told):
    assert wording.parameter_value("ja", Parameter("p", Text("p"), unit, "lower", value)) == told


def test_examples():
    assert wording.example("ja", "文") == ("文", "")
    assert wording.example("ja", {"text": "文", "channel": "bulletin"}) == ("文", "掲示板")
    assert wording.example("ja", {"text": "文", "phase": "emergency"}) == ("文", "緊急時")
    written = {"text": "文", "channel": "talk", "section": "総務課", "sent": "2026-11-10T21:00:00"}
    assert wording.example("ja", written) == ("文", "トーク、総務課、2026-11-10T21:00:00")
    assert wording.example("ja", {"device": "P-1", "until": None}) == ("device: P-1、until: （空）", "")

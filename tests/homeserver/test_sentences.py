from __future__ import annotations

import json

import pytest

from guideline.bundle.model import Enforcement
from guideline.finding import Finding, Place
from guideline.homeserver.rulings import Ruling
from guideline.homeserver.sentences import MAX_TOLD, record, refusal

RULE = "etiquette/acknowledgement"


def ruling(does="refuse", rule=RULE, say="messages.acknowledgement", sticker="received", **args):
    return Ruling(does, Finding(rule, rule.replace("/", "."), "warning", Place(), say, args, sticker=sticker))


@pytest.fixture
def rules(make_guideline, make_clause, make_control):
    return make_guideline(make_clause("9", make_control(RULE, Enforcement("refuse"))))


def test_a_refusal_says_clause_reason_what_to_do_and_the_sticker(rules):
    answer = refusal(rules, [ruling()])
    for part in ("第9条", "第9の決まり", "通知を減らすため。", "スタンプは「了解」", "送信されていません"):
        assert part in answer["error"]
    assert answer["guideline"] == {
        "rule": RULE,
        "clause": "etiquette.acknowledgement",
        "sticker": "received",
        "version": "1.0.0",
        "rules": [RULE],
    }


def test_a_refusal_in_english(rules):
    error = refusal(rules, [ruling()], "en")["error"]
    assert "Clause 9" in error
    assert "Got it" in error
    assert "Fewer notifications." in error


def test_a_sentence_nobody_knows_is_replaced_by_the_clause(rules):
    assert "スタンプで送らなければならない。" in refusal(rules, [ruling(say="messages.nowhere")])["error"]
    assert "スタンプで送らなければならない。" in refusal(rules, [ruling(say="no-such-file.word")])["error"]


def test_many_refusals_tell_the_first_few(rules):
    answer = refusal(rules, [ruling() for _ in range(10)])
    assert answer["error"].count("第9条") == MAX_TOLD
    assert len(answer["guideline"]["rules"]) == 10


@pytest.mark.parametrize("does, kind", [("refuse", "refusal"), ("advise", "advice")])
def test_a_record_holds_what_to_tell_and_nothing_of_what_was_written(rules, does, kind):
    told = record(rules, ruling(does), "@sato:x.example", "!a:x.example")
    assert told == {
        "kind": kind,
        "user": "@sato:x.example",
        "room": "!a:x.example",
        "rule": RULE,
        "clause": "etiquette.acknowledgement",
        "number": "9",
        "title": "第9の決まり",
        "why": "通知を減らすため。",
        "what": told["what"],
        "sticker": "了解",
        "day": "2026-10-01",
    }
    assert told["what"].endswith("。")
    json.dumps(told)


def test_a_ruling_without_sticker_and_clause(make_guideline):
    told = record(make_guideline(), ruling(sticker=None), "@sato:x.example", "!a:x.example")
    assert (told["sticker"], told["number"], told["title"]) == (None, "", "")
    assert "スタンプは" not in refusal(make_guideline(), [ruling(sticker="gone")])["error"]

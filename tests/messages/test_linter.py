"""The linter: scope, places, stickers, proofs, and what a changed bundle changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from guideline.bundle.model import MessageControl
from guideline.messages import Linter, Message, kinds, manual, options, takes_phrases
from guideline.messages.rules import kind
from guideline.messages.view import MANY_DIGITS
from guideline.words import sentences
from tests.messages.conftest import STICKERS


def rules_of(linter: Linter, text: str, **context: str) -> set[str]:
    return {finding.rule for finding in linter.judge(Message("m", text, **context))}


def test_places_speak_of_the_text_as_typed(linter: Linter) -> None:
    text = "ｵﾂｶﾚｻﾏﾃﾞｽ\r\n電話は０９０−１２３４−５６７８です"
    greeting, phone = linter.judge(Message("m-1", text))
    assert text[greeting.place.start : greeting.place.end] == "ｵﾂｶﾚｻﾏﾃﾞｽ"
    assert (greeting.place.file, greeting.place.line, greeting.place.column) == ("m-1", 1, 1)
    assert text[phone.place.start : phone.place.end] == "０９０−１２３４−５６７８"
    assert (phone.place.line, phone.place.column) == (2, 4)
    assert phone.personal
    assert not phone.args


@pytest.mark.parametrize(
    ("context", "raised"),
    [
        ({}, {"etiquette/greeting", "privacy/phone-number"}),
        ({"zone": "admin"}, {"etiquette/greeting"}),
        ({"channel": "external"}, {"privacy/phone-number"}),
        ({"channel": "external", "zone": "admin"}, set()),
    ],
)
def test_a_control_holds_in_its_scope(linter: Linter, context: dict[str, str], raised: set[str]) -> None:
    assert rules_of(linter, "お疲れ様です。連絡先は090-1234-5678です", **context) == raised


def test_findings_come_in_the_order_of_their_places(linter: Linter) -> None:
    text = "佐藤さん\nお疲れ様です。連絡先は090-1234-5678です。よろしくお願いします"
    starts = [finding.place.start or 0 for finding in linter.judge(Message("m", text))]
    assert starts == sorted(starts)
    assert len(starts) == 4


@pytest.mark.parametrize(
    ("text", "sticker"),
    [("了解しました", "received"), ("確認しました", "seen"), ("ありがとうございます", "thanks"), ("OKです", "ok")],
)
def test_an_acknowledgement_names_its_sticker(linter: Linter, text: str, sticker: str) -> None:
    (finding,) = linter.judge(Message("m", text))
    assert finding.sticker == sticker
    assert finding.edits == ()


def changed(controls: list[MessageControl], rule: str, **values: Any) -> Linter:
    return Linter.of([replace(c, **values) if c.rule == rule else c for c in controls], STICKERS)


def test_a_phrase_taken_away_no_longer_fires(controls: list[MessageControl]) -> None:
    greeting = next(c for c in controls if c.rule == "etiquette/greeting")
    fewer = changed(controls, greeting.rule, phrases=tuple(p for p in greeting.phrases if p != "お疲れ様です"))
    assert rules_of(fewer, "お疲れ様です。鍵は返しました") == set()
    assert rules_of(fewer, "こんにちは。鍵は返しました") == {greeting.rule}


@pytest.mark.parametrize(
    ("rule", "phrase", "text", "channel"),
    [
        ("etiquette/greeting", "おつかれーしょん", "おつかれーしょん！鍵は返しました", "talk"),
        ("etiquette/closing", "ほなまた", "鍵は返しました。ほなまた〜", "talk"),
        ("etiquette/acknowledgement", "りょーかいっす", "りょ〜かいっす！", "talk"),
        ("etiquette/acknowledgement", "がってんです", "ガッテンです", "talk"),
        ("channel/bulletin", "架空市の全員", "架空市の全員へ周知します", "talk"),
        ("channel/talk", "うまい店", "うまい店ですね", "bulletin"),
    ],
)
def test_a_phrase_added_fires(controls: list[MessageControl], rule: str, phrase: str, text: str, channel: str) -> None:
    old = next(c for c in controls if c.rule == rule)
    more = changed(controls, rule, phrases=(*old.phrases, phrase))
    assert rules_of(more, text, channel=channel) == {rule}


def test_every_phrase_of_the_reference_bundle_can_fire(linter: Linter) -> None:
    assert linter.prove() == []


def test_idle_and_repeated_phrases_are_told(controls: list[MessageControl]) -> None:
    told = changed(controls, "etiquette/greeting", phrases=("お疲れ様です", "👍", "おつかれさまです")).prove()
    assert [(finding.say, finding.args["phrase"]) for finding in told] == [
        ("messages.idle-phrase", "👍"),
        ("messages.same-phrase", "おつかれさまです"),
    ]


def test_examples_of_the_reference_bundle_hold(linter: Linter, controls: list[MessageControl]) -> None:
    for control in controls:
        for example in (*control.examples.good, *control.examples.bad):
            told = {"text": example} if isinstance(example, str) else example
            expected = {control.rule} if example in control.examples.bad else set()
            assert rules_of(linter, **told) == expected, (control.rule, example)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        Linter.of([MessageControl("x/y", "x.y", "info", kind="nonsense")])


@pytest.mark.parametrize("name", kinds())
def test_no_kind_waits_for_fewer_digits_than_are_counted(name: str) -> None:
    wanted = getattr(kind(name), "DIGITS", MANY_DIGITS)
    assert wanted >= MANY_DIGITS


@pytest.mark.parametrize("name", kinds())
def test_every_kind_has_its_manual_in_both_languages_and_its_sentence(name: str) -> None:
    page = manual(name)
    assert page.index("見つけるもの") < page.index("Options:")
    assert all(option in page for option in options(name))
    assert isinstance(takes_phrases(name), bool)
    assert name in sentences("messages")

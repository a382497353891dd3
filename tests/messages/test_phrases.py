"""Phrases are compared in their plain form; a blank stands for a few characters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.bundle import load_bundle
from guideline.bundle.model import MessageControl
from guideline.messages.fold import SPELLINGS, dense, fold, plain
from guideline.messages.phrases import SOFT_ENDS, Phrases, can_fire


def form(text: str) -> str:
    return plain(dense(fold(text)))


def test_the_longest_phrase_comes_first() -> None:
    phrases = Phrases(["了解", "了解しました"])
    assert [phrase for _, phrase in phrases.starting(form("了解いたしました。"))] == ["了解しました", "了解"]


def test_a_text_shorter_than_a_phrase_holds_only_the_shorter_one() -> None:
    phrases = Phrases(["了解", "了解しました"])
    assert list(phrases.starting(form("了解"))) == [(len(form("了解")), "了解")]
    assert phrases.ending(form("了解")) == (len(form("了解")), "了解")


@pytest.mark.parametrize(
    "text",
    ["ご確認のほどよろしくお願いします", "ご検討の程、宜しくお願い致します", "ご査収のほどよろしくおねがいします"],
)
def test_a_blank_stands_for_any_word(text: str) -> None:
    found = Phrases(["〜のほどよろしくお願いします"]).ending(form(text))
    assert found is not None


@pytest.mark.parametrize("text", ["よろしくお願いします", "のほどよろしく"])
def test_a_blank_needs_its_words(text: str) -> None:
    assert Phrases(["〜のほどよろしくお願いします"]).ending(form(text)) is None


def test_a_blank_in_the_middle_ends_at_a_stop() -> None:
    phrases = Phrases(["突然の〜失礼します"])
    assert list(phrases.starting(form("突然のご連絡で失礼します")))
    assert not list(phrases.starting(form("突然の雨。では失礼します")))


@pytest.mark.parametrize("phrase", ["", " ", "ー", "〜", "👍", "。"])
def test_a_phrase_without_letters_can_never_fire(phrase: str) -> None:
    assert not can_fire(phrase)
    assert not Phrases([phrase])


def test_leaders_hold_every_spelling_of_a_first_character() -> None:
    assert {"お", "乙"} <= Phrases(["おつです"]).leaders


REFERENCE = [
    phrase
    for control in load_bundle(Path(__file__).parents[2] / "policies" / "reference")
    .at(date(2026, 11, 1))
    .of(MessageControl)
    for phrase in control.phrases
]
ALL = Phrases(REFERENCE)


@st.composite
def spelt(draw: st.DrawFn) -> str:
    """A phrase as somebody may spell it: other kanji, katakana, blanks, marks of length, a soft end."""
    phrase = draw(st.sampled_from(REFERENCE)).replace("〜", draw(st.sampled_from(["ご確認", "資料", "ﾃﾞｰﾀ"])))
    key, value = draw(st.sampled_from(SPELLINGS))
    letters = list(phrase.replace(value, key))
    for at in draw(st.lists(st.integers(0, len(letters) - 1), max_size=4)):
        letters[at] += draw(st.sampled_from(["ー", " ", "〜", "ぅ", "ッ"]))
    for at in draw(st.lists(st.integers(0, len(letters) - 1), max_size=4)):
        letters[at] = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c.upper() for c in letters[at])
    return "".join(letters) + draw(st.text(SOFT_ENDS, max_size=2))


@given(st.text("あ。田、 ", max_size=5), spelt())
def test_a_cheap_look_never_misses_a_phrase(before: str, phrase: str) -> None:
    text = fold(before + phrase)
    tail = form(text)
    if ALL.ending(tail) or ALL.ending(tail.rstrip(SOFT_ENDS)):
        assert ALL.may_end(text, 0, len(text))
    head = fold(phrase)
    if any(True for _ in ALL.starting(form(head))):
        assert ALL.may_start(head, 0)


@pytest.mark.parametrize("text", ["鍵は返しました", "3時に伺う", "第2会議室へ", "確認中"])
def test_a_cheap_look_dismisses_most_texts(text: str) -> None:
    assert not Phrases(["よろしくお願いします", "以上です"]).may_end(text, 0, len(text))

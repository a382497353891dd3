"""Phrases are compared in their plain form; a blank stands for a few characters."""

from __future__ import annotations

import pytest

from guideline.messages.fold import dense, fold, plain
from guideline.messages.phrases import Phrases, can_fire


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

"""Names: in kanji old and new, in kana, with a given name."""

from __future__ import annotations

import pytest

from guideline.messages.names import (
    is_full_name,
    is_rare_surname,
    is_surname,
    is_telling_surname,
    surname_at,
    surname_before,
)


@pytest.mark.parametrize("name", ["佐藤", "髙橋", "渡邉", "渡邊", "齋藤", "五十嵐", "さとう", "サトウ", "森"])
def test_surnames(name: str) -> None:
    assert is_surname(name)


@pytest.mark.parametrize("word", ["仕", "皆", "お客", "みな", "断水", "様式", ""])
def test_words(word: str) -> None:
    assert not is_surname(word)


@pytest.mark.parametrize(
    ("word", "telling"), [("佐藤", True), ("東", False), ("あらい", False), ("千葉", False), ("たなか", True)]
)
def test_everyday_words_name_nobody(word: str, *, telling: bool) -> None:
    assert is_telling_surname(word) is telling


@pytest.mark.parametrize("name", ["竹越", "有坂", "伊集院", "東雲", "邊見", "勅使川原"])
def test_rare_surnames(name: str) -> None:
    assert is_rare_surname(name)
    assert not is_surname(name)


@pytest.mark.parametrize("word", ["窓口", "担当", "八百屋", "大工", "会議", "入場", "資料", "佐藤", "", "竹"])
def test_what_has_another_meaning_is_no_rare_surname(word: str) -> None:
    assert not is_rare_surname(word)


@pytest.mark.parametrize("name", ["佐藤太郎", "佐藤 太郎", "鈴木花子"])
def test_full_names(name: str) -> None:
    assert is_full_name(name)


def test_the_longest_surname_is_taken() -> None:
    assert surname_at("佐々木係長", 0) == 3
    assert surname_before("総務課の佐々木", 7) == 3

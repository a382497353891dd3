"""Decoration hides nothing: it is stepped over at both ends."""

from __future__ import annotations

import pytest

from guideline.messages.decor import is_decor, skip, strip


@pytest.mark.parametrize("character", [*list("。、!★♪ \n👍・(ー"), "☀"])
def test_decoration(character: str) -> None:
    assert is_decor(character)


@pytest.mark.parametrize("character", list("あ漢A1「」『』@>【"))
def test_no_decoration(character: str) -> None:
    assert not is_decor(character)


@pytest.mark.parametrize("text", ["🌸お", "(^^)お", "m(_ _)mお", "ヽ(^o^)丿お", "・・お", "(笑)お"])
def test_what_stands_behind_decoration_is_found(text: str) -> None:
    assert text[skip(text, 0, len(text))] == "お"


@pytest.mark.parametrize(
    "text", ["す!!", "す(^^)/", "すm(_ _)m", "す(笑)", "す笑", "す👍🏻", "す(｀・ω・´)ゞ", "す<(_ _)>"]
)
def test_what_stands_before_decoration_is_found(text: str) -> None:
    assert text[strip(text, 0, len(text)) - 1] == "す"


@pytest.mark.parametrize("text", ["す(3部)", "す「了解」", "すmm"])
def test_words_are_no_decoration(text: str) -> None:
    assert strip(text, 0, len(text)) > 1

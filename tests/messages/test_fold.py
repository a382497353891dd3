"""Folding keeps what is said, and always knows the way back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guideline.messages.fold import dense, dense_origins, fold, fold_origins, kana, plain, plain_origins

TEXTS = st.text(
    st.one_of(
        st.sampled_from("お疲れ様でーす 　\n\r\u200bｶﾞﾊﾟﾞ゙１２－Ａ＠了解致しました御願い〜ァｯ№㈱①…👍🏽"),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＡＢＣ１２３", "ABC123"),
        ("ｵﾂｶﾚｻﾏﾃﾞｽ", "オツカレサマデス"),
        ("ﾊﾟｿｺﾝ", "パソコン"),
        ("か\u3099", "が"),
        ("０９０−１２３４‐５６７８", "090-1234-5678"),
        ("お\u200b疲\ufeffれ\u2060様", "お疲れ様"),
        ("0️⃣9️⃣", "09"),
        ("あ\r\nい\rう", "あ\nい\nう"),
        ("件　名：", "件 名:"),
        ("①②…㈱", "①②…㈱"),
        ("№1", "No.1"),
        ("𝟘𝟡", "09"),
    ],
)
def test_width_and_the_invisible(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@given(TEXTS)
@example("ｶﾞ")
@example("\r\n\r")
@example("ﾞか\u3099\u3099")
def test_every_folded_character_knows_where_it_came_from(raw: str) -> None:
    folded = fold(raw)
    origins = [*fold_origins(raw, folded)]
    assert len(origins) == len(folded) + 1
    assert origins[-1] == len(raw)
    assert origins == sorted(origins)
    # A carriage return is told character by character; without one, a text whose characters all stay isn't.
    slowly = fold_origins(f"{raw}\r", fold(f"{raw}\r"))
    assert origins[:-1] == [*slowly][: len(folded)]


def test_two_characters_alone_become_more_than_one() -> None:
    assert [chr(code) for code in range(0x110000) if len(fold(chr(code))) > 1] == ["\u2116", "\uffe3"]


@given(TEXTS)
def test_folding_twice_is_folding_once(raw: str) -> None:
    assert fold(fold(raw)) == fold(raw)


@given(TEXTS)
def test_kana_keeps_the_length(raw: str) -> None:
    assert len(kana(fold(raw))) == len(fold(raw))


@given(TEXTS)
def test_dense_and_plain_know_where_they_came_from(raw: str) -> None:
    folded = fold(raw)
    thick, origins = dense(folded), dense_origins(folded)
    assert len(origins) == len(thick)
    rewritten = plain_origins(thick, origins, len(folded))
    assert len(rewritten) == len(plain(thick)) + 1
    assert rewritten == sorted(rewritten)


@pytest.mark.parametrize(
    "spelling",
    [
        "お疲れ様です",
        "おつかれさまです",
        "オツカレサマデス",
        "ｵﾂｶﾚｻﾏﾃﾞｽ",
        "お 疲 れ 様 で す",
        "お疲れ様でーす",
        "お疲れ様っす",
        "お疲れ\n様です",
        "御疲れ様でございます",
    ],
)
def test_spellings_of_one_phrase_are_one(spelling: str) -> None:
    assert plain(dense(fold(spelling))) == plain(dense(fold("お疲れ様です")))


@pytest.mark.parametrize("other", ["お疲れ様でした", "お疲れです", "お世話様です"])
def test_other_phrases_stay_other(other: str) -> None:
    assert plain(dense(fold(other))) != plain(dense(fold("お疲れ様です")))

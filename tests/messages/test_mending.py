"""Mending takes away the envelope and nothing else, once and for all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.finding import Edit
from guideline.messages import Linter, Message
from guideline.messages.mending import apply
from tests.messages.conftest import STICKERS, read_controls

LINTER = Linter.of(read_controls(), STICKERS)
PIECES = st.lists(
    st.sampled_from(
        ["お疲れ様です", "佐藤さん", "総務課の佐藤です", "件名：鍵", "よろしくお願いします", "以上です", "了解です", "鍵は返しました", "@田中 ", "> 鍵は？",
         "「お疲れ様です」", "【共有】", "\n", "。", "、", " ", "　", "👍", "(^^)", "各位", "総務課です", "お 疲 れ 様 で す", "はい、", "以上", "ー", "が、"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("お疲れ様です。鍵は返しました", "鍵は返しました"),
        ("佐藤さん\n鍵は返しました。よろしくお願いします！", "鍵は返しました。"),
        ("件名：鍵\n鍵は返しました", "鍵は返しました"),
        ("@田中 お疲れ様です。鍵は返しました", "@田中 鍵は返しました"),
        (
            "財政課　小池主査\n\nお疲れさまです。税務課の渡邊です。\n見込額を置きました。\n\nご確認のほどよろしくお願いいたします。",
            "見込額を置きました。",
        ),
        ("お疲れ様です", "お疲れ様です"),
        ("了解しました", "了解しました"),
        ("鍵は返しました", "鍵は返しました"),
    ],
)
def test_mended(text: str, mended: str) -> None:
    assert LINTER.mend(Message("m", text)) == mended


@pytest.mark.parametrize("layers", [1, 15, 17, 200])
def test_layers_without_end_are_mended_whole_or_left(layers: int) -> None:
    text = "Re: 鍵の返却\n" * layers + "鍵は返しました"
    once = LINTER.mend(Message("m", text))
    assert once in (text, "鍵は返しました")
    assert LINTER.mend(Message("m", once)) == once
    assert (once == text) is (layers > 15)


@given(PIECES)
def test_mending_twice_is_mending_once_and_only_takes_away(text: str) -> None:
    once = LINTER.mend(Message("m", text))
    assert LINTER.mend(Message("m", once)) == once
    rest = iter(text)
    assert all(character in rest for character in once)


def test_labelled_messages_are_mended_once_and_for_all(linter: Linter, labelled: list[dict[str, Any]]) -> None:
    for row in labelled:
        message = Message(row["id"], row["text"], row["channel"], row["zone"])
        once = linter.mend(message)
        again = linter.mend(Message(row["id"], once, row["channel"], row["zone"]))
        assert again == once, row["id"]


def test_overlapping_edits_take_away_their_union() -> None:
    assert apply("abcdef", [Edit(1, 3), Edit(2, 5)]) == "af"
    assert apply("abcdef", [Edit(2, 5), Edit(3, 4)]) == "abf"

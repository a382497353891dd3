"""The grammar of the envelope: every part at its place, and the body between them."""

from __future__ import annotations

import pytest

from guideline.messages.envelope import Envelope, Lexicon
from guideline.messages.fold import fold

LEXICON = Lexicon.of(["お疲れ様です", "お世話になっております"], ["よろしくお願いします", "以上です"], ["了解です"])
LETTER = "件名：議事録\n財政課 小池主査\nお疲れ様です。税務課の渡邊です。\n見込額を置きました。\nご確認ください。よろしくお願いいたします。"


def parse(text: str) -> Envelope:
    return LEXICON.read(text, LEXICON.glance(text))


def cut(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]]


def test_every_part_of_a_letter_is_found() -> None:
    text = fold(LETTER)
    envelope = parse(text)
    assert envelope.subject is not None
    assert cut(text, envelope.subject) == "件名:議事録"
    assert [cut(text, span).strip() for span in envelope.addressees] == ["財政課 小池主査"]
    assert [cut(text, span) for span, _ in envelope.greetings] == ["お疲れ様です"]
    assert [cut(text, span) for span in envelope.introductions] == ["税務課の渡邊です"]
    assert [cut(text, span) for span, _ in envelope.closings] == ["よろしくお願いいたします"]
    assert cut(text, envelope.body).strip("。\n") == "見込額を置きました。\nご確認ください"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "@田中 ",
        "@田中課長 ",
        "【共有】",
        "🌟",
        "> 何時から?\n",
        "> 何時から?\n> どこで?\n",
        "(",
        "【至急】@田中\n",
        "\n\n",
        "あ、",
    ],
)
def test_what_leads_hides_nothing(head: str) -> None:
    envelope = parse(fold(head + "お疲れ様です。鍵は返しました"))
    assert [phrase for _, phrase in envelope.greetings] == ["お疲れ様です"]


@pytest.mark.parametrize(
    "order",
    [
        "佐藤さん\nお疲れ様です。総務課の鈴木です。",
        "お疲れ様です。佐藤さん、総務課の鈴木です。",
        "お世話になっております。総務課の鈴木です。\n佐藤さん\n",
    ],
)
def test_the_courtesies_may_stand_in_any_order(order: str) -> None:
    envelope = parse(fold(order + "鍵は返しました"))
    assert (len(envelope.greetings), len(envelope.addressees), len(envelope.introductions)) == (1, 1, 1)


def test_quoted_lines_at_the_end_are_stepped_over() -> None:
    envelope = parse("鍵は返しました。以上です。\n> 鍵は?\n")
    assert [phrase for _, phrase in envelope.closings] == ["以上です"]


def test_no_courtesy_no_part() -> None:
    envelope = parse("鍵は返しました")
    assert envelope.body == (0, 7)
    assert not envelope.courted


@pytest.mark.parametrize("text", ["", " ", "\n", "。", ">", "@", "「", "お疲れ様です", "はい、", "【", "件名:"])
def test_scraps_are_read_without_harm(text: str) -> None:
    start, end = parse(text).body
    assert 0 <= start <= end <= len(text)

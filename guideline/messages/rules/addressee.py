"""宛名

見つけるもの: 手紙のような宛名で始まる投稿（田中課長、総務課 佐藤様、佐藤さん、、関係者各位、財政課御中）。
姓は一覧と照らし、課名・職名・敬称の組み合わせを読みます。

見つけないもの: メンション（@田中）、主語や話題の名前（佐藤さんが休みです、田中課長の決裁が下りました、
佐藤さん宅）、会議などの語（課長会議は10時）、同様・仕様・お客様のような語、かぎ括弧の中。
「佐藤さん、今日は休みです」のように、その人がいないことを伝える文は、読む人で分かれるため見つけません。

選択肢: ありません。

良い例: 「@佐藤 議事録を直しました」
悪い例: 「総務課 佐藤様
議事録を直しました」

The reader's name as in a letter.
Finds a name, title or section at the head that is addressed; not a mention, not a subject or topic, not a
word that only ends like an address. Options: none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = False
ENVELOPED = True


def may(view: View, rule: Rule) -> bool:
    return bool(view.envelope.addressees)


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the addressees of the head."""
    for start, end in view.envelope.addressees:
        yield Hit(start, end, cut=((start, end),))

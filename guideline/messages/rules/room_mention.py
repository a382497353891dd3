"""ルーム全員へのメンション

見つけるもの: ルームの全員に通知するメンション（@all、@room、@here、@全員 など phrases に挙げたもの）。

見つけないもの: 一人へのメンション、引用行、かぎ括弧の中。

選択肢: phrases（全員を指すメンションの一覧。@ は付けても付けなくてもかまいません）。

良い例: 「@田中 議事録を直しました」
悪い例: 「@all 議事録を直しました」

Mentions of the whole room.
Finds a mention that notifies everyone, as listed in phrases; not in quotes. Options: phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.fold import fold, kana
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = True


def may(view: View, rule: Rule) -> bool:
    return "@" in view.text


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every mention of the whole room."""
    text = kana(view.own)
    names = sorted({kana(fold(phrase)).lstrip("@") for phrase in rule.phrases}, key=len, reverse=True)
    at = text.find("@")
    while at >= 0:
        name = next((name for name in names if name and text.startswith(name, at + 1)), "")
        end = at + 1 + len(name)
        before, after = text[at - 1 : at] if at else "", text[end : end + 1]
        joined = before.isascii() and before.isalnum()
        if name and not joined and not (after.isascii() and (after.isalnum() or after in "._-") and after):
            yield Hit(at, end, cut=((at, end),))
        at = text.find("@", at + 1)

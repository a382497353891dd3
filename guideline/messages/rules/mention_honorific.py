"""メンションの敬称

見つけるもの: メンションに付けた敬称や職名（@田中さん、@田中課長）。本文の途中のものも見つけます。

見つけないもの: 敬称のないメンション（@田中）、メールアドレス、引用行。

選択肢: ありません。

良い例: 「@田中 議事録を直しました」
悪い例: 「@田中さん 議事録を直しました」

Honorifics in mentions.
Finds an honorific or a title behind a mention, anywhere; not in quoted lines. Options: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.names import TITLES, surname_at
from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = False

_HONORIFIC = pattern(
    r"[ ]?(?:"
    + "|".join(sorted(TITLES, key=len, reverse=True))
    + r")?(?:さん|様|さま|殿|くん|君|ちゃん|先生|サン|サマ)?"
)
_NAME = pattern(r"[一-龥々ァ-ヶー]{1,6}?(?=さん|様|さま|殿|くん|君|ちゃん|先生)")


def may(view: View, rule: Rule) -> bool:
    return "@" in view.text


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every honorific behind a mention."""
    text = view.own
    for found in re.finditer("(?<![A-Za-z0-9._-])@", text):
        at = found.end()
        length = surname_at(text, at)
        if not length:
            name = _NAME.match(text, at, at + 16)
            length = name.end() - at if name else 0
        if not length:
            continue
        courtesy = _HONORIFIC.match(text, at + length)
        if courtesy and courtesy[0].strip():
            start = courtesy.end() - len(courtesy[0].strip())
            following = text[courtesy.end() : courtesy.end() + 1]
            if courtesy[0].startswith(" ") and following not in ("", " ", "\n", "、", "。", "!"):
                continue
            yield Hit(start, courtesy.end(), cut=((start, courtesy.end()),), tight=True)

"""投稿の長さ

見つけるもの: 一つの投稿が max 文字を超えるもの。引用行（> で始まる行）は数えません。

見つけないもの: max 文字までのもの。数えるのは見える文字で、絵文字も1文字です。

選択肢: max（文字数の上限。既定は 400）。

良い例: 要点だけの投稿（長い説明はファイルに）
悪い例: 上限を超える投稿

The length of a message.
Finds a message of more than ``max`` characters, quoted lines left out. Options: max (integer, default 400).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"max": int}
PHRASES = False


def may(view: View, rule: Rule) -> bool:
    return True


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield what is beyond the bound."""
    most = int(rule.option("max", 400))
    if len(view.text) <= most:
        return
    own = [at for at, character in enumerate(view.own) if character != "\x00"]
    if len(own) > most:
        yield Hit(own[most], own[-1] + 1, args=(("max", most), ("length", len(own))))

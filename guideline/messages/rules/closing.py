"""結びの定型句

見つけるもの: 末尾に置かれた結びの定型句（よろしくお願いいたします、以上です、取り急ぎご連絡まで など）。
句の中の「〜」は空欄で、「〜のほどよろしくお願いします」は「ご確認のほどよろしく…」にも当たります。

見つけないもの: 目的語のある依頼（資料の印刷をお願いします、印刷よろしくお願いします）、数や比べる「以上」
（20人以上です、それ以上です）、かぎ括弧の中の句。「以上」だけの行と、結びの後に署名が続くものは見つけません。

選択肢: phrases（句の一覧）。

良い例: 「資料は共有フォルダに置きました」
悪い例: 「資料は共有フォルダに置きました。よろしくお願いします」

Set closings at the tail.
Finds a set closing that stands alone at the end; not a request with its own object, not a count, not what is
quoted. A bare 「以上」 and a closing before a signature are let pass. 〜 in a phrase is a blank.
Options: phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = True
ENVELOPED = True


def may(view: View, rule: Rule) -> bool:
    return bool(view.envelope.closings)


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the closings of the tail that are phrases of this control."""
    for (start, end), phrase in reversed(view.envelope.closings):
        if phrase in rule.phrases:
            yield Hit(start, end, cut=((start, end),))

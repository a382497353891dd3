"""冒頭の挨拶

見つけるもの: 用件の前に置かれた挨拶の定型句（お疲れ様です、お世話になっております、おはようございます など）。
かな・漢字、全角・半角、長音や記号、字間の空白の違いは同じ句として扱います。宛名、名乗り、メンション、
引用行、【共有】などの札、絵文字の後でも冒頭です。

見つけないもの: かぎ括弧の中や引用行の句、語の一部（お疲れ様会、おはよう号、こんにちは赤ちゃん訪問）、
文の途中の句、「昨日はお疲れ様でした」のように中身のあるねぎらい、「すみません、」「お忙しいところ恐れ入りますが、」のように
依頼の文につながる前置き。

選択肢: phrases（句の一覧）。

良い例: 「3時の会議は第2会議室です」
悪い例: 「お疲れ様です。3時の会議は第2会議室です」

Set greetings at the head.
Finds a set phrase of courtesy before the content, in any spelling; not what is quoted, part of a longer
word, or part of the sentence. 「昨日はお疲れ様でした」 thanks for something and is content;
「すみません、」 and 「お忙しいところ恐れ入りますが、」 lead into a request and are let pass.
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
    return bool(view.envelope.greetings)


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the greetings of the head that are phrases of this control."""
    for (start, end), phrase in view.envelope.greetings:
        if phrase in rule.phrases:
            yield Hit(start, end, cut=((start, end),))

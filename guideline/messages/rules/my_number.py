"""個人番号（マイナンバー）

見つけるもの: 検査用数字の合う12桁の個人番号。全角・半角、区切りの空白・ハイフン・点、見えない文字が混じっても見つけます。
どの領域・どの場所でも見つけます（個人番号を扱う領域にチャットはありません）。

見つけないもの: 検査用数字の合わない12桁、より長い番号の一部、13桁の法人番号、
伝票番号のように別のものだと書かれた番号、金額。

選択肢: ありません。

良い例: 「個人番号は基幹系の端末で確かめてください」
悪い例: 「個人番号 1234 5678 9018」

Individual numbers (My Number).
Finds twelve digits with a valid check digit, in any width, with any separators, in every zone; not a piece
of a longer number, not a 13-digit corporate number, not a number that the words before it declare to be
something else, not an amount. Options: none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.numbers import Run, declared_other, part_of_longer, runs, sets_of
from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = False
DIGITS = 12

WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SHAPES = frozenset({(12,), (4, 4, 4), (3, 3, 3, 3), (6, 6), (2,) * 6, (1,) * 12, (4, 8), (8, 4)})
_MARK = pattern("個人番号|マイナンバー|まいなんばー|MyNumber|My Number")
_AMOUNT = pattern(r"[ ]?(?:円|千円|万円|億円|ドル|件|個|人|世帯(?!主)|バイト|kWh|m3|㎥)")


def valid(digits: str) -> bool:
    """Tell whether the twelfth of twelve digits is the check digit of the other eleven.

    番号利用法の総務省令（平成26年総務省令第85号）第5条.
    """
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every individual number."""
    text = view.digits
    for run in runs(text, 12):
        yield from _in_run(text, run)


def _in_run(text: str, run: Run) -> Iterator[Hit]:
    done = -1
    for first, last, digits in sets_of(run, 12, 12):
        start = run.groups[first][0]
        end = run.groups[last][0] + len(run.groups[last][1])
        if start < done or not valid(digits) or part_of_longer(run, first, last):
            continue
        shape = tuple(len(group) for _, group in run.groups[first : last + 1])
        if shape not in SHAPES and not _marked(text, start):
            continue
        if (
            text[max(0, start - 1) : start] in ("¥", "\\", "$")
            or text[start - 2 : start] == "0."
            or _AMOUNT.match(text, end)
        ):
            continue
        if declared_other(text, start, numbered=False) and not _marked(text, start):
            continue
        yield Hit(start, end, personal=True)
        done = end


def _marked(text: str, start: int) -> bool:
    return _MARK.search(text, max(0, start - 30), start) is not None

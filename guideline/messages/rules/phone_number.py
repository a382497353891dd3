"""電話番号

見つけるもの: 携帯電話と固定電話の番号（050 で始まる番号、ファクスの番号を含む）。全角・半角、漢数字、ハイフン・括弧・
空白などの区切り、国番号 +81 の形も見つけます。

見つけないもの: 内線番号、0120・0800・0570・0180・0990 の番号、110・118・119・171 などの番号、日付や金額、
契約番号や受付番号など別のものだと書かれた番号、published に挙げた自団体の公表番号。

選択肢: published（公表している番号の一覧）。

良い例: 「内線2345へ連絡してください」
悪い例: 「090-1234-5678 へ連絡してください」

Phone numbers.
Finds mobile and landline numbers (050 and fax included) in any width, in kanji digits, with any separators
and with +81; not extensions, toll-free or special numbers, not numbers declared to be something else, not
those in ``published``. Options: published (list of strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.numbers import Run, declared_other, part_of_longer, runs
from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"published": list}
PHRASES = False
DIGITS = 6
_WHOLE = 9
"""Digits of the shortest number with its area code."""

_LOCAL_GATE = pattern(r"(?:電話|TEL|tel|☎|℡|FAX)[^0-9]{0,4}[0-9]{2,4}-[0-9]{4}")
FREE = ("0120", "0800", "0570", "0180", "0990", "0170")
_AMOUNT = pattern(r"[ ]?(?:円|千円|万円|件|個|人分|世帯(?!主)|年|月|号線)")
# What stands before and behind a number that begins or ends no word.
_LETTER = pattern(r"[A-Za-z]-?\Z")
_CALLED = pattern(r"(?:tel|fax|phone|mobile|電話)[ :.]*\Z", re.IGNORECASE)
_WORD = pattern(r"-?[A-Za-z]{2,}|@")
_LOCAL = pattern(
    r"(?:電話(?:番号)?|TEL|tel|Tel|☎|℡|📞|FAX|ファクス)[ :：は]{0,2}(?P<number>[2-9][0-9]{1,3}-[0-9]{4})(?![0-9-])"
)


def may(view: View, rule: Rule) -> bool:
    return view.digits_together >= _WHOLE or _LOCAL_GATE.search(view.text) is not None


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every phone number that is not published."""
    text = view.digits
    published = {re.sub(r"\D", "", str(number)) for number in rule.option("published", ())}
    seen = bytearray(len(text))
    for run in runs(text, _WHOLE):
        for start, end, digits in _numbers(text, run):
            seen[start:end] = bytes([1]) * (end - start)
            if digits not in published:
                yield Hit(start, end, personal=True)
    for found in _LOCAL.finditer(text):
        start, end = found.span("number")
        if not any(seen[start:end]):
            yield Hit(start, end, personal=True)


def _numbers(text: str, run: Run) -> Iterator[tuple[int, int, str]]:
    first = 0
    while first < len(run.groups):
        found = _number_at(text, run, first)
        if found is None:
            first += 1
            continue
        last, digits = found
        start = run.groups[first][0]
        end = run.groups[last][0] + len(run.groups[last][1])
        if text[start - 1 : start] in ("(", "+"):
            start -= 1
        yield start, end, digits
        first = last + 1


def _number_at(text: str, run: Run, first: int) -> tuple[int, str] | None:
    """Return the last group and the digits of the phone number that begins with group ``first``."""
    start, head = run.groups[first]
    abroad = (head.startswith("81") and text[start - 1 : start] == "+") or head.startswith("01081")
    if not head.startswith("0") and not abroad:
        return None
    digits = ""
    for last in range(first, min(first + 11, len(run.groups))):
        digits += run.groups[last][1]
        number = _national(digits) if abroad else digits
        if len(number) > 11:
            return None
        shape = [len(group) for _, group in run.groups[first : last + 1]]
        if _is_phone(number, shape, abroad=abroad) and _free_standing(text, run, first, last):
            return last, number
    return None


def _national(digits: str) -> str:
    rest = digits[5:] if digits.startswith("01081") else digits[2:]
    return rest if rest.startswith("0") else "0" + rest


def _is_phone(number: str, shape: list[int], *, abroad: bool) -> bool:
    if number.startswith(FREE) or number[1:2] == "0" or not number.startswith("0"):
        return False
    if len(number) == 11:
        if number[:3] not in ("090", "080", "070", "060", "050"):
            return False
        return abroad or shape == [1] * 11 or shape[-1] in (4, 8, 11, 6) or shape == [3, 3, 5] or len(shape) >= 3
    if len(number) != 10 or (number[2:3] == "0" and number[1] in "56789"):
        return False
    return abroad or shape == [1] * 10 or shape[-1] in (4, 6, 8, 10) or (len(shape) == 2 and shape[-1] in (7, 5))


def _free_standing(text: str, run: Run, first: int, last: int) -> bool:
    start = run.groups[first][0]
    end = run.groups[last][0] + len(run.groups[last][1])
    if _goes_on(run, first, last) or declared_other(text, start) or _AMOUNT.match(text, end):
        return False
    if text[max(0, start - 1) : start] in ("¥", "\\", "$", "#", "第") or (
        _LETTER.search(text[max(0, start - 2) : start]) and not _CALLED.search(text[max(0, start - 8) : start])
    ):
        return False
    return not _WORD.match(text[end : end + 3])


def _goes_on(run: Run, first: int, last: int) -> bool:
    if last < len(run.separators) and (run.separators[last].strip() in ("-", "ー", ".", "_") and run.separators[last]):
        return True
    if first > 0 and run.separators[first - 1].strip() in ("-", "ー", ".", "_"):
        return True
    return part_of_longer(run, first, last) if last == first else False

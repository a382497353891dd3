"""口座番号

見つけるもの: 普通・当座・貯蓄・(普)・(当)・口座番号などの印、または支店名に続く6〜8桁の口座番号。団体の口座も見つけます。
ゆうちょ銀行の記号・番号も見つけます。

見つけないもの: 金額、郵便番号、印のない数字、普通郵便や普通車などの語に続く数字。

選択肢: published（公表している口座番号の一覧）。

良い例: 「振込先は財務会計の債権者登録で確かめてください」
悪い例: 「振込先は本店 普通 1234567 です」

Bank account numbers.
Finds six to eight digits behind a mark of an account type, 口座番号 or a branch, an organisation's too; not
amounts, postal codes, or digits without a mark. Options: published (list of strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.pattern import by_first, pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"published": list}
PHRASES = False
DIGITS = 6

_DIGIT = "0-9〇零一二三四五六七八九○"
# Every branch begins with a literal: only then does `re` skip to where one may begin.
_MARKS = (
    "貯蓄 総合 納税準備 フツウ ふつう トウザ 口座 こうざ コウザ 預金 貯金 通帳 本店 支店 営業部 出張所 支所 "
    "銀行 信金 信用金庫 農協 JA 労金 信組 記号 店名 店番"
).split()
# 普, 当 and 貯 name an account in brackets, alone or as 普通 and 当座; 担当 and 普及 do not.
_LETTERS = (rf"{letter}(?:[ ]?{rest}|[)\]〕 :.・N]|(?=[0-9]))" for letter, rest in ("普通", "当座", "貯蓄"))
_GATE = pattern(by_first(rf"{mark}[^{_DIGIT}]{{0,24}}[{_DIGIT}]" for mark in (*_LETTERS, *_MARKS)))
_NUMBER = r"(?P<number>[0-9]{6,8}|[0-9]{2,4}[- ][0-9]{3,5}|[0-9](?: [0-9]){5,7})(?![0-9]|[ ]?(?:円|千円|万円|件|人|枚|分|(?<!第[0-9]{7})号|台|部|世帯|%|個|通|本|年)|[,.-][0-9])"
_GAP = r"[ \n]?(?:預金|貯金|預|口座)?(?:の?口座)?(?:[ \n、,・]{0,2}(?:番号|No\.?|NO\.?|no\.?|#|№))?[ \n]{0,2}(?:[:;=]|は|が|、|,|→|/|・|-)?[ \n]{0,2}(?:No\.?|第)?[「『(\[〈【]?[ ]{0,2}"
_PATTERNS = tuple(
    pattern(source)
    for source in (
        rf"(?:普[ ]?通|フツウ|ふつう|当[ ]?座|トウザ|貯蓄|総合|納税準備|[((\[〔](?:普|当|貯|普通|当座)[))\]〕]|(?<![一-龥ァ-ヶ])[普当](?=[ :.・0-9N)]))[))]?{_GAP}{_NUMBER}",
        rf"(?:口座|こうざ|コウザ|預金|貯金|通帳)(?:の?(?:番号|No\.?|NO\.?|№))?[ \n]{{0,2}}(?:(?:は|が|を|[:;=]|→|、|,)[ \n]{{0,2}})?(?:(?:普通|当座)[ ]?)?[「『(\[【]?[ ]{{0,2}}(?:(?:No\.?|#|№)[ ]?)?{_NUMBER}",
        r"(?:本店|支店|本店営業部|営業部|出張所|支所|銀行|信金|信用金庫|農協|JA|労金|信組)[ \n・/、,]{0,2}(?:[((][0-9]{3}[))][ ]?)?(?P<number>[0-9]{7})(?![0-9]|[ ]?(?:円|千円|件|人)|[,.-][0-9])",
        r"記号[ :;は]{0,3}[0-9]{5}(?:-[0-9])?[ 、,\n・/]{0,3}番号[ :;は]{0,3}(?P<number>[0-9]{6,8})(?![0-9])",
        rf"(?:店番号?|店名)[^0-9\n]{{0,6}}[0-9]{{3}}[^0-9\n]{{0,8}}{_NUMBER}",
    )
)

_POSTAL = pattern(r"[0-9]{3}-[0-9]{4}\Z")


def gate(phrases: frozenset[str]) -> re.Pattern[str]:
    return _GATE


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every account number that is not published."""
    text = _kanji(view)
    published = {re.sub(r"\D", "", str(number)) for number in rule.option("published", ())}
    seen = bytearray(len(text))
    for one in _PATTERNS:
        for found in one.finditer(text):
            start, end = found.span("number")
            digits = re.sub(r"\D", "", found["number"])
            if not 6 <= len(digits) <= 8 or any(seen[start:end]):
                continue
            if _POSTAL.match(found["number"]) and "〒" in text[max(0, start - 3) : start]:
                continue
            seen[start:end] = bytes([1]) * (end - start)
            if digits not in published:
                yield Hit(start, end, personal=True)


def _kanji(view: View) -> str:
    return view.digits

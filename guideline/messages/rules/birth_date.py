"""生年月日

見つけるもの: 生年月日だと分かる日付（生年月日 昭60.7.23、平成29年9月12日生、1990/1/1生まれ）。西暦・和暦、漢数字、
全角・半角を問いません。

見つけないもの: ほかの日付、日付のない「生年月日の欄」、対象を示す範囲（昭和39年4月1日以前に生まれた方、4月2日から翌年4月1日生まれ）、
年のない誕生日、年だけのもの。

選択肢: ありません。

良い例: 「生年月日の欄が空欄の申請が3件あります」
悪い例: 「平成29年9月12日生の児童です」

Birth dates.
Finds a date, in any era and spelling, marked as a date of birth before or behind it; not other dates, not
ranges that describe a group, not a birthday without its year. Options: none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = False

_GATE = pattern("生|産|誕|うまれ|D[Oo][Bb]|d[Oo][Bb]|B[Ii][Rr][Tt][Hh]|b[Ii][Rr][Tt][Hh]")
_N = "(?:[0-9]{1,2}|[〇一二三四五六七八九十]{1,4}|元)"
_ERA = "(?:明治|大正|昭和|平成|令和|㍾|㍽|㍼|㍻|㋿|(?<![A-Za-z])[MTSHRmtshr]\\.?|[明大昭平令])"
_YEAR = rf"(?:(?:西暦)?(?:1[89]|20)[0-9]{{2}}|[一二][〇零一二三四五六七八九九]{{3}}|{_ERA}[ ]?{_N})"
_SEP = r"[ ]?(?:年|[./・,-]|ー|、)[ \n]?"
_DATE = pattern(
    rf"(?P<date>{_YEAR}(?:[ ]?年?[ ]?[(](?:{_YEAR})[ ]?年?[)][ ]?(?:年[ ]?)?|{_SEP}){_N}[ ]?(?:月|[./・,-]|ー|、)[ \n]?{_N}(?:[ ]?日)?(?![0-9])"
    rf"|(?<![0-9])(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])|{_ERA}[ ]?[0-9]{{6}}(?![0-9])"
    rf"|(?<![0-9./-])[0-9]{{2}}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}(?![0-9./-]))"
)
_BEFORE = pattern(
    r"(?:(?<![発再派])生年月日|誕生日(?!会|カード|プレゼント|席|月|祝|給付|健診)|生誕日|出生年月日|(?<![発再派])生年|出生日|生まれ(?:年月日|は|た日は|た日)|うまれ(?:は)?|DOB|date of birth|birth ?day|birth ?date|born)"
    r"(?:[((][^()0-9]{1,8}[))])?[ \n]{0,2}(?:(?:欄|の欄|等|が|は|を|も|の|、|,|[:;=]|→|…|・|記載|-|ー|/|に)[ \n]{0,2}){0,2}[「『((\[【〔]?[ ]{0,2}['’]?$",
    re.IGNORECASE,
)
_AFTER = pattern(
    r"[ ]{0,2}(?:[((][月火水木金土日](?:曜日?)?[))][ ]?)?[))」』】]?[ ]{0,2}[((]?(?:生(?:まれ|れ)?(?=[のでだにがはともをかや男女児歳]|[^一-龥々ぁ-ゖァ-ヶーa-zA-Z0-9]|$)|生年月日|うまれ|産まれ|誕生(?!日会|祭)|出生(?!届|数|率|地|前|時)|に(?:生|産)まれ(?!変)|に誕生|に出生|born)",
    re.IGNORECASE,
)
_AFTER_RANGE = pattern(r"[ ]?(?:以降|以前|以後|までの?に?|から|より前|より後|[~〜～]|-|前後)")
_BEFORE_RANGE = pattern(r"(?:から|より|[~〜～]|-|ー|(?:まで|以降|以後|以前)[、,]?)[ ]?$")
_ERA_BEFORE = pattern(r"[0-9]{1,2}(?:日)?[ ]?(?:から|[~〜～]|-|より)[ ]?(?:翌年)?$")

_BORN = pattern("[ ]?生")


def gate(phrases: frozenset[str]) -> re.Pattern[str]:
    return _GATE


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every date that is marked as a date of birth."""
    text = view.text
    for found in _DATE.finditer(text):
        start, end = found.span("date")
        if _AFTER_RANGE.match(text, end) or _ERA_BEFORE.search(text[max(0, start - 12) : start]):
            continue
        # The mark may stand one line up, as in a form.
        marked = _BEFORE.search(text[max(0, start - 30) : start])
        if marked or _AFTER.match(text, end):
            if (
                not marked
                and found["date"][0].isdigit()
                and len(found["date"]) <= 8
                and not found["date"].isdigit()
                and "年" not in found["date"]
                and not _BORN.match(text[end : end + 2])
            ):
                continue
            yield Hit(start, end, personal=True)

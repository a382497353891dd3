"""住所（番地まで）

見つけるもの: 丁目・番地・番・号、または「2-4-16」のような形で家まで分かる住所。算用数字・漢数字、全角・半角、行をまたぐものも
見つけます。

見つけないもの: 町名だけのもの、丁目までのもの（旭町2丁目で漏水）、施設の名前だけのもの、書類や設備の番号
（様式2-1-3）、日付、published に挙げた自団体の所在地。施設の所在地は、番地まであれば見つけます。

選択肢: published（公表している所在地の一覧）。

良い例: 「旭町で冠水しています」
悪い例: 「旭町2-4-16の民家で冠水しています」

Street addresses.
Finds an address down to block or lot, in arabic or kanji numerals, across line ends; not a place name or a
丁目 alone, not a facility's name, not numbers of papers and equipment, not those in ``published``.
Options: published (list of strings).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.fold import fold
from guideline.messages.pattern import pattern
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {"published": list}
PHRASES = False

_D = "[0-9〇一二三四五六七八九十百千]"
_N = "(?:[0-9]{1,5}|[〇一二三四五六七八九十百千]{1,6})"
_DIGITS = pattern(f"[0-9]+|{_D}")
_S = "[ \n]{0,2}"
_H = "[ ]?(?:-|ー|の|ノ|~)[ ]?"
# Two gates, for `re` skips to where a pattern may begin only if all its branches begin with literals, or with one class.
_LOT_GATE = pattern(rf"{_D}[ \n]?(?:丁目|番|[-ーのノ][ ]?{_D}|号)")
_NAME_GATE = pattern(r"(?:字|住所|所在地|市|郡)[^\n0-9]{1,14}[0-9]{2,}(?![0-9件人世時月日年か円%])")
_TAIL = pattern(
    rf"(?:{_N}{_S}丁目{_S}(?:{_N}{_S}番地?(?:{_S}(?:の|ノ|-)?{_S}{_N})?(?:{_S}号)?|{_N}{_H}{_N}(?:{_H}{_N})?(?:号)?|{_N}(?![0-9]|{_S}(?:丁目|件|人|世帯|時|月|日|年|か所|ヶ所|カ所|箇所|メートル|m|km|本|台|棟|戸|軒|班|組|区|分|名|mm|cm|%|回|部|枚|か月|号車|号線)))"
    rf"|{_N}{_S}番地{_S}(?:の|ノ|-|ー)?{_S}(?:{_N}(?![0-9年月日時件人]))?(?:{_S}号)?(?:{_H}{_N})?"
    rf"|{_N}{_S}番{_S}{_N}{_S}号|{_N}番{_H}{_N}|[0-9]{{1,5}}番[0-9]{{1,4}}(?![0-9号番])"
    rf"|[0-9]{{1,5}}{_H}[0-9]{{1,5}}(?:{_H}[0-9]{{1,5}}){{0,2}}(?![0-9])|[一二三四五六七八九十]{{1,3}}[-ーノの][一二三四五六七八九十百]{{1,4}}(?:[-ーノの][一二三四五六七八九十百]{{1,4}}){{0,2}}"
    rf"|{_N}番(?![地号組線目手館台頭付席前街札茶地]|ポンプ|{_S}{_N}|[一-龥ァ-ヶ])"
    rf"|[0-9]{{1,5}}(?![0-9]|[ ]?(?:件|人|世帯|時|月|日|年|か所|ヶ所|カ所|箇所|メートル|m|km|本|台|棟|戸|軒|班|組|区|分|名|円|%|度|号|番|丁目|歳|[./:,-])))"
)
_NAME_BACKWARDS = pattern(r"(?:[ \n]?[一-龥々ヶケヵノぁ-んァ-ヶー]){1,24}")
_CITY = pattern(
    r"(?:[一-龥々ヶァ-ヶぁ-ん]{1,6}(?:都|道|府|県))?[一-龥々ヶケァ-ヶぁ-ん]{1,7}?(?:市|郡|区|町|村)(?=[一-龥々ぁ-んァ-ヶ \n])"
)
_PLACE_END = pattern(
    r"(?:町|村|大字[一-龥々ヶぁ-んァ-ヶ]{1,10}|字[一-龥々ヶぁ-んァ-ヶ]{1,10}|新田|[一-龥々]{1,3}[ヶケがガ]?丘|[一-龥々]{2}台|[一-龥々]{2,}通り?|[一-龥々]{1,3}[ヶケがガ][一-龥]{1,2}|条|丁)[ \n]?$"
)
_LABEL = pattern(
    r"〒[ ]?[0-9]{3}-?[0-9]{4}[^\n。0-9〒]{1,20}$|(?:住所|所在地?|自宅|転居先|転入先|転出先|送付先|届け?先|送り先|発送先|配達先|訪問先|お宅|住まい|居所|現住所|本籍地?|住民票|宛先|施設所在地|居住地|転出元|新居|旧住所|新住所|実家)[^\n。0-9]{0,8}[ \n:：は「]{0,3}$"
)
NO_PLACE = frozenset(
    (
        "番号|窓口|議席|受付|号車|背番号|様式|別表|別紙|資料|議案|図|表|棚|書庫|倉庫|会議室|教室|第|条例|規則|要綱|告示|訓令|ファイル|型|品番|小学校|中学校|学校|公民館|センター|会館|公園|体育館|病院|"
        "市役所|役場|支所|本庁|庁舎|保育園|幼稚園|図書館|駅|国道|県道|市道|号線|平成|昭和|令和|大正|明治|午前|午後|年度|期間|住宅|団地|アパート|ポンプ|電話|携帯|内線|直通|伝票|契約|受理|試合|結果|スコア|勝敗|対|勝|敗|"
        "セット|前半|後半|クラス|組|班|係|課|室|階|回|枚|部|円|約|計|全|残|各|毎|平均|最大|最小|合計|から|まで|より|ほど|くらい|議会|町内会|自治会|集会所|地区|学区|区域|消防団|分団|倍|検査|測定|番組|ゼッケン|"
        "座席|ロッカー|駐車場|駐車枠|区画|コート|レーン|ゲート|ホーム|バス停|系統|便|問|設問|項目|手順|案|バージョン|版"
    ).split("|")
)
"""What the number that follows counts or names, and no place."""
_NO_PLACE_LENGTHS = sorted({len(word) for word in NO_PLACE})
_OF_A_HOUSE = pattern("[ ]?の(?:家屋|方(?!針|法|向)|世帯|民家|空き家|住宅|住民|お宅|土地|住人)")
_NOT_LOTS = pattern(
    r"[ ]?(?:便|車(?!庫)|機(?!械)|号?室|組|勝|対|点|回戦|系統|号線|で勝|で敗|で負|会議室|教室|号館|号棟|セット|ページ|頁|章|節|条|項|版|年|月|日(?!通)|時|分|円|人|件|台|個|枚|本|回|%|倍|km|m[^a-z])"
)
_GAME = pattern("対戦|試合|決勝|延長|スコア|先制|勝ち越し|逆転")
"""Tells that two numbers are a score: 今日の対戦は本町3-2城北."""
_ERA_BEFORE = pattern(r"(?:平成|昭和|令和|大正|明治|[HSRT])$")

_PLACE_LIKE = pattern("[市郡区町村字田丘台通条丁〒住所宅先居籍票元家]")
"""What ``_CITY``, ``_PLACE_END``, ``_LABEL`` and ``_SECTION`` hold: without it, numbers alone must tell an address."""
_DOWN_TO = pattern("番地|番.{0,4}号|丁目")
_SENTENCE = pattern("[はがをにでもと、]")
_JOINED = pattern("[ヶケがガ](?=[一-龥])|[一-龥]の(?=[一-龥])")
_SECTION = pattern("大字|[^文数赤漢]字[一-龥]")
_HYPHENED = pattern("[-ーのノ]")
_PARTS = pattern(f"{_D}+")


def may(view: View, rule: Rule) -> bool:
    return _LOT_GATE.search(view.text) is not None or _NAME_GATE.search(view.text) is not None


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield every address that goes down to block or lot and is not published."""
    text = view.text
    done = 0
    for found in _tails(text):
        start = _place(text, found, done)
        if start is None:
            continue
        published = [_squeeze(fold(str(address))) for address in rule.option("published", ())]
        done = found.end()
        squeezed = _squeeze(text[start:done])
        if not any(squeezed and (squeezed in one or one in squeezed) for one in published):
            yield Hit(start, len(text[:done].rstrip()) if text[done - 1] in " \n" else done, personal=True)


def _tails(text: str) -> Iterator[re.Match[str]]:
    """Yield what ``_TAIL.finditer`` does, trying it only where a number begins."""
    digit = _DIGITS.search(text)
    while digit:
        found = _TAIL.match(text, digit.start())
        if found:
            yield found
        digit = _DIGITS.search(text, found.end() if found else digit.end())


def _squeeze(text: str) -> str:
    return re.sub(r"[ \n]", "", text)


def _place(text: str, found: re.Match[str], done: int) -> int | None:
    """Return where the address whose numbers were found begins, or None where they are no address."""
    numbers = found[0]
    low = max(done, found.start() - 30)
    before = text[low : found.start()]
    if numbers[0] == "0" or before[-1:].isdigit() or (before[-1:] and before[-1] in "-./:,#.第"):
        return None
    strong = bool(_DOWN_TO.search(numbers)) and not numbers.endswith("丁目")
    # No name and no label goes over a full stop.
    if (not strong and not _PLACE_LIKE.search(before, before.rfind("。") + 1)) or _NOT_LOTS.match(text, found.end()):
        return None
    name = _NAME_BACKWARDS.match(before[::-1])
    place = before[-name.end() :] if name else ""
    score = len(_PARTS.findall(numbers)) == 2 and _GAME.search(before)
    if score or (place and _names_no_place(place)):
        return None
    label = _LABEL.search(before)
    if not name and not label:
        return None
    squeezed = _squeeze(place)
    if _ERA_BEFORE.search(squeezed):
        return None
    city = _CITY.search(place)
    town = bool(_PLACE_END.search(place))
    inner = _squeeze(place[city.end() :]) if city else ""
    least = 1 if city and city[0][-1] in "市郡区" else 2
    in_city = (
        bool(city) and len(inner) >= least and not inner.endswith("の") and not _SENTENCE.search(_JOINED.sub("", inner))
    )
    lot = bool(_SECTION.search(squeezed)) or (in_city and (bool(label) or bool(_OF_A_HOUSE.match(text, found.end()))))
    ok = _accept(numbers, len(squeezed), strong=strong, town=town, in_city=in_city, label=bool(label), lot=lot)
    if not ok:
        return None
    if city:
        return found.start() - len(place) + city.start()
    return found.start() - len(place) + (_trim(place) if place else 0)


def _names_no_place(place: str) -> bool:
    """Tell whether a run of words ends with one that is no place: 受付番号, 様式, 会議室."""
    end = len(place) - (place[-1] in " \n")
    return any(place[max(0, end - length) : end] in NO_PLACE for length in _NO_PLACE_LENGTHS)


def _trim(place: str) -> int:
    """Return how many characters of a name run belong to the words before the place name."""
    cut = max((place.rfind(mark) for mark in ("は", "を", "、", "\n")), default=-1)
    return cut + 1


def _accept(numbers: str, name: int, *, strong: bool, town: bool, in_city: bool, label: bool, lot: bool) -> bool:
    kanji = not any(c.isascii() and c.isdigit() for c in numbers)
    parts = len(_PARTS.findall(numbers))
    if strong:
        return name >= 2 or label
    if "番" in numbers:
        return town or in_city
    if _HYPHENED.search(numbers):
        if kanji and not (town or in_city):
            return False
        if parts >= 3:
            return town or in_city or label
        return in_city or label or (town and "の" not in numbers)
    return lot

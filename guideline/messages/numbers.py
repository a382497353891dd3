"""Reads runs of digits with separators: what groups there are, and what the words before declare.

Works on folded text. A run is read once, in one pass; what a rule asks are groups that belong together.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from guideline.messages.pattern import pattern

_RUN = pattern(r"[0-9]+(?:[-ー~・./_ ()]{1,3}[0-9]+|[-ー ]?\n[0-9]+)*")
_GROUP = pattern("[0-9]+")
_BLANK = " \n"


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive groups of digits: (start, digits) each, and the separators between them."""

    groups: tuple[tuple[int, str], ...]
    separators: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where the first digit stands."""
        return self.groups[0][0]

    @property
    def end(self) -> int:
        """Where the last digit ends."""
        at, digits = self.groups[-1]
        return at + len(digits)


def runs(text: str, least: int) -> Iterator[Run]:
    """Yield the runs of ``text`` that hold at least ``least`` digits."""
    for found in _RUN.finditer(text):
        if found.end() - found.start() < least:
            continue
        groups = tuple((group.start(), group[0]) for group in _GROUP.finditer(text, found.start(), found.end()))
        if sum(len(digits) for _, digits in groups) < least:
            continue
        separators = tuple(text[left[0] + len(left[1]) : right[0]] for left, right in itertools.pairwise(groups))
        yield Run(groups, separators)


def sets_of(run: Run, total: int, most: int) -> Iterator[tuple[int, int, str]]:
    """Yield (first group, last group, digits) of the stretches of at most ``most`` groups with ``total`` digits."""
    for first in range(len(run.groups)):
        digits = ""
        for last in range(first, min(len(run.groups), first + most)):
            digits += run.groups[last][1]
            if len(digits) == total:
                yield first, last, digits
            if len(digits) >= total:
                break


def part_of_longer(run: Run, first: int, last: int) -> bool:
    """Tell whether the groups ``first`` to ``last`` only are a piece of a longer number.

    A number goes on where the separator beside it is the one inside it, or a hyphen; it ends at a blank or a
    line end that is not used inside it.
    """
    inner = {separator.strip() or separator[:1] for separator in run.separators[first:last]}
    for index in (first - 1, last):
        if 0 <= index < len(run.separators):
            beside = run.separators[index]
            if beside.strip() == "" and (beside not in inner and not ("\n" not in beside and " " in inner)):
                continue
            if ")" in beside or "(" in beside:
                if beside.strip() in ("(", ")") and beside not in inner:
                    continue
                if ")" in beside and "(" in beside:
                    continue
            return True
    return False


_OTHER = pattern(
    r"(?:契約|承認|認定|引換|抽選|座席|保管|部品|製品|商品|受付|受理|受注|伝票|管理|整理|文書|起案|案件|工事|許可|許認可|登録|会員|(?:利用者|被保険者|保険者|お?客様|顧客|患者)(?!の)|保険証|注文|発注|請求書?|見積書?|決裁|予約|問い?合わ?せ|"
    r"チケット|資産|備品|物品|車両|車体|シリアル|製造|機器|機種|法人|住民票|宛名|世帯(?!主)|地番|図面|水栓|メーター|検針|納付|通知書?|収納|型|品|識別|追跡|荷物|伝送|ロット|証明書?|"
    r"貸出|蔵書|資料|図書|基礎年金|年金|記号|調定|予算|科目|事業|施設|建物|郵便|交付|申請(?!者)|台帳|案内|お?問合せ|入札|公告|仕様書?|納品書?|領収書?|送り状|配送|発送|認証|確認|端末|回線|"
    r"証券|免許証?|旅券|パスポート|手帳|診察券?|カルテ|検体|検査|標本|ケース|事件|整備|点検|告示|議案|条例|個体|JAN|ISBN|バーコード|インボイス|事業者|届出|裁定|索引|分類|書庫|ファイル)"
    r"[^\n、。0-9]{0,6}(?:番号|No\.?|NO\.?|no\.?|ナンバー|コード|ID|#|№)[^0-9\n、。]{0,3}$"
)
_NUMBERED = pattern(r"(?:No\.?|NO\.?|ID|コード|バーコード|シリアル|型番|品番|ISBN|JAN|#)[ :：は=]{0,3}$", re.IGNORECASE)
_PHONE = pattern(
    r"(?:電話|携帯|スマホ|TEL|tel|Tel|連絡先|FAX|fax|Fax|ファクス|ファックス|直通|代表|自宅|実家|勤務先|☎|📞|📱|℡|ダイヤル|折り?返し|緊急|個人番号|マイナンバー)[^\n、。0-9]{0,12}$"
)


def declared_other(text: str, start: int, *, numbered: bool = True) -> bool:
    """Tell whether the words before a number say that it is neither a phone nor an individual number.

    ``numbered``: a bare No. or ID says so, too.
    """
    before = text[max(0, start - 24) : start]
    before = re.split(r"[\n。]", before)[-1]
    if _PHONE.search(before):
        return False
    return bool(_OTHER.search(before) or (numbered and _NUMBERED.search(before)))

"""勤務時間外の投稿

見つけるもの: 勤務時間（from から to まで）の外、土曜日・日曜日、国民の祝日、closed に挙げた日に送られる投稿。送信日時が分かるときだけ見つけます。

見つけないもの: 送信日時のない投稿、緊急時（phase: emergency）の投稿、勤務時間内の投稿。
国民の祝日は法律の定めから求めます（2016〜2099年）。市の閉庁日は closed に挙げてください。年末年始は 12-29 のように月日だけでも書けます。

選択肢: from（始まり。既定は 08:30）、to（終わり。既定は 17:15）、weekends（土日も勤務日とするなら true）、
holidays（祝日も勤務日とするなら true）、closed（ほかの休みの日の一覧）。

良い例: 平日の10時に送る投稿
悪い例: 日曜日の21時に送る投稿

Messages outside working hours.
Finds a message sent outside ``from``–``to``, on a weekend, a national holiday or a day in ``closed``, where its time
is known; never in an emergency. Options: from, to ("08:30"), weekends and holidays (true where they are working
days), closed (list of "2026-12-28" or "12-29").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View
from guideline.source.holidays import FIRST, LAST, holiday

OPTIONS: dict[str, Any] = {"from": str, "to": str, "weekends": bool, "holidays": bool, "closed": list}
PHRASES = False

_SATURDAY = 5


def may(view: View, rule: Rule) -> bool:
    return view.message.sent is not None and view.message.phase != "emergency"


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield one hit over the whole message where it is sent outside working hours."""
    sent = view.message.sent
    if sent is not None and not _working(sent, rule):
        yield Hit(0, len(view.text))


def _working(sent: datetime, rule: Rule) -> bool:
    if sent.weekday() >= _SATURDAY and not rule.option("weekends", False):
        return False
    if not rule.option("holidays", False) and _national(sent.date()):
        return False
    closed = {str(day) for day in rule.option("closed", ())}
    if sent.date().isoformat() in closed or sent.strftime("%m-%d") in closed:
        return False
    starts, ends = _minutes(rule.option("from", "08:30")), _minutes(rule.option("to", "17:15"))
    now = sent.hour * 60 + sent.minute
    return starts <= now < ends if starts <= ends else now >= starts or now < ends


def _national(day: date) -> bool:
    """Tell whether a day is a national holiday; of years whose holidays nobody knows, none is."""
    return FIRST <= day.year <= LAST and holiday(day) is not None


def _minutes(clock: str) -> int:
    hours, _, minutes = str(clock).partition(":")
    return int(hours) * 60 + int(minutes or 0)

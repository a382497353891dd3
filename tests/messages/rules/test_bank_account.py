"""What is and what is no account number: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/bank-account"

RAISED = [
    ("還付口座は普通 1234567 です", "talk", "internet"),
    ("本店 普通1234567 です", "talk", "internet"),
    ("口座番号：1234567", "talk", "internet"),
    ("当座No.0012345 です", "talk", "internet"),
    ("(普)1234567 で登録しました", "talk", "internet"),
    ("（当）1234567 で登録しました", "talk", "internet"),
    ("普通預金１２３４５６７です", "talk", "internet"),
    ("普通\u3000１２３４\u3000５６７です", "talk", "internet"),
    ("口座番号は「1234567」です", "talk", "internet"),
    ("第一信用 南支店 1234567 に振り込みます", "talk", "internet"),
    ("普通口座 1234567 に振り込みます", "external", "internet"),
    ("普通預金口座番号 1234567 です", "talk", "internet"),
    ("ゆうちょ 記号 10010 番号 12345671 です", "talk", "internet"),
    ("貯蓄 1234567 で登録しました", "talk", "internet"),
    ("振込先 中央支店 当座預金第1234567号", "talk", "internet"),
    ("北浜支店の普通、番号は5501238です", "talk", "internet"),
    ("口座\u3000＃2201934\u3000名義は会計さん", "talk", "internet"),
]

LET_PASS = [
    ("普通 1234567 です", "talk", "admin"),
    ("普通郵便で 123456 通を送りました", "talk", "internet"),
    ("普通車 1234567 円の見積もりです", "talk", "internet"),
    ("口座振替は 123456 件です", "talk", "internet"),
    ("還付額は 1234567 円です", "talk", "internet"),
    ("郵便番号 9550071 を直しました", "talk", "internet"),
    ("口座番号の桁数が足りません", "talk", "internet"),
    ("中央支店のATMが止まっています", "talk", "internet"),
    ("普通徴収 123456 件を送りました", "talk", "internet"),
    ("当座の予定は 20250801 に決めます", "talk", "internet"),
    ("普通 1234567号車", "talk", "internet"),
    ("普通、番号札は551枚です", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

"""What is and what is no birth date: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/birth-date"

RAISED = [
    ("生年月日は昭和50年3月2日です", "talk", "internet"),
    ("昭和50年3月2日生の方です", "talk", "internet"),
    ("昭和50年3月2日生まれの方です", "talk", "internet"),
    ("生年月日 S50.3.2 で照合しました", "talk", "internet"),
    ("Ｓ５０．３．２生の方です", "talk", "internet"),
    ("平成29年9月12日生です", "talk", "internet"),
    ("1975/3/2生まれです", "talk", "internet"),
    ("生年月日：1975-03-02", "talk", "internet"),
    ("生年月日：19750302", "talk", "internet"),
    ("生年月日 昭和五十年三月二日", "talk", "internet"),
    ("昭５０・３・２生の方です", "talk", "internet"),
    ("令和元年5月6日生まれの子です", "talk", "internet"),
    ("1975年(昭和50年)3月2日生の方です", "talk", "internet"),
    ("昭和50年（1975年）3月2日生まれの方です", "talk", "internet"),
]

LET_PASS = [
    ("生年月日の欄が空欄です", "talk", "internet"),
    ("昭和50年3月2日に建てた倉庫です", "talk", "internet"),
    ("昭和50年3月2日生の方です", "talk", "admin"),
    ("令和7年3月2日生涯学習フェスタです", "talk", "internet"),
    ("令和7年3月2日生活困窮者の会議です", "talk", "internet"),
    ("令和7年3月2日生中継の準備です", "talk", "internet"),
    ("平成30年4月2日から平成31年4月1日生まれの児童が対象です", "talk", "internet"),
    ("昭和39年4月1日以前に生まれた方が対象です", "talk", "internet"),
    ("誕生日会は3月2日です", "talk", "internet"),
    ("出生届は令和7年3月2日に受け付けました", "talk", "internet"),
    ("生年月日を確認して令和7年3月2日に発送しました", "talk", "internet"),
    ("令和7年3月2日に生ごみの収集を休みます", "talk", "internet"),
    ("対象は2019年4月2日以降に生まれた子です", "talk", "internet"),
    ("発生年月日は令和7年3月2日です", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

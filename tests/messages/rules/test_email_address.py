"""What is and what is no mail address: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/email-address"

RAISED = [
    ("連絡先は taro@example.jp です", "talk", "internet"),
    ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ に送りました", "talk", "internet"),
    ("taro.yamada+1@city.example.lg.jp へ送りました", "talk", "internet"),
    ("返信先をkenko-z@example.jpに替えました", "external", "internet"),
    ("メール：info@sub.example.com", "talk", "internet"),
    ("「taro@example.jp」が届きません", "bulletin", "internet"),
    ("<taro_y@example.co.jp>から届きました", "talk", "internet"),
]

LET_PASS = [
    ("taro@example.jp です", "talk", "admin"),
    ("@example.jp ドメインを許可しました", "talk", "internet"),
    ("佐藤@総務課の机です", "talk", "internet"),
    ("@佐藤 資料を直しました", "talk", "internet"),
    ("時給1000円@5時間です", "talk", "internet"),
    ("user@localhost の設定を直しました", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

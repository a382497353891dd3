"""What is and what is no closing: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/closing"

RAISED = [
    ("資料を共有フォルダに入れました。よろしくお願いします", "talk", "internet"),
    ("差し替えました！よろしくお願い致しますm(_ _)m", "talk", "internet"),
    ("写真を3枚入れました\nよろしくです！", "talk", "internet"),
    ("来週から受付が変わります。何卒宜しくお願い致します", "talk", "internet"),
    ("印刷は終わりました。よろしくどうぞ", "talk", "internet"),
    ("添付を直しました。ご確認のほどよろしくお願いいたします", "talk", "internet"),
    ("日程案です。ご検討の程、宜しくお願い致します。", "talk", "internet"),
    ("水位は1.2mです。以上です。", "talk", "internet"),
    ("集計が終わりました。以上でございます", "talk", "internet"),
    ("到着しました。取急ぎご報告まで。", "talk", "internet"),
    ("台数は12台でした。ご参考まで", "talk", "internet"),
    ("通行止めは解除です。取り急ぎお知らせまで", "talk", "internet"),
    ("雪かきは終わりました。では、よろしくお願いします", "talk", "internet"),
    ("予算書を入れました。ヨロシクオネガイシマス", "talk", "internet"),
]

LET_PASS = [
    ("資料の印刷をお願いします", "talk", "internet"),
    ("ご確認をお願いします", "talk", "internet"),
    ("明日の司会をお願いします", "talk", "internet"),
    ("雨量は50ミリ以上です", "talk", "internet"),
    ("予想以上です", "talk", "internet"),
    ("3回以上です", "talk", "internet"),
    ("対象は65歳以上です", "talk", "internet"),
    ("末尾の「以上です」を消しました", "talk", "internet"),
    ("提出は金曜まで", "talk", "internet"),
    ("よろしくお願いしますと言われて断れませんでした", "talk", "internet"),
    ("来週の当番、よろしくお願いします", "talk", "internet"),
    ("申請は10件を以上とします", "talk", "internet"),
    ("以上の3点を直しました", "talk", "internet"),
    ("日程をお送りします。よろしくお願いいたします", "external", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

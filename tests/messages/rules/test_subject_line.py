"""What is and what is no subject line: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/subject-line"

RAISED = [
    ("件名：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("件名:庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("【件名】庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("題名：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("Subject: 庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("ＳＵＢＪＥＣＴ：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("Re: 庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("RE：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("Fw: 庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("[件名] 庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("件名 ： 庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("@佐藤\n件名：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("タイトル：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("ﾀｲﾄﾙ：庁用車の予約\n8日の午前を午後に動かしました", "talk", "internet"),
    ("Re:明日の会議について\n中止です", "talk", "internet"),
    ("Re: 明日の会議は中止です", "talk", "internet"),
]

LET_PASS = [
    ("件名欄を直してください", "talk", "internet"),
    ("件名が空のメールが届きました", "talk", "internet"),
    ("件名の付け方を決めました", "talk", "internet"),
    ("【至急】8日の予約を午後に動かしました", "talk", "internet"),
    ("【共有】件名は短くします", "talk", "internet"),
    ("Re:start計画の資料を入れました", "talk", "internet"),
    ("Re:born展の看板を立てました", "talk", "internet"),
    ("件名「議事録」で送りました", "talk", "internet"),
    ("件名を「修正版」に変えて送り直しました", "talk", "internet"),
    ("メールの件名：は半角にします", "talk", "internet"),
    ("題名を募集します", "talk", "internet"),
    ("報告書の件名：議事録、宛先：総務課で送りました", "talk", "internet"),
    ("件名なしで届いた分は捨てました", "talk", "internet"),
    ("件名：庁用車\n8日から工事です", "external", "internet"),
    ("Re:ゼロの貸出予約がたまっています", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

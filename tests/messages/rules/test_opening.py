"""What is and what is no greeting: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/greeting"

RAISED = [
    ("お疲れ様です。明日の応援職員は6人です", "talk", "internet"),
    ("オツカレサマデス。倉庫の棚卸し、残り2列です", "talk", "internet"),
    ("乙です。議事録は午後に上げます", "talk", "internet"),
    ("お疲れさまです本日の会議は14時からに変わりました", "talk", "internet"),
    ("いつも大変お世話になっております。契約書の案を置きました", "talk", "internet"),
    ("おはようございます！今朝は路面が凍っています", "talk", "internet"),
    ("おはようです。今日の当番は窓口3番です", "talk", "internet"),
    ("コンニチハ！ロビーの展示を替えました", "talk", "internet"),
    ("今晩は。停電は解消しました", "talk", "internet"),
    ("突然のご連絡恐れ入ります。講師の控室を探しています", "talk", "internet"),
    ("御無沙汰しております。去年の協定書の写しがありますか", "talk", "internet"),
    ("🌸お疲れ様です🌸\n来年度の名簿を作り始めました", "talk", "internet"),
    ("> 何時からですか\nお疲れ様です。10時からです", "talk", "internet"),
    ("お疲れ様です(^^)/ 配布物が届きました", "talk", "internet"),
    ("おはざす！ポンプ動きました", "talk", "internet"),
    ("度々失礼します。様式3も直しました", "talk", "internet"),
]

LET_PASS = [
    ("「お疲れ様です」は書かなくてよいことになりました", "talk", "internet"),
    ("お疲れ様会の出欠は金曜までに教えてください", "talk", "internet"),
    ("おはようございますの放送が流れませんでした", "talk", "internet"),
    ("おはよう号の時刻表が変わりました", "talk", "internet"),
    ("こんにちは広場の遊具が壊れています", "talk", "internet"),
    ("お世話になった講師へのお礼状を出しました", "talk", "internet"),
    ("お世話係は3組と5組です", "talk", "internet"),
    ("失礼のないように席順を直しました", "talk", "internet"),
    ("突然の停電で端末が3台落ちました", "talk", "internet"),
    ("お疲れの方が多いので交代を早めます", "talk", "internet"),
    ("おつり銭が300円合いません", "talk", "internet"),
    ("乙号証の写しを3部取りました", "talk", "internet"),
    ("こんにちは、と声をかけたら返事がありませんでした", "talk", "internet"),
    ("お疲れ様ですスタンプを追加しました", "talk", "internet"),
    ("度々失礼をお詫びしに行った件です", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

"""What is and what is no conversation: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "channel/talk"

RAISED = [
    ("それは知りませんでした", "bulletin", "internet"),
    ("これ直しときました", "bulletin", "internet"),
    ("3階で待っています", "bulletin", "internet"),
    ("@佐藤 鍵は持っていますか？", "bulletin", "internet"),
    ("@佐藤 了解しました", "bulletin", "internet"),
    ("承知しました！", "bulletin", "internet"),
    ("ありがとうございます、助かりました", "bulletin", "internet"),
    ("佐藤さん、昨日の資料ってどこでしたっけ？", "bulletin", "internet"),
    ("お昼どこ行きます？", "bulletin", "internet"),
    ("今日の飲み会、7時に駅前でいいですか？", "bulletin", "internet"),
    ("すみません、今から行きます！", "bulletin", "internet"),
    ("それいいですね！賛成です", "bulletin", "internet"),
    ("いえいえ、こちらこそ", "bulletin", "internet"),
    ("誰かホチキス貸してもらえませんか？", "bulletin", "internet"),
    ("了解です、3時に行きますね", "bulletin", "internet"),
    ("田中さん今どこですか？", "bulletin", "internet"),
    ("昨日のサッカー見ました？すごかったですね", "bulletin", "internet"),
    ("了解、スタンプを作っておきますね", "bulletin", "internet"),
    ("根本さん、写真ありがとうございました", "bulletin", "internet"),
]

LET_PASS = [
    ("これには次の資料が含まれます。", "bulletin", "internet"),
    ("それぞれの様式は似ています。", "bulletin", "internet"),
    ("これは来年度の計画に組み込まれています。", "bulletin", "internet"),
    ("それ以外の値を用います。", "bulletin", "internet"),
    ("庁用車の鍵が見当たりません。お持ちの方は管財係（内線210）まで連絡してください。", "bulletin", "internet"),
    ("【お知らせ】水道点検のため20日は断水します", "bulletin", "internet"),
    ("献血のお願い\n日時：9日10時から\n場所：正面玄関", "bulletin", "internet"),
    ("年末調整の用紙は25日までに出してください。まだの方はいませんか？", "bulletin", "internet"),
    ("20日の研修に参加できる方は、人事係へ返信してください。何名参加できますか？", "bulletin", "internet"),
    ("明日は窓口が混みます。各課1名の応援をお願いします。", "bulletin", "internet"),
    ("総務課です。健診の日程を変更します。", "bulletin", "internet"),
    ("大雨警報が出ました。自主避難所を3か所開きます。", "bulletin", "internet"),
    ("忘れ物の傘が5本あります。心当たりの方は守衛室へ。", "bulletin", "internet"),
    ("アンケートに協力してください。回答は5分で終わります。", "bulletin", "internet"),
    ("おはようございます。本日の来庁者用駐車場は工事のため使えません。", "bulletin", "internet"),
    ("職員互助会の旅行の参加者を募集しています。行きたい方いませんか？", "bulletin", "internet"),
    ("サーバーの入れ替えが終わりました。ご協力ありがとうございました。", "bulletin", "internet"),
    ("ノートパソコンのパスワードを今月中に変えてください。", "bulletin", "internet"),
    ("了解ボタンの不具合は直りました。ご迷惑をおかけしました。", "bulletin", "internet"),
    ("了解スタンプの絵を変えました。", "bulletin", "internet"),
    ("食堂は今週で終わります。長い間ありがとうございました。", "bulletin", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

"""What is and what is no addressee: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/addressee"

RAISED = [
    ("田中課長\n決裁をお願いします", "talk", "internet"),
    ("総務課\u3000佐藤様\u3000集計表を直しました", "talk", "internet"),
    ("佐藤さん\n集計表を直しました", "talk", "internet"),
    ("関係者各位\n倉庫の鍵を替えました", "talk", "internet"),
    ("各位、明日の会場は3階です", "talk", "internet"),
    ("財政課御中\n調書を入れました", "talk", "internet"),
    ("渡邉主査、予定表を直しました", "talk", "internet"),
    ("五十嵐補佐\n訓練の案を直しました", "talk", "internet"),
    ("庶務担当者 様\n様式が変わりました", "talk", "internet"),
    ("保育園の園長先生、おたよりの案を入れました", "talk", "internet"),
    ("@鈴木\n佐藤さん\n書類を机に置きました", "talk", "internet"),
    ("さとうさん、荷物が届いています", "talk", "internet"),
    ("総務課 田中さん、鈴木さん\n机を3台移しました", "talk", "internet"),
    ("市民課の皆様\n番号札を替えました", "talk", "internet"),
    ("係長 お世話になっております。伝票を回しました", "talk", "internet"),
    ("小林先生、2組の欠席は4人です", "talk", "internet"),
    ("田中先生、明日のお休みが多い組を教えてください", "talk", "internet"),
    ("大塚保健師さん、健診の予備日は20日です", "talk", "internet"),
    ("野中相談員さん\n予約を1件入れました", "talk", "internet"),
]

LET_PASS = [
    ("@田中 決裁をお願いします", "talk", "internet"),
    ("佐藤さんは10時に来ます", "talk", "internet"),
    ("佐藤さんに鍵を渡しました", "talk", "internet"),
    ("佐藤さんと鈴木さんが行きます", "talk", "internet"),
    ("田中課長の決裁が下りました", "talk", "internet"),
    ("課長会議は10時に変わりました", "talk", "internet"),
    ("市長室の鍵を替えました", "talk", "internet"),
    ("総務課から用紙が届きました", "talk", "internet"),
    ("皆様から頂いた意見を表にしました", "talk", "internet"),
    ("各位の席は名札のとおりです", "talk", "internet"),
    ("先生方の席を前にしました", "talk", "internet"),
    ("佐藤さんへの連絡は済んでいます", "talk", "internet"),
    ("多様な意見がありました", "talk", "internet"),
    ("係長 級の研修です", "talk", "internet"),
    ("小林さん、今日の欠席は取り消しだそうです", "talk", "internet"),
    ("小林さん、欠席です", "talk", "internet"),
    ("大塚保健師が健診に行きました", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

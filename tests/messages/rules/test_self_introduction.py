"""What is and what is no self-introduction: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/self-introduction"

RAISED = [
    ("総務課の佐藤です。議事録を直しました", "talk", "internet"),
    ("情報管理課 大澤です\n無線を止めます", "talk", "internet"),
    ("佐藤です、鍵は返しました", "talk", "internet"),
    ("佐藤です。鍵は返しました", "talk", "internet"),
    ("税務課・渡邊です。調書を直しました", "talk", "internet"),
    ("こども未来課の五十嵐です！写真を入れました", "talk", "internet"),
    ("総務の佐藤です。名簿を直しました", "talk", "internet"),
    ("まちづくり推進課の髙橋と申します。図面を探しています", "talk", "internet"),
    ("消防本部警防課の小林です。訓練の写真です", "talk", "internet"),
    ("第一保育園の山田です。おたよりを入れました", "talk", "internet"),
    ("市民課佐藤です。番号札が切れました", "talk", "internet"),
    ("課長の田中です。会議は3時からです", "talk", "internet"),
    ("人事係の木村でございます。名簿を直しました", "talk", "internet"),
    ("当直の佐藤です。雨が強くなってきました", "talk", "internet"),
    ("このたび配属された維持係の小島です。鍵の場所を教えてください", "talk", "internet"),
    ("新しく入った窓口担当の岡田です、端末が起動しません", "talk", "internet"),
    ("川口（水道課）です、漏水は止まりました", "talk", "internet"),
    ("税務課の西です。納税証明の様式を直しました", "talk", "internet"),
    ("根本＠情報政策です。回線は復旧しました", "talk", "internet"),
    ("第3分団の団員の矢野です。ホースが破れました", "talk", "internet"),
]

LET_PASS = [
    ("担当は佐藤です", "talk", "internet"),
    ("窓口の担当は総務課の佐藤です", "talk", "internet"),
    ("明日の司会は鈴木です", "talk", "internet"),
    ("断水です、旭町で漏水しました", "talk", "internet"),
    ("北です。南ではありません", "talk", "internet"),
    ("雨です、傘立てを出しました", "talk", "internet"),
    ("満車です。第2駐車場へ誘導しています", "talk", "internet"),
    ("その空き家は建築住宅課の所管です", "talk", "internet"),
    ("問い合わせ先は市民課です", "talk", "internet"),
    ("総務課です", "talk", "internet"),
    ("次の会場は中央公民館です", "talk", "internet"),
    ("千葉です、台風の進路は", "talk", "internet"),
    ("1番は佐藤です、2番は鈴木です", "talk", "internet"),
    ("新田です、場所は", "talk", "internet"),
    ("先月採用した人は2人です。座席表を直しました", "talk", "internet"),
    ("市役所の前です。バスは遅れています", "talk", "internet"),
    ("市役所前です。次のバスは8分です", "talk", "internet"),
    ("公民館の南です。街灯が切れています", "talk", "internet"),
    ("東口（図書館）です。鍵が壊れています", "talk", "internet"),
    ("第3分団の団員の名簿です。抜けがあります", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

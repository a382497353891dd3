"""What is and what is no street address: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/street-address"

RAISED = [
    ("架空市旭町2-4-16 の家屋です", "talk", "internet"),
    ("旭町2-4-16の家屋です", "talk", "internet"),
    ("旭町二丁目4番16号の家屋です", "talk", "internet"),
    ("架空市旭町２丁目４番地１６ の方です", "talk", "internet"),
    ("架空市大字月岡123番地の家屋です", "talk", "internet"),
    ("架空市大字月岡字上ノ原1234番地5 の家屋です", "talk", "internet"),
    ("住所は架空市旭町123番地です", "talk", "internet"),
    ("旭町2丁目\n4番16号の方です", "talk", "internet"),
    ("三条市四日町1-2-3で火災です", "talk", "internet"),
    ("架空市旭町三丁目十四番二号の方です", "talk", "internet"),
    ("東京都千代田区霞が関2-1-2 に送りました", "talk", "internet"),
    ("転居先：架空市緑が丘5-12-301", "talk", "internet"),
    ("旭町２−４−１６の空き家です", "talk", "internet"),
    ("見附市学校町１丁目１６番１５号の方です", "talk", "internet"),
    ("配達先は南原3-4-16です", "talk", "internet"),
    ("旭町3番4号車庫の火事です", "talk", "internet"),
]

LET_PASS = [
    ("旭町で冠水しています", "talk", "internet"),
    ("旭町2丁目で漏水しています", "talk", "internet"),
    ("避難所は旭町小学校です", "talk", "internet"),
    ("様式2-1-3 を差し替えました", "talk", "internet"),
    ("令和7-3-2 に受け付けました", "talk", "internet"),
    ("旭町の3番ポンプを止めました", "talk", "internet"),
    ("会議室3-2-1 を予約しました", "talk", "internet"),
    ("議案第2-3号を直しました", "talk", "internet"),
    ("架空市旭町2-4-16 の家屋です", "talk", "admin"),
    ("架空市役所 3階 2-1会議室です", "talk", "internet"),
    ("本町線の2-4便は運休です", "talk", "internet"),
    ("書庫3-14-2の棚を片付けました", "talk", "internet"),
    ("旭町チームが3-2で勝ちました", "talk", "internet"),
    ("国道8号と県道1-2の交差点で事故です", "talk", "internet"),
    ("公用車3番4号車の鍵がありません", "talk", "internet"),
    ("消防車2番3号機のエンジンがかかりません", "talk", "internet"),
    ("準決勝は旭町2-1です", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

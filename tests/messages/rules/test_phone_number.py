"""What is and what is no phone number: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/phone-number"

RAISED = [
    ("連絡先は 090-1234-5678 です", "talk", "internet"),
    ("連絡先は09012345678です", "talk", "internet"),
    ("携帯 ０９０−１２３４−５６７８ に掛けました", "talk", "internet"),
    ("080 1234 5678 から着信がありました", "talk", "internet"),
    ("自宅 0256-34-5678 は留守でした", "talk", "internet"),
    ("(0256)34-5678 に掛け直します", "talk", "internet"),
    ("0256（34）5678 に掛け直します", "talk", "internet"),
    ("TEL:03-1234-5678", "talk", "internet"),
    ("+81-90-1234-5678 から着信です", "talk", "internet"),
    ("+81 90 1234 5678 から着信です", "talk", "internet"),
    ("FAX 0256-34-5679 に送りました", "talk", "internet"),
    ("〇九〇一二三四五六七八 と書いてありました", "talk", "internet"),
    ("〇九〇-一二三四-五六七八 と書いてありました", "talk", "internet"),
    ("050-1234-5678 から着信がありました", "talk", "internet"),
    ("〇八〇（七七一二）三〇九四", "talk", "internet"),
]

LET_PASS = [
    ("内線 2345 に掛けてください", "talk", "internet"),
    ("0120-345-678 に一本化しました", "talk", "internet"),
    ("0570-012-345 へ誘導します", "talk", "internet"),
    ("119番が混んでいます", "talk", "internet"),
    ("連絡先は 090-1234-5678 です", "talk", "admin"),
    ("契約番号 0256-2024-018 を起案しました", "talk", "internet"),
    ("受付番号 0256-34-5678 の結果が出ました", "talk", "internet"),
    ("管理番号 090-1234-5678 の端末を回収しました", "talk", "internet"),
    ("令和07-03-02 の記録です", "talk", "internet"),
    ("2025-08-01 10:15:30 に止まりました", "talk", "internet"),
    ("予算は 0123456789 円です", "talk", "internet"),
    ("伝票No.0256-34-5678 を直しました", "talk", "internet"),
    ("製造番号0312345678の端末を回収しました", "talk", "internet"),
    ("1234-5678-9012 と刻まれています", "talk", "internet"),
    ("（一）（二）（三）の順に配ります", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

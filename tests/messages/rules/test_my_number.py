"""What is and what is no individual number: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "privacy/my-number"

RAISED = [
    ("個人番号 158846042345 を確認しました", "talk", "internet"),
    ("個人番号は1588-4604-2345です", "talk", "internet"),
    ("マイナンバー：１５８８\u3000４６０４\u3000２３４５", "talk", "internet"),
    ("番号 158 846 042 345 で登録しました", "talk", "admin"),
    ("1588.4604.2345 の方の扱いを教えてください", "external", "internet"),
    ("個人番号\n158846042345\nを登録しました", "bulletin", "internet"),
    ("個人番号1588‐4604‐2345と口座の届を受け取りました", "talk", "internet"),
    ("15\u200b8846\u200b042345 を受けました", "talk", "internet"),
    ("番号は一五八八四六〇四二三四五です", "talk", "internet"),
    ("個人番号（158846042345）は照合済みです", "talk", "internet"),
    ("1 5 8 8 4 6 0 4 2 3 4 5 と書かれた紙がありました", "talk", "internet"),
    ("利用者の番号は 1234 5678 9018 です", "talk", "internet"),
    ("世帯主の番号が1234 - 5678 - 9018に直っています", "talk", "internet"),
]

LET_PASS = [
    ("個人番号 158846042348 は検査用数字が合いません", "talk", "internet"),
    ("法人番号 8000020152081 を登録しました", "talk", "internet"),
    ("伝票 1588460423451234 を消しました", "talk", "internet"),
    ("カード番号 1588-4604-2347-1234 の紛失届です", "talk", "internet"),
    ("予算額は 158,846,042,345 円です", "talk", "internet"),
    ("個人番号カードの交付は42件です", "talk", "internet"),
    ("バーコード 4901588460423 が読めません", "talk", "internet"),
    ("ログの番号 20250801158846042345 を調べています", "talk", "internet"),
    ("受付番号 158846042345 の結果が出ました", "talk", "internet"),
    ("個人番号は12桁です", "talk", "internet"),
    ("利用者番号は 1234 5678 9018 です", "talk", "internet"),
    ("世帯番号 1234 5678 9018", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

"""What is and what is no acknowledgement: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "etiquette/acknowledgement"

RAISED = [
    ("了解しました", "talk", "internet"),
    ("了解っす👍", "talk", "internet"),
    ("りょうかいしました〜", "talk", "internet"),
    ("りょーかいでーす♪", "talk", "internet"),
    ("しょうちしました", "talk", "internet"),
    ("分かりました〜", "talk", "internet"),
    ("ＯＫです！", "talk", "internet"),
    ("確認しました", "talk", "internet"),
    ("拝承", "talk", "internet"),
    ("ありがとうございました", "talk", "internet"),
    ("はい。承知しました。", "talk", "internet"),
    ("了解しました！ありがとうございます！", "talk", "internet"),
    ("承知しました🙇\u200d♀️🙇\u200d♀️", "talk", "internet"),
    ("> 3時に議場で\n了解です", "talk", "internet"),
]

LET_PASS = [
    ("了解しました。3時に伺います", "talk", "internet"),
    ("了解しましたか？", "talk", "internet"),
    ("市長の了解を得ました", "talk", "internet"),
    ("ご承知おきください", "talk", "internet"),
    ("わかりましたら教えてください", "talk", "internet"),
    ("ありがとうございますの看板を立てました", "talk", "internet"),
    ("OKですか？", "talk", "internet"),
    ("👍", "talk", "internet"),
    ("「了解しました」は要りません", "talk", "internet"),
    ("確認しました、2か所違います", "talk", "internet"),
    ("了解が取れたら始めます", "talk", "internet"),
    ("ありがとうございます。助かります、明日伺います", "talk", "internet"),
    ("承知しました。明日届けます", "talk", "internet"),
    ("りょう課長の席は3階です", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

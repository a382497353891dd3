"""What is and what is no notice: both directions, one row a kind of case."""

from __future__ import annotations

import pytest

from guideline.messages import Linter, Message

RULE = "channel/bulletin"

RAISED = [
    ("全職員へ\n退庁時は窓を閉めてください", "talk", "internet"),
    ("全職員に周知します。19日18時から停電です", "talk", "internet"),
    ("職員の皆様にお知らせします。食堂は本日休みです", "talk", "internet"),
    ("職員の皆さんへ\n献血車が来ています", "talk", "internet"),
    ("全庁に周知します。複合機を止めます", "talk", "internet"),
    ("全庁に周知", "talk", "internet"),
    ("全所属長へ周知願います。調査票は金曜までです", "talk", "internet"),
    ("全職員にお知らせです。エレベーターを止めます", "talk", "internet"),
    ("全職員の皆様にお知らせいたします。水道管の工事があります", "talk", "internet"),
    ("【全職員へ】庁舎の鍵を替えます", "talk", "internet"),
    ("全ての職員への連絡です。明日は全員徒歩で登庁してください", "talk", "internet"),
    ("全職員宛のお知らせです。明日は消防訓練です", "talk", "internet"),
    ("土曜は庁舎を停電にします。全職員へのお知らせです。", "talk", "internet"),
    ("総務課から全職員へお知らせします。名札を替えます", "talk", "internet"),
    ("職員各位\n全職員対象の健診を始めます。申込みは12日まで。", "talk", "internet"),
    ("全庁に通知する。本日17時をもって警戒本部を閉じる。", "talk", "internet"),
    ("【全庁照会】公用車の台数を12日までに返してください", "talk", "internet"),
    ("【全職員依頼】棚卸しの表を埋めてください", "talk", "internet"),
    ("全職員のみなさま\nノー残業デーは水曜に変わります", "talk", "internet"),
]

LET_PASS = [
    ("全職員向けの掲示は来週出します", "talk", "internet"),
    ("全職員対象の研修は3回あります", "talk", "internet"),
    ("全職員に周知しました", "talk", "internet"),
    ("全職員に周知する予定です", "talk", "internet"),
    ("全職員に周知しますか？", "talk", "internet"),
    ("全職員へのアンケートは集計中です", "talk", "internet"),
    ("「全職員へ」の文案を直しました", "talk", "internet"),
    ("全庁的に見直すそうです", "talk", "internet"),
    ("全庁舎の鍵を替える見積もりを取りました", "talk", "internet"),
    ("全職員の名簿を直しました", "talk", "internet"),
    ("全職員へ配る名札が届きました", "talk", "internet"),
    ("全職員が受ける研修の動画を作りました", "talk", "internet"),
    ("全職員に周知する文案を見てもらえますか", "talk", "internet"),
    ("掲示板で全職員に周知してもらいます", "talk", "internet"),
    ("全庁に通知する", "talk", "internet"),
    ("全庁に通知する案で進めます", "talk", "internet"),
    ("資料は【議題1、全庁照会】の欄を直しました", "talk", "internet"),
    ("資料は【議題1、全庁周知】の欄を直しました", "talk", "internet"),
    ("資料は【議題1、全職員依頼】の欄を直しました", "talk", "internet"),
    ("全職員のノートを配りました", "talk", "internet"),
]


@pytest.mark.parametrize(("text", "channel", "zone"), RAISED)
def test_raised(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}


@pytest.mark.parametrize(("text", "channel", "zone"), LET_PASS)
def test_let_pass(linter: Linter, text: str, channel: str, zone: str) -> None:
    assert RULE not in {finding.rule for finding in linter.judge(Message("m", text, channel, zone))}

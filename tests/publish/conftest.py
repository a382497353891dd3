"""One compact guideline of the invented city that uses every kind of control."""

from __future__ import annotations

from datetime import date

import pytest

from guideline.bundle.model import (
    AttestControl,
    Chapter,
    Clause,
    Column,
    Control,
    DocumentControl,
    Enforcement,
    Examples,
    FlowControl,
    Guideline,
    Level,
    Loosening,
    MessageControl,
    Parameter,
    RegisterControl,
    SettingControl,
    Source,
    Sticker,
    Text,
    TimerControl,
)

NOTHING = Text("")
PHRASES = (
    "お疲れ様です", "お世話になっております", "おはようございます", "こんにちは", "こんばんは", "失礼します",
    "ご無沙汰しております", "お世話様です", "おつです", "突然のご連絡恐れ入ります",
)  # fmt: skip


def clause(
    id: str,
    number: str,
    chapter: str,
    title: Text,
    text: Text,
    *controls: Control,
    level: Level = "must",
    floor: bool = False,
    why: Text = NOTHING,
    sources: tuple[Source, ...] = (),
) -> Clause:
    """Make a clause."""
    return Clause(id, number, chapter, level, floor, title, text, why, sources, controls, "kakuu")


GREETING = MessageControl(
    "etiquette/greeting",
    "etiquette.no-greeting",
    "warning",
    kind="opening",
    phrases=PHRASES,
    channels=("talk",),
    fix="remove",
    enforce=(
        Enforcement("advise", starts=date(2026, 10, 1), ends=date(2026, 12, 31)),
        Enforcement("refuse", sections=("総務課",), starts=date(2027, 1, 1)),
    ),
    examples=Examples(
        good=("14時の会議は第2会議室です。", {"text": "お世話になっております。", "channel": "external"}),
        bad=("お疲れ様です。14時の会議は第2会議室です。",),
    ),
)
ACKNOWLEDGEMENT = MessageControl(
    "etiquette/acknowledgement",
    "etiquette.sticker",
    "warning",
    kind="acknowledgement",
    phrases=("了解しました", "承知しました"),
    channels=("talk",),
    fix="sticker",
    examples=Examples(good=("了解しました。3時に伺います。",), bad=("了解しました！",)),
)
FEDERATION = SettingControl(
    "synapse/federation-whitelist",
    "federation.closed",
    "error",
    target="synapse",
    key="federation_domain_whitelist",
    op="equals",
    value="$site.peers",
    examples=Examples(good=("federation_domain_whitelist: []",), bad=("federation_domain_whitelist:",)),
)
FLOW = FlowControl("network/federation", "federation.closed", "error", source="peer", target="chat", port=8448)
DENY = FlowControl("network/no-path", "federation.closed", "error", source="outside", target="mynumber", verdict="deny")
DEVICES = RegisterControl(
    "register/devices",
    "devices.filing",
    "error",
    register="devices",
    columns=(Column("owner", Text("利用者", "Owner"), "user", required=True),),
    checks=("approved", "not-expired"),
)
TIMER = TimerControl(
    "timer/safety-unread", "safety.unread", "error", of="safety-check", after=5, when="unread", do="phone"
)
DRILL = AttestControl(
    "attest/yearly-drill",
    "safety.drill",
    "warning",
    question=Text("安否確認の訓練を行いましたか。", "Was the safety drill held?"),
    every_days=365,
    owner=Text("危機管理課", "Crisis management section"),
)
CONSENT = DocumentControl(
    "document/consent", "consent.read", "error", states=("管理者は記録を読むことがあります",), consent=True
)

CLAUSES = (
    clause(
        "etiquette.no-greeting",
        "8",
        "etiquette",
        Text("挨拶の定型句を置かない", "No set greetings"),
        Text(
            "職員間のトークでは、挨拶の定型句を置かずに用件から書かなければならない。",
            "Start with the matter itself.",
            stale=True,
        ),
        GREETING,
        why=Text("読む人の時間を大切にするため。", "Readers' time is dear."),
        sources=(Source("S2", "SJ-3"),),
    ),
    clause(
        "etiquette.sticker",
        "8-2",
        "etiquette",
        Text("了解はスタンプで伝える", "Acknowledge with a sticker"),
        Text("用件を確認したときは、スタンプで伝えるよう努める。"),
        ACKNOWLEDGEMENT,
        level="should",
    ),
    clause(
        "federation.closed",
        "12",
        "servers",
        Text("連合先を限る", "Closed federation"),
        Text("他の団体のサーバーとは、届け出た相手に限ってつながなければならない。"),
        FEDERATION,
        FLOW,
        DENY,
        floor=True,
    ),
    clause(
        "devices.filing",
        "15",
        "servers",
        Text("私物の端末は届け出る", "File your own device"),
        Text("私物の端末は、届け出て承認を受けたときに限り使うことができる。"),
        DEVICES,
        level="may",
    ),
    clause(
        "safety.unread",
        "20",
        "safety",
        Text("5分で読まれないときは電話する", "Phone after 5 minutes"),
        Text("安否確認を5分たっても読んでいない職員には、電話をかけなければならない。"),
        TIMER,
    ),
    clause(
        "safety.drill",
        "21",
        "safety",
        Text("年1回の訓練", "Yearly drill"),
        Text("安否確認の訓練を年1回行わなければならない。"),
        DRILL,
    ),
    clause(
        "consent.read", "22", "safety", Text("利用の同意", "Consent"), Text("利用者は、次のことに同意する。"), CONSENT
    ),
    clause(
        "safety.kind", "23", "safety", Text("思いやり", "Kindness"), Text("互いを思いやるよう努める。"), level="should"
    ),
)


@pytest.fixture
def kakuu() -> Guideline:
    """The invented city's guideline on the day it takes effect."""
    return Guideline(
        id="kakuu",
        version="1.2.0",
        title=Text("架空市チャット運用ガイドライン", "Kakuu City chat guideline"),
        authority=Text("架空市", "Kakuu City"),
        day=date(2026, 10, 1),
        effective_from=date(2026, 10, 1),
        digest="ab" * 32,
        chapters=(
            Chapter("etiquette", Text("書き方", "How to write")),
            Chapter("servers", Text("サーバーと端末", "Servers and devices")),
            Chapter("safety", Text("安否確認", "Safety check")),
        ),
        clauses=CLAUSES,
        parameters={
            "safety.unread-minutes": Parameter(
                "safety.unread-minutes",
                Text("電話をかけるまでの時間", "Minutes"),
                "minutes",
                "lower",
                5,
                date(2026, 4, 1),
            )
        },
        stickers=(
            Sticker(
                "received", Text("了解", "Got it"), Text("読んで確認した", "Read and noted"), ("received", "seen"), "🙆"
            ),
        ),
        documents={
            "S2": {
                "title": {"ja": "三条市の公開事例", "en": "The published case of Sanjo"},
                "about": {"ja": "運用の成果"},
            }
        },
        loosenings=(Loosening("etiquette.sticker", "level", "kakuu", Text("試行のため", "On trial")),),
        history=(
            {"version": "1.0.0", "date": "2026-04-01", "reason": {"ja": "制定", "en": "First issue"}},
            {
                "version": "1.2.0",
                "date": "2026-10-01",
                "reason": {"ja": "掲示板の使い方を加えた", "en": "Boards added"},
            },
        ),
        sign={"ciso": 1},
    )

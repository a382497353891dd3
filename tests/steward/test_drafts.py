"""下書き: judged in words, for the writer alone, and never repeated where it holds personal data."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from guideline.bundle import load_bundle
from guideline.source import SourceError
from guideline.steward import Drafts
from guideline.steward.drafts import draft_in

ME, SATO = "@guideline:x", "@sato:x"
GUIDELINE = load_bundle("kakuu").at(date(2026, 11, 2))


class World:
    def __init__(self, chat, folder):
        self.chat = chat
        self.folder = folder
        self.number = 0
        chat.rooms["!direct:x"] = {"state": {}, "events": [], "members": [ME, SATO]}
        used = {("guideline.room", ""): {"class": "talk", "zone": "admin"}}
        chat.rooms["!talk:x"] = {"state": used, "events": [], "members": [ME, SATO, "@ito:x"]}
        self.guideline = lambda: GUIDELINE
        self.restart()
        self.drafts.answer_all(0)

    def restart(self):
        self.drafts = Drafts(self.chat, ME, self.folder, lambda: self.guideline())  # noqa: PLW0108 - changed later

    def write(self, body, room="!direct:x", sender=SATO, **content):
        self.number += 1
        event = {
            "event_id": f"$d{self.number}",
            "sender": sender,
            "content": {"msgtype": "m.text", "body": body, **content},
        }
        joined = {room: {"timeline": {"events": [event]}}}
        self.chat.syncs.append({"next_batch": f"s{self.number}", "rooms": {"join": joined}})

    def answer(self, body, **where):
        """Return what was answered to a draft, and into which room."""
        self.write(body, **where)
        before = len(self.chat.sent)
        self.drafts.answer_all(0)
        return [(event["content"]["body"], event["room"]) for event in self.chat.sent[before:]]


@pytest.fixture
def world(chat, tmp_path):
    return World(chat, tmp_path)


def test_findings_fix_and_clause_in_words(world):
    ((told, room),) = world.answer("下書き お疲れ様です。会議は10時です")
    assert room == "!direct:x"
    assert "1 件" in told
    assert "挨拶の定型句は省いて" in told
    assert "第8条「" in told
    assert told.endswith("\n会議は10時です")
    assert world.chat.sent[-1]["content"]["msgtype"] == "m.notice"
    assert world.chat.sent[-1]["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": "$d1"}}


def test_a_clean_draft_and_a_sticker(world):
    assert world.answer("下書き 会議は10時です") == [("直すところはありません。このまま送れます。", "!direct:x")]
    ((told, _),) = world.answer("下書き：了解しました")
    assert "スタンプは「了解」" in told


def test_the_writers_section_counts(world):
    used = {("guideline.room", ""): {"class": "bulletin", "zone": "admin"}}
    world.chat.rooms["!board:x"] = {"state": used, "events": [], "members": [ME, SATO, "@ito:x"]}
    world.drafts = Drafts(world.chat, ME, world.folder, lambda: GUIDELINE, {SATO: "税務課", "@ito:x": "防災課"}.get)
    ((told, _),) = world.answer("下書き 庁舎の停電点検は11月30日です", room="!board:x")
    assert "第" in told
    assert told.startswith("お知らせしたいことが")
    ((told, _),) = world.answer("下書き 庁舎の停電点検は11月30日です", room="!board:x", sender="@ito:x")
    assert told.startswith("直すところはありません")


@pytest.mark.parametrize(
    "draft, secret",
    [
        ("お疲れ様です。電話は090-1234-5678です", "5678"),
        ("お疲れ様です。個人番号 1234 5678 9018", "9018"),
        ("旭町2-4-16の民家で冠水しています。よろしくお願いします", "2-4-16"),
        ("平成29年9月12日生の児童です", "9月12日"),
        ("振込先は本店 普通 1234567 です", "1234567"),
        ("taro@example.jp へ", "taro"),
    ],
)
def test_personal_data_is_told_and_never_repeated(world, draft, secret, caplog):
    caplog.set_level(logging.DEBUG)
    ((told, _),) = world.answer(f"下書き {draft}")
    assert "個人情報らしいもの" in told
    assert secret not in told
    assert secret not in caplog.text
    for path in world.folder.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes()


def test_in_a_room_with_others_the_writer_alone_is_told_and_the_draft_not_repeated(world):
    ((told, room),) = world.answer("下書き お疲れ様です。会議は10時です", room="!talk:x")
    assert room not in {"!talk:x", "!direct:x"}
    assert world.chat.rooms[room]["body"]["invite"] == [SATO]
    assert "挨拶の定型句" in told
    assert "会議は10時" not in told


def test_the_rooms_own_class_and_zone_count(world):
    ((told, _),) = world.answer("下書き 電話は090-1234-5678です", room="!talk:x")
    assert told == "直すところはありません。このまま送れます。"


@pytest.mark.parametrize(
    "content, expected",
    [
        ({"msgtype": "m.text", "body": "下書き a"}, "a"),
        ({"msgtype": "m.text", "body": "下書き：a\nb"}, "a\nb"),
        ({"msgtype": "m.text", "body": "下書き\n> a"}, "> a"),
        ({"msgtype": "m.text", "body": "下書き\u3000a"}, "a"),
        ({"msgtype": "m.text", "body": "下書き"}, ""),
        ({"msgtype": "m.text", "body": " 下書き： "}, ""),
        ({"msgtype": "m.text", "body": "下書きの件"}, None),
        ({"msgtype": "m.text", "body": "例の下書き a"}, None),
        ({"msgtype": "m.notice", "body": "下書き a"}, None),
        ({"msgtype": "m.text", "body": "下書き a", "m.relates_to": {"rel_type": "m.replace"}}, None),
        ({"msgtype": "m.text", "body": 3}, None),
        ({"body": "下書き a"}, None),
        ("下書き a", None),
        (None, None),
    ],
)
def test_what_is_a_draft(content, expected):
    assert draft_in(content) == expected


def test_its_own_words_and_strange_events_are_left_alone(world):
    assert world.answer("下書き a", sender=ME) == []
    assert world.answer("下書き a", sender=None) == []
    for rooms in (None, [], {"join": []}, {"join": {"!direct:x": {"timeline": {"events": [1, None]}}}}, {"invite": 1}):
        world.chat.syncs.append({"next_batch": "x", "rooms": rooms})
        assert world.drafts.answer_all(0) == 0


def test_what_was_written_before_it_first_looked_stays_unanswered(chat, tmp_path):
    world = World.__new__(World)
    world.chat, world.number, world.folder = chat, 0, tmp_path
    world.guideline = lambda: GUIDELINE
    world.restart()
    world.write("下書き a")
    assert world.drafts.answer_all(0) == 0


def test_invitations_are_followed(world):
    world.chat.syncs.append({"next_batch": "s9", "rooms": {"invite": {"!new:x": {}}}})
    world.drafts.answer_all(0)
    assert world.chat.joined == ["!new:x"]


@pytest.mark.parametrize("step", ["send", "create_room"])
def test_killed_after_any_step_a_draft_is_answered_once(world, killed, step):
    world.chat.kill_after = step
    world.write("下書き 了解しました", room="!talk:x")
    again = world.chat.syncs[-1]
    with pytest.raises(killed):
        world.drafts.answer_all(0)
    world.restart()
    world.chat.syncs.append(again)
    world.drafts.answer_all(0)
    assert len(world.chat.sent) == 1
    assert len(world.chat.rooms) == 3


def test_the_same_in_many_places_is_told_once(world):
    ((told, _),) = world.answer("下書き " + "090-1234-5678、" * 30)
    assert told.count("電話番号は書かず") == 1
    assert "31 件" in told  # each number, and the length


def test_a_guideline_that_cannot_be_read_is_said_and_nothing_logged(world, caplog):
    def broken():
        raise SourceError([])

    world.guideline = broken
    ((told, _),) = world.answer("下書き ひみつ")
    assert "判定できませんでした" in told
    assert "ひみつ" not in caplog.text

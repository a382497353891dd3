from __future__ import annotations

import json
from datetime import date

import pytest

from guideline.steward import Advice, advice
from guideline.steward.rooms import FOR

DAY = date(2026, 10, 1)
RECORD = {
    "kind": "advice",
    "user": "@sato:x",
    "room": "!talk:x",
    "rule": "etiquette/acknowledgement",
    "clause": "etiquette.no-acknowledgement",
    "number": "9",
    "title": "了解の返信はスタンプで",
    "why": "通知を減らすため。",
    "what": "了承だけの返信は、スタンプで送ってください。",
    "sticker": "了解",
    "day": "2026-10-01",
}


class World:
    def __init__(self, chat, folder):
        self.chat = chat
        self.folder = folder
        self.spool = folder / "spool"
        (self.spool / "new").mkdir(parents=True)
        self.number = 0
        self.restart()

    def restart(self):
        """A new process: nothing is left but the disk and the server."""
        self.advice = Advice(self.chat, self.spool, self.folder / "steward")

    def drop(self, **change):
        self.number += 1
        self.put(f"{self.number:06d}.json", json.dumps(RECORD | change).encode())

    def put(self, name, data):
        (self.spool / "new" / name).write_bytes(data)

    def waiting(self):
        return sorted(path.name for path in (self.spool / "new").iterdir())

    def told(self):
        return [(event["room"], event["content"]["body"]) for event in self.chat.sent]


@pytest.fixture
def world(chat, tmp_path):
    return World(chat, tmp_path)


def test_a_word_is_told_in_a_private_room_and_the_file_is_gone(world):
    world.drop()
    assert world.advice.tell_all(DAY) == 1
    ((room, text),) = world.told()
    body = world.chat.rooms[room]["body"]
    assert body["invite"] == ["@sato:x"]
    assert body["is_direct"] is True
    assert "power_level_content_override" not in body  # drafts may be written there
    for part in ("第9条", "了解の返信はスタンプで", "スタンプは「了解」", "通知を減らすため。", "1日1回"):
        assert part in text
    assert world.waiting() == []
    assert world.chat.sent[0]["content"]["msgtype"] == "m.notice"


def test_who_has_arrived_is_heard_of_once_and_told_nothing(world):
    world.put("000001.json", json.dumps({"kind": "arrival", "user": "@tanaka:x"}).encode())
    assert world.advice.tell_all(DAY) == 0
    assert world.advice.arrivals() == ["@tanaka:x"]
    assert world.advice.arrivals() == []
    assert world.waiting() == []
    assert world.told() == []


def test_a_refusal_says_that_nothing_was_sent(world):
    world.drop(kind="refusal", sticker=None, why="")
    world.advice.tell_all(DAY)
    ((_, text),) = world.told()
    assert text.startswith("先ほどの投稿は送信されていません。")
    assert "スタンプは" not in text
    assert "理由" not in text


def test_at_most_one_word_a_person_rule_and_day(world):
    for change in (
        {},
        {},
        {"room": "!other:x"},
        {"rule": "etiquette/greeting"},
        {"user": "@ito:x"},
        {"day": "2026-10-02"},
        {"kind": "refusal"},
        {},
    ):
        world.drop(**change)
    assert world.advice.tell_all(DAY) == 5
    world.restart()
    world.drop()
    assert world.advice.tell_all(DAY) == 0
    assert world.waiting() == []


def test_one_room_a_person_for_ever(world):
    for day in ("2026-10-01", "2026-10-02"):
        world.drop(day=day)
        world.drop(day=day, user="@ito:x")
        world.advice.tell_all(DAY)
        world.restart()
    assert world.chat.calls.count("create_room") == 2
    assert len(world.chat.sent) == 4


@pytest.mark.parametrize("step", ["create_room", "send"])
def test_killed_after_any_step_nothing_is_lost_and_nothing_told_twice(world, killed, step):
    world.drop()
    world.chat.kill_after = step
    with pytest.raises(killed):
        world.advice.tell_all(DAY)
    assert world.waiting() == ["000001.json"]
    world.restart()
    world.advice.tell_all(DAY)
    assert len(world.chat.sent) == 1
    assert len(world.chat.rooms) == 1
    assert world.waiting() == []


def test_without_a_transaction_of_its_own_a_kill_would_tell_twice(world, killed, monkeypatch):
    import itertools

    ids = itertools.count()
    monkeypatch.setattr(advice.Word, "key", property(lambda self: f"random-{next(ids)}"))
    world.drop()
    world.chat.kill_after = "send"
    with pytest.raises(killed):
        world.advice.tell_all(DAY)
    world.restart()
    world.advice.tell_all(DAY)
    assert len(world.chat.sent) == 2


def test_killed_between_the_note_and_the_removal_nothing_is_told_twice(world):
    world.drop()
    (kept,) = (world.spool / "new").iterdir()
    data = kept.read_bytes()
    world.advice.tell_all(DAY)
    world.put("000001.json", data)
    world.restart()
    assert world.advice.tell_all(DAY) == 0
    assert world.waiting() == []


def test_a_lost_memory_of_rooms_is_found_again_on_the_server(world):
    world.drop()
    world.advice.tell_all(DAY)
    (world.folder / "steward" / "private-rooms.json").write_bytes(b"{torn")
    world.restart()
    world.drop(rule="etiquette/greeting")
    world.advice.tell_all(DAY)
    assert len(world.chat.rooms) == 1


def test_who_left_the_room_is_invited_again(world):
    world.drop()
    world.advice.tell_all(DAY)
    (room,) = world.chat.rooms
    world.chat.rooms[room]["state"]["m.room.member", "@sato:x"] = {"membership": "leave"}
    world.drop(rule="etiquette/greeting")
    world.advice.tell_all(DAY)
    assert "invite" in world.chat.calls
    assert len(world.chat.sent) == 2


def test_a_server_that_is_away_keeps_everything_waiting(world):
    world.drop()
    world.chat.away = True
    with pytest.raises(ConnectionError):
        world.advice.tell_all(DAY)
    assert world.waiting() == ["000001.json"]
    world.chat.away = False
    assert world.advice.tell_all(DAY) == 1


def test_a_word_the_server_will_never_take_is_put_aside_and_the_next_is_told(world):
    world.drop()
    world.drop(rule="etiquette/greeting", what="挨拶は省いてください。")
    world.chat.refuse = lambda room, content: "挨拶" not in content["body"]
    assert world.advice.tell_all(DAY) == 1
    assert [path.name for path in (world.spool / "bad").iterdir()] == ["000001.json"]
    assert world.waiting() == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 60_000,
        b"{" + b" " * 70_000 + b"}",
        json.dumps(RECORD | {"kind": "gossip"}).encode(),
        json.dumps(RECORD | {"day": "tomorrow"}).encode(),
        json.dumps(RECORD | {"user": 5}).encode(),
        json.dumps(RECORD | {"sticker": ["了解"]}).encode(),
        json.dumps({"kind": "advice"}).encode(),
    ],
)
def test_what_is_no_record_is_put_aside(world, data):
    world.put("000000.json", data)
    world.drop()
    assert world.advice.tell_all(DAY) == 1
    assert [path.name for path in (world.spool / "bad").iterdir()] == ["000000.json"]
    assert world.waiting() == []


def test_a_draft_of_somebody_elses_is_left_alone(world):
    world.put("000001.tmp", b"{")
    assert world.advice.tell_all(DAY) == 0
    assert world.waiting() == ["000001.tmp"]


def test_no_spool_yet_is_no_error(chat, tmp_path):
    assert Advice(chat, tmp_path / "spool", tmp_path / "steward").tell_all(DAY) == 0


def test_what_is_remembered_names_nobody_and_is_forgotten_after_two_weeks(world):
    world.drop()
    world.advice.tell_all(DAY)
    (note,) = (world.folder / "steward" / "told").iterdir()
    assert note.name == "2026-10-01"
    assert "sato" not in note.read_text("ascii")
    assert note.stat().st_mode & 0o777 == 0o600
    world.advice.tell_all(date(2026, 10, 15))
    assert note.exists()
    world.advice.tell_all(date(2026, 10, 16))
    assert not note.exists()


def test_what_lay_in_the_spool_for_weeks_is_not_told_any_more(world):
    world.drop()
    assert world.advice.tell_all(date(2026, 10, 16)) == 0
    assert world.waiting() == []


def test_a_note_torn_by_a_crash_does_not_swallow_the_next(world):
    notes = world.folder / "steward" / "told"
    notes.mkdir(parents=True)
    (notes / "2026-10-01").write_bytes(b"0123456789")
    world.drop()
    world.advice.tell_all(DAY)
    world.drop()
    assert world.advice.tell_all(DAY) == 0


def test_a_room_says_whose_it_is(world):
    world.drop()
    world.advice.tell_all(DAY)
    (room,) = world.chat.rooms
    assert world.chat.state(room, FOR) == {"for": "@sato:x"}

"""A turn of the steward: what it does each time, what now and then, and at once under a new guideline."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from guideline.bundle import load_bundle
from guideline.source import SourceError
from guideline.steward import Places, Work
from guideline.steward.working import BOARDS_EVERY, FURNISH_EVERY

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=9)))
PEOPLE = {
    "@sato:x": {"section": "総務課", "roles": ["職員"]},
    "@hoikuen:x": {"section": "保育園", "roles": ["共用"]},
    "@guideline:x": {"section": "", "roles": []},
}


@pytest.fixture
def guideline():
    return load_bundle("reference").at(NOW.date())


def made(chat, tmp_path, in_force, zone="internet"):
    return Work(chat, "@guideline:x", Places(tmp_path, tmp_path / "spool", None, zone), in_force, lambda: PEOPLE)


def notice(chat, posted):
    board = next(room for room, one in chat.rooms.items() if one["state"]["guideline.room", ""]["name"] == "board")
    content = {"body": "停電点検", "guideline.notice": {"title": "停電点検", "until": "2026-11-30"}}
    stamp = int(posted.timestamp() * 1000)
    one = {"event_id": "$n", "type": "m.room.message", "sender": "@suzuki:x", "content": content}
    chat.rooms[board]["events"].append({**one, "origin_server_ts": stamp})


def test_rooms_are_made_at_the_first_turn_and_looked_at_now_and_then(chat, tmp_path, guideline):
    work = made(chat, tmp_path, lambda: guideline)
    work.turn(NOW, 0.0, 0.0)
    assert len(chat.rooms) == 2
    chat.calls.clear()
    work.turn(NOW, FURNISH_EVERY - 1, 0.0)
    assert "joined_rooms" not in chat.calls
    work.turn(NOW, FURNISH_EVERY, 0.0)
    assert "joined_rooms" in chat.calls


def test_who_has_just_logged_in_is_asked_after_first(chat, tmp_path, guideline):
    people = {f"@u{number:03}:x": {"section": "総務課", "roles": ["職員"]} for number in range(100)}
    chat.unknown = set(people)
    places = Places(tmp_path, tmp_path / "spool", None, "internet")
    work = Work(chat, "@guideline:x", places, lambda: guideline, lambda: people)
    work.turn(NOW, 0.0, 0.0)
    chat.unknown.discard("@u099:x")
    (tmp_path / "spool" / "new").mkdir(parents=True)
    (tmp_path / "spool" / "new" / "1.json").write_text('{"kind": "arrival", "user": "@u099:x"}', encoding="utf-8")
    work.turn(NOW, FURNISH_EVERY, 0.0)
    assert all("@u099:x" in chat.members(room) for room in chat.rooms)


def test_where_somebody_else_makes_the_rooms_none_are_made(chat, tmp_path, guideline):
    made(chat, tmp_path, lambda: guideline, zone="").turn(NOW, 0.0, 0.0)
    assert chat.rooms == {}


def test_the_unread_are_reminded_and_a_shared_account_never(chat, tmp_path, guideline):
    work = made(chat, tmp_path, lambda: guideline)
    work.turn(NOW, 0.0, 0.0)
    notice(chat, NOW - timedelta(minutes=1440))
    work.turn(NOW, BOARDS_EVERY - 1, 0.0)
    assert chat.sent == []
    work.turn(NOW, BOARDS_EVERY, 0.0)
    assert [chat.rooms[one["room"]]["body"]["invite"] for one in chat.sent] == [["@sato:x"]]
    work.turn(NOW, 2 * BOARDS_EVERY, 0.0)
    assert len(chat.sent) == 1


def test_a_new_guideline_is_followed_at_once(chat, tmp_path, guideline):
    from guideline.rehearsal.attended import hurried

    held = [guideline]
    work = made(chat, tmp_path, lambda: held[0])
    work.turn(NOW, 0.0, 0.0)
    notice(chat, NOW - timedelta(minutes=1))
    work.turn(NOW, 1.0, 0.0)
    assert chat.sent == []
    held[0] = hurried(load_bundle("reference")).at(NOW.date())
    work.turn(NOW, 2.0, 0.0)
    assert len(chat.sent) == 1


def test_without_a_guideline_that_can_be_read_nobody_is_reminded_and_the_rest_goes_on(chat, tmp_path):
    def none():
        raise SourceError([])

    work = made(chat, tmp_path, none)
    work.turn(NOW, 0.0, 0.0)
    assert len(chat.rooms) == 2
    assert chat.calls[-1] == "sync"

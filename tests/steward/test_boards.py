"""Notices that must be read: who is reminded, when, once, and who never."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from guideline.bundle import load_bundle
from guideline.steward import Boards, reminding
from guideline.steward.rooms import PrivateRooms

JST = timezone(timedelta(hours=9))
POSTED = datetime(2026, 11, 2, 9, 0, tzinfo=JST)
DUE = POSTED + timedelta(minutes=1440)
SPARED = frozenset({"@guideline:x", "@hoikuen:x"})
STAFF = ("@sato:x", "@suzuki:x", "@tanaka:x", "@hoikuen:x", "@guideline:x")


@pytest.fixture
def board(chat):
    state = {("guideline.room", ""): {"class": "bulletin"}}
    chat.rooms["!board"] = {"state": state, "events": [], "members": list(STAFF)}
    chat.rooms["!talk"] = {"state": {("guideline.room", ""): {"class": "talk"}}, "events": []}
    return chat


@pytest.fixture
def boards(board, tmp_path):
    return Boards(board, PrivateRooms(board, tmp_path / "private-rooms.json"), tmp_path)


def post(chat, event="$n", room="!board", sender="@suzuki:x", until="2026-11-09", posted=POSTED, **content):
    told = {"body": "停電点検\n\n本文", "guideline.notice": {"title": "停電点検", "until": until}, **content}
    chat.rooms[room]["events"].append(
        {
            "event_id": event,
            "type": "m.room.message",
            "sender": sender,
            "content": told,
            "origin_server_ts": int(posted.timestamp() * 1000),
        }
    )


def reminded(chat):
    return sorted(next(iter(chat.rooms[one["room"]]["body"]["invite"])) for one in chat.sent)


def test_the_reference_reminds_after_a_day():
    assert reminding(load_bundle("reference").at(DUE.date())) == 1440


@pytest.mark.parametrize(
    "now, expected",
    [
        (DUE - timedelta(seconds=1), []),
        (DUE, ["@sato:x", "@tanaka:x"]),
        (datetime(2026, 11, 9, 23, 59, tzinfo=JST), ["@sato:x", "@tanaka:x"]),
        (datetime(2026, 11, 10, 0, 0, tzinfo=JST), []),
    ],
)
def test_the_unread_are_reminded_when_it_is_time(board, boards, now, expected):
    post(board)
    assert boards.remind(now, 1440, SPARED) == len(expected)
    assert reminded(board) == expected


def test_a_reminder_names_the_notice_and_its_day_and_comes_once(board, boards, tmp_path):
    post(board)
    boards.remind(DUE, 1440, SPARED)
    assert boards.remind(DUE + timedelta(hours=1), 1440, SPARED) == 0
    assert len(board.sent) == 2
    assert all("「停電点検」" in one["content"]["body"] and "11月9日" in one["content"]["body"] for one in board.sent)
    kept = "".join(path.read_text() for path in (tmp_path / "reminded").iterdir())
    assert "sato" not in kept


def test_who_has_read_it_is_left_in_peace(board, boards):
    post(board)
    post(board, "$later", until=None)
    board.receipts_of = {"$n": {"m.read": {"@sato:x": {"ts": 1}}}, "$later": {"m.read": {"@tanaka:x": {"ts": 1}}}}
    assert boards.remind(DUE, 1440, SPARED) == 0


def test_a_mark_before_the_notice_is_none_on_it(board, boards):
    post(board, "$older", until=None)
    post(board)
    board.receipts_of = {"$older": {"m.read": {"@sato:x": {"ts": 1}, "@tanaka:x": {"ts": 1}}}}
    assert boards.remind(DUE, 1440, SPARED) == 2


def test_a_crash_between_sending_and_noting_sends_nothing_twice(board, boards, killed):
    post(board)
    board.kill_after = "send"
    with pytest.raises(killed):
        boards.remind(DUE, 1440, SPARED)
    boards.remind(DUE, 1440, SPARED)
    assert reminded(board) == ["@sato:x", "@tanaka:x"]


def test_only_boards_and_only_what_must_be_read(board, boards):
    post(board, room="!talk")
    post(board, "$plain", **{"guideline.notice": {"title": "知らせ"}})
    assert boards.remind(DUE, 1440, SPARED) == 0


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"content": 5},
        {"type": "m.room.message", "content": {"guideline.notice": "x"}, "origin_server_ts": 1},
        {"type": "m.room.message", "content": {"guideline.notice": {"until": "2026-11-09"}}, "origin_server_ts": 10**30},
        {"type": "m.room.message", "content": {"guideline.notice": {"until": ["2026"]}}, "origin_server_ts": 1},
    ],
)  # fmt: skip
def test_events_out_of_shape_remind_nobody(board, boards, event):
    board.rooms["!board"]["events"].append(event)
    assert boards.remind(DUE, 1440, SPARED) == 0


def test_one_who_cannot_be_told_keeps_nobody_else_from_it(board, boards):
    post(board)
    board.refuse = lambda room, content: "@sato:x" in board.rooms[room]["body"]["invite"]
    assert boards.remind(DUE, 1440, SPARED) == 1


def test_a_server_that_is_away_is_said(board, boards):
    board.away = True
    with pytest.raises(ConnectionError):
        boards.remind(DUE, 1440, SPARED)


def test_what_was_told_is_forgotten_in_the_end(board, boards, tmp_path):
    post(board)
    boards.remind(DUE, 1440, SPARED)
    boards.remind(DUE + timedelta(days=200), 1440, SPARED)
    assert list((tmp_path / "reminded").iterdir()) == []

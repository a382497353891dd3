from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from guideline.steward import Check, Checks

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 10, 1, 9, 0, tzinfo=JST)
TEXT = "地震がありました。無事なら、この投稿を読んでください。"
STEWARD = "@guideline:x"


@pytest.fixture
def checks(tmp_path):
    return Checks(tmp_path / "safety")


def test_a_check_is_posted_once_and_remembered(checks, chat):
    check = checks.post(chat, "!board:x", TEXT, NOW)
    assert checks.latest() == check == Check("20261001T090000000000", "!board:x", "$1", NOW)
    assert chat.sent[0]["content"] == {"msgtype": "m.text", "body": TEXT, "guideline.safety": check.id}


def test_killed_right_after_the_post_it_is_not_posted_again(checks, chat, killed):
    chat.kill_after = "send"
    with pytest.raises(killed):
        checks.post(chat, "!board:x", TEXT, NOW)
    assert checks.latest().event == ""
    check = checks.post(chat, "!board:x", TEXT, NOW + timedelta(minutes=1))
    assert len(chat.sent) == 1
    assert check.posted == NOW  # the minutes count from the first attempt: nobody is phoned late


def test_a_server_that_is_away_leaves_a_beginning_that_is_taken_up(checks, chat):
    chat.away = True
    with pytest.raises(ConnectionError):
        checks.post(chat, "!board:x", TEXT, NOW)
    chat.away = False
    checks.post(chat, "!board:x", TEXT, NOW + timedelta(minutes=1))
    assert len(chat.sent) == 1


def test_a_second_check_is_a_check_of_its_own(checks, chat):
    first = checks.post(chat, "!board:x", TEXT, NOW)
    second = checks.post(chat, "!board:x", TEXT, NOW + timedelta(hours=1))
    assert first.id != second.id
    assert len(chat.sent) == 2
    assert checks.latest() == second
    assert checks.find(first.id) == first


def test_who_has_read_is_remembered_even_when_the_server_forgets(checks, chat):
    check = checks.post(chat, "!board:x", TEXT, NOW)
    chat.receipts_of = {check.event: {"m.read": {"@sato:x": {"ts": 1}}}}
    assert checks.follow(chat, check, STEWARD).confirmed == {"@sato:x"}
    chat.receipts_of = {"$later": {"m.read": {"@sato:x": {"ts": 2}}}}
    assert checks.follow(chat, checks.latest(), STEWARD).confirmed == {"@sato:x"}


def test_later_posts_and_their_receipts_count_over_many_pages(checks, chat):
    check = checks.post(chat, "!board:x", TEXT, NOW)
    for number in range(250):
        event = {"event_id": f"$n{number}", "type": "m.room.message", "sender": STEWARD, "content": {}}
        chat.rooms["!board:x"]["events"].append(event)
    chat.rooms["!board:x"]["events"][3]["sender"] = "@ito:x"
    chat.receipts_of = {"$n0": {"m.read": {"@sato:x": {"ts": 1}}}}
    assert checks.follow(chat, check, STEWARD).confirmed == {"@sato:x", "@ito:x"}


def test_what_came_before_the_post_does_not_count(checks, chat):
    before = {"event_id": "$before", "type": "m.room.message", "sender": "@ito:x", "content": {}}
    chat.rooms["!board:x"] = {"state": {}, "events": [before]}
    check = checks.post(chat, "!board:x", TEXT, NOW)
    chat.receipts_of = {"$before": {"m.read": {"@sato:x": {"ts": 1}}}}
    assert checks.follow(chat, check, STEWARD).confirmed == frozenset()


def test_a_post_that_is_not_in_sight_counts_by_its_own_receipts_alone(checks, chat):
    check = checks.post(chat, "!board:x", TEXT, NOW)
    chat.rooms["!board:x"]["events"] = [
        {"event_id": "$other", "type": "m.room.message", "sender": "@ito:x", "content": {}}
    ]
    chat.receipts_of = {check.event: {"m.read": {"@sato:x": {"ts": 1}}}}
    assert checks.follow(chat, check, STEWARD).confirmed == {"@sato:x"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"room": 1}',
        b'{"room":"!r","event":"$e","posted":"soon","confirmed":[]}',
        b'{"room":"!r","event":"$e","posted":"2026-10-01T09:00:00","confirmed":[]}',
        b'{"room":"!r","event":"$e","posted":"2026-10-01T09:00:00+09:00","confirmed":5}',
    ],
)
def test_a_damaged_file_is_no_check(checks, chat, tmp_path, data):
    good = checks.post(chat, "!board:x", TEXT, NOW)
    (tmp_path / "safety" / "99999999T000000.json").write_bytes(data)
    assert checks.find("99999999T000000") is None
    assert checks.latest() == good


def test_no_check_at_all(checks):
    assert checks.latest() is None
    assert checks.find("1") is None

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.steward import Check, Person, confirmed, standing

JST = timezone(timedelta(hours=9))
POSTED = datetime(2026, 10, 1, 9, 0, tzinfo=JST)
SERVER = "chat.kakuu.example"
PEOPLE = (
    Person("sato", "佐藤 花子", "総務課", ("職員",), "内線1001"),
    Person("ito", "伊藤 健", "防災課", ("課長",), ""),
    Person("duty", "当直", "防災課", ("共用",), "内線2000"),
)
POST = "$post"


def mxid(user):
    return f"@{user}:{SERVER}"


def message(event, sender, kind="m.room.message", **more):
    return {"event_id": event, "sender": mxid(sender), "type": kind, **more}


def receipt(event, user, kind="m.read", **more):
    return {event: {kind: {mxid(user): {"ts": 1, **more}}}}


def names(people):
    return [person.user for person in people]


@pytest.mark.parametrize(
    "read, minutes, after, unread, phone",
    [
        ((), 5, 0, ["sato", "ito"], []),
        ((), 5, 299, ["sato", "ito"], []),
        ((), 5, 300, ["sato", "ito"], ["sato", "ito"]),
        ((), 5, 301, ["sato", "ito"], ["sato", "ito"]),
        (("sato",), 5, 301, ["ito"], ["ito"]),
        (("sato", "ito"), 5, 301, [], []),
        (("duty",), 5, 301, ["sato", "ito"], ["sato", "ito"]),
        (("stranger",), 5, 301, ["sato", "ito"], ["sato", "ito"]),
        ((), 0, 0, ["sato", "ito"], ["sato", "ito"]),
        ((), 3, 200, ["sato", "ito"], ["sato", "ito"]),
        ((), 5, -60, ["sato", "ito"], []),
    ],
)
def test_whom_to_phone(read, minutes, after, unread, phone):
    check = Check("1", "!r:x", POST, POSTED, frozenset(map(mxid, read)))
    shown = standing(check, PEOPLE, SERVER, minutes, POSTED + timedelta(seconds=after))
    assert names(shown.unread) == unread
    assert names(shown.phone) == phone
    assert names(shown.shared) == ["duty"]
    assert shown.due == POSTED + timedelta(minutes=minutes)


def test_the_clocks_zone_does_not_matter():
    now = (POSTED + timedelta(minutes=5)).astimezone(UTC)
    check = Check("1", "!r:x", POST, POSTED)
    assert standing(check, PEOPLE, SERVER, 5, now).phone
    assert not standing(check, PEOPLE, SERVER, 5, now - timedelta(seconds=1)).phone


LATER = (message("$3", "ito"), message("$2", "sato", kind="m.reaction"), message(POST, "guideline"))


@pytest.mark.parametrize(
    "later, receipts, users",
    [
        ((), {}, []),
        ((message(POST, "guideline"),), receipt(POST, "sato"), ["sato"]),
        ((), receipt(POST, "sato"), ["sato"]),
        # A receipt on anything after it covers it; one on something before doesn't.
        ((message("$2", "ito"), message(POST, "guideline")), receipt("$2", "sato"), ["ito", "sato"]),
        ((message(POST, "guideline"),), receipt("$before", "sato"), []),
        # Hidden read marks count as unread.
        ((message(POST, "guideline"),), receipt(POST, "sato", kind="m.read.private"), []),
        # Reading some other thread says nothing about the post.
        ((message(POST, "guideline"),), receipt(POST, "sato", thread_id="main"), ["sato"]),
        ((message(POST, "guideline"),), receipt(POST, "sato", thread_id=POST), ["sato"]),
        ((message(POST, "guideline"),), receipt(POST, "sato", thread_id="$other"), []),
        # Writing or reacting after it confirms; being invited or joined doesn't, nor does the post itself.
        (LATER, {}, ["ito", "sato"]),
        ((message("$2", "sato", kind="m.room.member", state_key="x"), message(POST, "guideline")), {}, []),
        ((message("$2", "sato", kind="m.room.topic", state_key=""), message(POST, "guideline")), {}, []),
        # Whatever else a server may answer.
        ((), {POST: None}, []),
        ((), {POST: {"m.read": None}}, []),
        ((), {POST: {"m.read": {mxid("sato"): None}}}, ["sato"]),
    ],
)
def test_who_has_confirmed(later, receipts, users):
    assert sorted(confirmed(POST, later, receipts)) == [mxid(user) for user in users]


USERS = st.frozensets(st.sampled_from([mxid(person.user) for person in PEOPLE]))
MINUTES = st.integers(0, 60)
SECONDS = st.integers(-600, 7200)


@given(USERS, USERS, MINUTES, SECONDS)
def test_more_confirmations_never_add_anybody_to_the_unread(before, more, minutes, seconds):
    now = POSTED + timedelta(seconds=seconds)
    check = Check("1", "!r:x", POST, POSTED, before)
    earlier = standing(check, PEOPLE, SERVER, minutes, now)
    later = standing(check.with_confirmed(more), PEOPLE, SERVER, minutes, now)
    assert set(later.unread) <= set(earlier.unread)
    assert set(later.phone) <= set(earlier.phone)
    assert set(later.read) >= set(earlier.read)


@given(USERS, MINUTES, SECONDS, st.integers(0, 7200))
def test_time_alone_never_shortens_the_list_of_calls(users, minutes, seconds, more):
    check = Check("1", "!r:x", POST, POSTED, users)
    now = POSTED + timedelta(seconds=seconds)
    earlier = standing(check, PEOPLE, SERVER, minutes, now)
    later = standing(check, PEOPLE, SERVER, minutes, now + timedelta(seconds=more))
    assert set(later.phone) >= set(earlier.phone)
    assert later.unread == earlier.unread


@given(USERS, MINUTES, MINUTES, SECONDS)
def test_fewer_minutes_never_phone_fewer(users, minutes, fewer, seconds):
    check = Check("1", "!r:x", POST, POSTED, users)
    now = POSTED + timedelta(seconds=seconds)
    few, many = sorted((minutes, fewer))
    soon, late = (standing(check, PEOPLE, SERVER, m, now).phone for m in (few, many))
    assert set(soon) >= set(late)


@given(USERS, MINUTES, SECONDS)
def test_everybody_is_in_exactly_one_list(users, minutes, seconds):
    check = Check("1", "!r:x", POST, POSTED, users)
    shown = standing(check, PEOPLE, SERVER, minutes, POSTED + timedelta(seconds=seconds))
    assert sorted(names(shown.read + shown.unread + shown.shared)) == sorted(names(PEOPLE))
    assert shown.phone in ((), shown.unread)

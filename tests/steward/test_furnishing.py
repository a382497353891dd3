"""The site's own rooms: made once, found again, forgotten with an older database; who is brought in, and who isn't."""

from __future__ import annotations

import pytest
from synapse.config._base import RootConfig
from synapse.config.ratelimiting import RatelimitConfig

from guideline.steward import Furnishing, bring, rooms
from guideline.steward.furnishing import MOST_A_LOOK, STEADY_A_LOOK
from guideline.steward.working import FURNISH_EVERY

TITLES = {"talk": "庁内の連絡", "board": "全庁掲示板"}
STAFF = {"@sato:x", "@suzuki:x", "@tanaka:x"}


def test_rooms_are_made_once_and_found_again(chat):
    kept = []
    made = rooms(chat, {}, "admin", TITLES, kept.append)
    board, talk = (chat.rooms[made[name]] for name in ("board", "talk"))
    assert board["state"]["guideline.room", ""] == {"class": "bulletin", "zone": "admin", "name": "board"}
    assert talk["state"]["guideline.room", ""]["class"] == "talk"
    assert board["body"]["name"] == "全庁掲示板"
    assert board["body"]["creation_content"] == {"m.federate": False}
    # Nobody but the steward says how its rooms are used, and nobody encrypts them.
    assert set(board["body"]["power_level_content_override"]["events"].values()) == {100}
    assert kept[-1] == made
    assert rooms(chat, made, "admin", TITLES, kept.append) == made
    assert rooms(chat, {}, "admin", TITLES, kept.append) == made  # killed before it was written down
    assert len(chat.rooms) == 2


def test_rooms_of_an_older_database_are_forgotten(chat):
    kept = []
    made = rooms(chat, {"talk": "!gone:x", "board": "!gone2:x"}, "admin", TITLES, kept.append)
    assert "!gone:x" not in made.values()
    assert kept[-1] == made
    assert rooms(chat, made, "admin", TITLES, kept.append) == made


def test_a_crash_after_a_room_was_made_leaves_one(chat, killed, tmp_path):
    chat.kill_after = "create_room"
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: STAFF)
    with pytest.raises(killed):
        furnishing.look()
    Furnishing(chat, "admin", tmp_path, lambda: STAFF).look()
    assert len(chat.rooms) == 2


def test_everybody_with_an_account_is_brought_in_and_others_when_they_have_one(chat, tmp_path):
    chat.unknown = {"@tanaka:x"}
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: STAFF)
    assert furnishing.look() == 4
    assert furnishing.look() == 0
    assert all("@tanaka:x" not in chat.members(room) for room in chat.rooms)
    chat.unknown = set()
    assert furnishing.look() == 2
    assert all(set(chat.members(room)) == STAFF for room in chat.rooms)


def test_whoever_left_stays_out_and_a_stranger_is_never_asked_in(chat, tmp_path):
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: STAFF)
    furnishing.look()
    room = next(iter(chat.rooms))
    chat.rooms[room]["state"]["m.room.member", "@sato:x"] = {"membership": "leave"}
    assert furnishing.look() == 0
    assert "@sato:x" not in chat.members(room)
    assert "@other:x" not in chat.members(room)


def test_many_without_an_account_are_asked_after_in_turn(chat, tmp_path):
    staff = {f"@u{number:03}:x" for number in range(3 * MOST_A_LOOK)}
    last = max(staff)
    chat.unknown = staff - {last}
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: staff)
    asked = []
    for _ in range(3):
        chat.calls.clear()
        furnishing.look()
        asked.append(chat.calls.count("exists"))
    # Somebody who is missing from two rooms is asked after once.
    assert asked == [MOST_A_LOOK] * 3
    assert all(last in chat.members(room) for room in chat.rooms)


def test_whoever_has_just_logged_in_waits_for_nobody(chat, tmp_path):
    staff = {f"@u{number:04}:x" for number in range(20 * MOST_A_LOOK)}
    new = sorted(staff)[-2:]
    chat.unknown = set(staff)
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: staff)
    furnishing.look()
    chat.unknown -= set(new)
    furnishing.look()
    assert all(new[0] not in chat.members(room) for room in chat.rooms)
    furnishing.expect([new[1], "@stranger:x", new[1]])
    furnishing.look()
    assert all(new[1] in chat.members(room) and new[0] not in chat.members(room) for room in chat.rooms)
    assert all("@stranger:x" not in chat.members(room) for room in chat.rooms)


def test_no_more_is_asked_than_the_server_answers(chat, tmp_path):
    settings = RatelimitConfig(RootConfig())
    settings.read_config({})
    staff = {f"@u{number:03}:x" for number in range(3 * MOST_A_LOOK)}
    chat.unknown = staff
    furnishing = Furnishing(chat, "admin", tmp_path, lambda: staff)
    left = float(settings.rc_profile.burst_count)
    for _ in range(200):
        chat.calls.clear()
        furnishing.look()
        left = min(left, settings.rc_profile.burst_count) - chat.calls.count("exists")
        assert left > 0
        left += settings.rc_profile.per_second * FURNISH_EVERY
    assert chat.calls.count("exists") == STEADY_A_LOOK


def test_one_who_cannot_be_asked_in_keeps_nobody_else_out(chat, tmp_path, monkeypatch):
    invite = chat.invite

    def refusing(room, user):
        if user == "@sato:x":
            raise PermissionError("403")
        invite(room, user)

    monkeypatch.setattr(chat, "invite", refusing)
    assert Furnishing(chat, "admin", tmp_path, lambda: STAFF).look() == 4


def test_people_of_the_trial_are_brought_into_a_room_once(chat):
    room = chat.create_room({"initial_state": []})
    for _ in range(2):
        bring(chat, room, ["@sato:x", "@suzuki:x"])
    assert set(chat.members(room)) == {"@sato:x", "@suzuki:x"}
    assert chat.calls.count("invite") == 2

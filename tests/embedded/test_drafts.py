"""下書き from any client: a real client, a real server, the real steward."""

from __future__ import annotations

import time
from types import SimpleNamespace

import nio
import pytest

from guideline.homeserver import Client
from tests.embedded.test_messages import logged_in, run, send, words

PASSWORD = "of these tests alone"
STEWARD = "@guideline:chat.kakuu.example"
WHO, OTHER = "uno", "due"
"""Accounts of these tests alone: what the steward tells others is counted elsewhere."""


def direct(site, user):
    """Open a chat with the steward, as a client does; return its id."""

    async def go():
        client = await logged_in(site, user)
        try:
            answer = await client.room_create(
                is_direct=True, invite=[STEWARD], preset=nio.RoomPreset.trusted_private_chat
            )
            assert isinstance(answer, nio.RoomCreateResponse), answer
            return answer.room_id
        finally:
            await client.close()

    return run(go())


def read(site, user, room):
    """Return what the steward wrote into a room, the newest first."""

    async def go():
        client = await logged_in(site, user)
        try:
            page = await client.room_messages(room, start="", limit=30)
            return [one.body for one in page.chunk if one.sender == STEWARD and hasattr(one, "body")]
        finally:
            await client.close()

    return run(go())


@pytest.fixture(scope="module", name="site")
def with_guests(site):
    """The embedded site as two guests know it."""
    secret = (site.state / "secrets" / "registration").read_text("ascii").strip()
    access = site.json("state", "steward", "access.json")
    with Client(access["url"], sleep=time.sleep) as client:
        for user in (WHO, OTHER):
            client.register(secret, user, PASSWORD)
        client.log_in(access["user"], access["password"], "TEST-GUESTS")
        client.invite(site.rooms["talk"], f"@{OTHER}:chat.kakuu.example")
    return SimpleNamespace(url=site.url, rooms=site.rooms, state=site.state, password=lambda _: PASSWORD)


@pytest.fixture(scope="module")
def room(site):
    """A direct chat with the steward."""
    return direct(site, WHO)


def ask(site, wait_for, room, text):
    before = len(read(site, WHO, room))
    assert send(site, WHO, room, text) == ""
    return wait_for(lambda: len(found := read(site, WHO, room)) > before and found, "an answer")[0]


def test_a_draft_is_judged_in_words(site, wait_for, room):
    told = ask(site, wait_for, room, "下書き 了解しました")
    assert "スタンプ" in told
    assert "第9条" in told
    assert ask(site, wait_for, room, "下書き：3時に伺います") == "直すところはありません。このまま送れます。"
    assert "続けて" in ask(site, wait_for, room, "下書き")


def test_what_is_no_draft_gets_no_answer(site, wait_for, room):
    assert send(site, WHO, room, "下書きの件はどうなりましたか") == ""
    assert "直すところ" in ask(site, wait_for, room, "下書き 会議は10時です")
    assert "続けて" in ask(site, wait_for, room, "下書き\n")


def test_a_draft_in_a_room_is_answered_to_its_writer_alone(site, wait_for):
    wait_for(lambda: send(site, OTHER, "talk", "3時に伺います") == "", "the guest to be in the room")
    before = read(site, OTHER, site.rooms["talk"])
    assert send(site, OTHER, "talk", "下書き\n了解しました") == ""
    wait_for(lambda: any("第9条" in one and "件あります" in one for one in words(site, OTHER)), "the answer")
    assert read(site, OTHER, site.rooms["talk"]) == before


def test_a_draft_lies_in_no_log_and_no_file_of_the_steward(site, wait_for, room):
    mark = "ひみつのしるし七三五一"
    ask(site, wait_for, room, f"下書き {mark}です")
    files = [path for path in (site.state / "state" / "steward").rglob("*") if path.is_file()]
    files += [path for path in (site.state / "logs").iterdir() if path.is_file()]
    files += [path for path in (site.state / "state" / "spool").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert mark.encode() not in path.read_bytes(), path

"""The stickers of the real thing: drawn at `up`, uploaded once, offered in the rooms, sent and reacted with."""

from __future__ import annotations

import hashlib
import json

import nio
import pytest

from tests.embedded.test_messages import answer_to, logged_in, run, send

PACKS = ("im.ponies.room_emotes", "m.room.image_pack")

pytestmark = pytest.mark.programs


def pack(site, room="talk", kind=PACKS[0], user="sato"):
    """Return a room's pack as a client of that person reads it."""

    async def go():
        client = await logged_in(site, user)
        try:
            answer = await client.room_get_state_event(site.rooms[room], kind, "guideline")
            return getattr(answer, "content", {})
        finally:
            await client.close()

    return run(go())


def download(site, url):
    async def go():
        client = await logged_in(site, "ito")
        try:
            return (await client.download(url)).body
        finally:
            await client.close()

    return run(go())


@pytest.fixture
def offered(site, wait_for):
    wait_for(lambda: pack(site).get("images"), "the pack")
    return pack(site)


def test_every_room_offers_what_was_drawn(site, wait_for, offered):
    told = site.json("config", "stickers", "stickers.json")["stickers"]
    assert list(offered["images"]) == [one["id"] for one in told]
    assert offered["pack"]["usage"] == ["sticker"]
    for one in told:
        image = offered["images"][one["id"]]
        assert image["body"] == one["label"]
        assert hashlib.sha256(download(site, image["url"])).hexdigest() == one["digest"]
    for room in ("talk", "board"):
        for kind in PACKS:
            assert pack(site, room, kind) == offered


def test_a_sticker_and_its_reaction_are_sent(site, offered):
    name, image = next(iter(offered["images"].items()))
    sent = answer_to(
        site, "sato", "talk", {"body": image["body"], "url": image["url"], "info": image["info"]}, "m.sticker"
    )
    assert isinstance(sent, nio.RoomSendResponse), name
    about = {"rel_type": "m.annotation", "event_id": sent.event_id, "key": image["guideline.reaction"]}
    reacted = answer_to(site, "ito", "talk", {"m.relates_to": about}, "m.reaction")
    assert isinstance(reacted, nio.RoomSendResponse)


def test_a_second_steward_uploads_nothing_and_a_changed_picture_replaces(site, wait_for, offered, tmp_path):
    """What the server already has is found in the rooms; one new picture is one upload."""
    import shutil
    import time

    from guideline.homeserver import Client
    from guideline.steward import Stickers

    access = site.json("state", "steward", "access.json")
    folder = tmp_path / "stickers"
    shutil.copytree(site.state / "config" / "stickers", folder)
    with Client(access["url"], sleep=time.sleep) as client:
        client.log_in(access["user"], access["password"], "TEST-STICKERS")
        assert Stickers(client, folder).offer() == 0
        assert pack(site) == offered
        listing = json.loads((folder / "stickers.json").read_bytes())
        entry = listing["stickers"][0]
        data = (folder / entry["file"]).read_bytes() + b"\0"
        (folder / entry["file"]).write_bytes(data)
        entry["digest"] = hashlib.sha256(data).hexdigest()
        (folder / "stickers.json").write_text(json.dumps(listing), "utf-8")
        mine = Stickers(client, folder)
        assert mine.offer() == 1
        assert mine.offer() == 0
        changed = pack(site)["images"]
        assert changed[entry["id"]]["url"] != offered["images"][entry["id"]]["url"]
        assert {key: one for key, one in changed.items() if key != entry["id"]} == {
            key: one for key, one in offered["images"].items() if key != entry["id"]
        }
        assert Stickers(client, site.state / "config" / "stickers").offer() == 1


def test_nobody_else_furnishes_a_room(site, offered):
    assert send(site, "sato", "talk", "3時に伺います") == ""

    async def go():
        client = await logged_in(site, "sato")
        try:
            return await client.room_put_state(site.rooms["talk"], PACKS[0], {"images": {}}, "guideline")
        finally:
            await client.close()

    assert isinstance(run(go()), nio.RoomPutStateError)
    assert pack(site)["images"]

from __future__ import annotations

import hashlib
import json

import pytest

from guideline.steward import Stickers
from guideline.steward.stickers import DIGEST, KEY, PACKS, read_list


def draw(folder, **pictures):
    folder.mkdir(exist_ok=True)
    entries = []
    for name, data in pictures.items():
        (folder / f"{name}.png").write_bytes(data)
        told = {
            "id": name,
            "label": name,
            "meaning": "",
            "reaction": "🙆",
            "file": f"{name}.png",
            "width": 256,
            "height": 256,
        }
        entries.append({**told, "digest": hashlib.sha256(data).hexdigest()})
    value = {"format": "guideline/stickers/1", "title": "架空市", "stickers": entries}
    (folder / "stickers.json").write_text(json.dumps(value), "utf-8")
    return value


class World:
    def __init__(self, chat, folder):
        self.chat = chat
        self.folder = folder / "stickers"
        for name in ("talk", "board"):
            chat.rooms[f"!{name}:x"] = {"state": {("guideline.room", ""): {"class": "talk"}}, "events": []}
        chat.rooms["!private:x"] = {"state": {}, "events": []}
        draw(self.folder, a=b"A", b=b"B")
        self.restart()

    def restart(self):
        self.stickers = Stickers(self.chat, self.folder)

    def pack(self, room="!talk:x", kind=PACKS[0]):
        return self.chat.rooms[room]["state"].get((kind, KEY), {})


@pytest.fixture
def world(chat, tmp_path):
    return World(chat, tmp_path)


def test_uploaded_once_and_offered_in_every_room_for_staff(world):
    assert world.stickers.offer() == 2
    assert [name for name, _, _ in world.chat.uploads] == ["a.png", "b.png"]
    for room in ("!talk:x", "!board:x"):
        for kind in PACKS:
            assert list(world.pack(room, kind)["images"]) == ["a", "b"]
    assert world.pack("!private:x") == {}
    world.chat.calls.clear()
    assert world.stickers.offer() == 0
    assert set(world.chat.calls) == {"joined_rooms"}


def test_a_new_steward_finds_what_is_there(world):
    world.stickers.offer()
    world.restart()
    world.chat.calls.clear()
    assert world.stickers.offer() == 0
    assert "upload" not in world.chat.calls
    assert "set_state" not in world.chat.calls


def test_without_digests_in_the_rooms_it_would_upload_again(world, monkeypatch):
    monkeypatch.setattr("guideline.steward.stickers.DIGEST", "no")
    world.stickers.offer()
    monkeypatch.setattr("guideline.steward.stickers.DIGEST", DIGEST)
    world.restart()
    assert world.stickers.offer() == 2


def test_a_changed_picture_replaces_and_a_new_room_is_furnished(world):
    world.stickers.offer()
    draw(world.folder, a=b"A", b=b"new", c=b"C")
    world.chat.rooms["!new:x"] = {"state": {("guideline.room", ""): {"class": "talk"}}, "events": []}
    assert world.stickers.offer() == 2
    for room in ("!talk:x", "!board:x", "!new:x"):
        assert list(world.pack(room)["images"]) == ["a", "b", "c"]
        assert world.pack(room)["images"]["b"][DIGEST] == hashlib.sha256(b"new").hexdigest()
    assert world.pack()["images"]["a"]["url"] == "mxc://x/1"


@pytest.mark.parametrize("step", ["upload", "set_state"])
def test_killed_after_any_step_all_is_well_in_the_end(world, killed, step):
    world.chat.kill_after = step
    with pytest.raises(killed):
        world.stickers.offer()
    world.restart()
    world.stickers.offer()
    for room in ("!talk:x", "!board:x"):
        assert [world.pack(room, kind) == world.pack() for kind in PACKS] == [True, True]
    assert len(world.chat.uploads) <= 3


def test_a_room_of_somebody_else_does_not_stop_the_others(world):
    world.chat.refuse = lambda room, _: room == "!talk:x"
    world.stickers.offer()
    assert world.pack("!board:x")["images"]
    world.chat.calls.clear()
    world.stickers.offer()
    assert "set_state" not in world.chat.calls


@pytest.mark.parametrize(
    "change",
    [
        lambda folder, value: value.update(format="2"),
        lambda folder, value: value.update(stickers=[]),
        lambda folder, value: value.update(stickers=value["stickers"] * 201),
        lambda folder, value: value["stickers"][0].update(file="../a.png"),
        lambda folder, value: value["stickers"][0].update(label=1),
        lambda folder, value: value["stickers"][0].pop("width"),
        lambda folder, value: (folder / "a.png").write_bytes(b"other"),
        lambda folder, value: (folder / "a.png").unlink(),
    ],
)
def test_a_list_that_is_not_right_offers_nothing(world, caplog, change):
    value = draw(world.folder, a=b"A")
    change(world.folder, value)
    (world.folder / "stickers.json").write_text(json.dumps(value), "utf-8")
    assert read_list(world.folder) == ("", [])
    assert "can't be read" in caplog.text
    assert world.stickers.offer() == 0


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_a_broken_list_offers_nothing(world, data):
    (world.folder / "stickers.json").write_bytes(data)
    assert world.stickers.offer() == 0


def test_no_list_is_no_fault(tmp_path, caplog):
    assert read_list(tmp_path) == ("", [])
    assert caplog.text == ""

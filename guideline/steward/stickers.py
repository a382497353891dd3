"""Offers the stickers that were drawn: uploaded once, and named in each room as an image pack (MSC2545).

What was uploaded is remembered where clients read it, in the rooms' own packs: a picture's entry there tells its
digest, so that nothing is uploaded twice and a changed picture replaces the old one.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guideline.steward.chat import Chat

ROOM = "guideline.room"
PACKS = ("im.ponies.room_emotes", "m.room.image_pack")
"""MSC2545's kinds of state: what clients read today, and what the specification has from 1.19 on."""
KEY = "guideline"
DIGEST = "guideline.digest"
REACTION = "guideline.reaction"

_LIST, _FORMAT = "stickers.json", "guideline/stickers/1"
_MOST, _LARGEST = 200, 256 * 1024
_TEXTS = ("id", "label", "meaning", "reaction", "file", "digest")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn sticker, as ``stickers.json`` lists it."""

    id: str
    label: str
    meaning: str
    reaction: str
    file: str
    digest: str
    width: int
    height: int


class Stickers:
    """The folder of drawn stickers on one side, the rooms that the steward keeps on the other."""

    def __init__(self, chat: Chat, folder: Path) -> None:
        self._chat = chat
        self._folder = folder
        self._known: dict[str, str] = {}
        self._asked: set[str] = set()
        self._offered: dict[str, Mapping[str, Any]] = {}

    def offer(self) -> int:
        """See that every room of the site has the stickers as drawn; return how many pictures were uploaded.

        Raises ConnectionError when the server is away. Without drawn stickers, rooms stay as they are.
        """
        title, pictures = read_list(self._folder)
        if not pictures:
            return 0
        rooms = list(self._rooms())
        uploaded = sum(self._upload(picture) for picture in pictures)
        pack = self._pack(title, pictures)
        for room in rooms:
            if self._offered[room] != pack:
                self._set(room, pack)
        return uploaded

    def _rooms(self) -> Iterator[str]:
        """Yield the rooms that are for staff, each asked once what it is and what it offers."""
        for room in self._chat.joined_rooms():
            if room not in self._asked:
                if self._chat.state(room, ROOM):
                    packs = [self._chat.state(room, kind, KEY) for kind in PACKS]
                    self._offered[room] = packs[0] if packs[0] == packs[1] else {}
                    self._remember(packs[0])
                self._asked.add(room)
            if room in self._offered:
                yield room

    def _remember(self, pack: Mapping[str, Any]) -> None:
        images = pack.get("images")
        for image in images.values() if isinstance(images, Mapping) else ():
            digest, url = (image.get(DIGEST), image.get("url")) if isinstance(image, Mapping) else (None, None)
            if isinstance(digest, str) and isinstance(url, str):
                self._known.setdefault(digest, url)

    def _upload(self, picture: Picture) -> int:
        if picture.digest in self._known:
            return 0
        data = (self._folder / picture.file).read_bytes()
        self._known[picture.digest] = self._chat.upload(data, "image/png", picture.file)
        return 1

    def _pack(self, title: str, pictures: list[Picture]) -> Mapping[str, Any]:
        images = {}
        for one in pictures:
            size = (self._folder / one.file).stat().st_size
            info = {"mimetype": "image/png", "w": one.width, "h": one.height, "size": size}
            said = {"url": self._known[one.digest], "body": one.label, "info": info, "usage": ["sticker"]}
            images[one.id] = {**said, DIGEST: one.digest, REACTION: one.reaction}
        about = {"display_name": title, "usage": ["sticker"], "avatar_url": self._known[pictures[0].digest]}
        return {"pack": about, "images": images}

    def _set(self, room: str, pack: Mapping[str, Any]) -> None:
        try:
            for kind in PACKS:
                self._chat.set_state(room, kind, KEY, pack)
        except PermissionError as error:
            # Somebody else's room: it isn't ours to furnish, and isn't asked again before the next start.
            logger.warning("steward: a room takes no stickers (%s)", type(error).__name__)
        self._offered[room] = pack


def read_list(folder: Path) -> tuple[str, list[Picture]]:
    """Return the pack's title and what was drawn; nothing where there is no list or a picture isn't what it says."""
    if not (folder / _LIST).is_file():
        return "", []
    try:
        value = _listed(folder)
        pictures = [_picture(folder, entry) for entry in value["stickers"]]
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        logger.warning("steward: the drawn stickers can't be read (%s)", type(error).__name__)
        return "", []
    return str(value.get("title", "")), pictures


def _listed(folder: Path) -> dict[str, Any]:
    with (folder / _LIST).open("rb") as stream:
        value: dict[str, Any] = json.loads(stream.read(_LARGEST))
    if value["format"] != _FORMAT or not 0 < len(value["stickers"]) <= _MOST:
        raise ValueError("format")
    return value


def _picture(folder: Path, entry: Mapping[str, Any]) -> Picture:
    texts = {name: entry[name] for name in _TEXTS}
    if not all(isinstance(text, str) for text in texts.values()) or "/" in texts["file"]:
        raise ValueError("entry")
    with (folder / texts["file"]).open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST or hashlib.sha256(data).hexdigest() != texts["digest"]:
        raise ValueError("picture")
    return Picture(**texts, width=int(entry["width"]), height=int(entry["height"]))

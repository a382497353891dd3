"""Tells writers what the module found: in private, at most once a person, rule and day; and hears who has arrived.

The spool's file is removed only after the word was sent and noted; the word's transaction id is made of
person, rule and day, so that a word sent just before a crash isn't sent again after it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guideline.steward import disk
from guideline.steward.chat import Chat
from guideline.steward.rooms import PrivateRooms
from guideline.words import say

MAX_BYTES = 64 * 1024
KEPT_DAYS = 14
"""So long it is remembered what was told; what lies in the spool longer isn't told any more."""

_TEXTS = ("kind", "user", "rule", "number", "title", "what", "why", "day")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to tell one person; ``day`` is the day on which it arose."""

    kind: str
    user: str
    rule: str
    number: str
    title: str
    what: str
    why: str
    sticker: str | None
    day: date

    @property
    def key(self) -> str:
        """What tells this word from others; a digest, so that no list of persons arises."""
        parts = json.dumps([self.kind, self.user, self.rule, self.day.isoformat()])
        return hashlib.sha256(parts.encode("utf-8")).hexdigest()

    def text(self) -> str:
        """Return the Japanese text to send."""
        return say(
            "ja",
            f"steward.{self.kind}",
            number=self.number,
            title=self.title,
            what=self.what,
            instead=say("ja", "steward.instead", sticker=self.sticker) if self.sticker else "",
            why=say("ja", "steward.why", why=self.why) if self.why else "",
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody logged in who hadn't before, or whom the register has given another section."""

    user: str


def parse(data: bytes) -> Word | Arrival:
    """Read one record of the spool. Raises ValueError."""
    if len(data) > MAX_BYTES:
        raise ValueError("too large")
    value = json.loads(data)
    if isinstance(value, dict) and value.get("kind") == "arrival" and isinstance(value.get("user"), str):
        return Arrival(value["user"])
    if not isinstance(value, dict) or not all(isinstance(value.get(name), str) for name in _TEXTS):
        raise ValueError("not a record of the module")
    sticker = value.get("sticker")
    if value["kind"] not in {"advice", "refusal"} or not (sticker is None or isinstance(sticker, str)):
        raise ValueError("not a record of the module")
    texts = {name: value[name] for name in _TEXTS if name != "day"}
    return Word(**texts, sticker=sticker, day=date.fromisoformat(value["day"]))


class Advice:
    """The spool on one side, people's private rooms on the other."""

    def __init__(self, chat: Chat, spool: Path, state: Path) -> None:
        self._chat = chat
        self._new = spool / "new"
        self._bad = spool / "bad"
        self._told = state / "told"
        self._arrived: list[str] = []
        self.rooms = PrivateRooms(chat, state / "private-rooms.json")

    def tell_all(self, today: date) -> int:
        """Tell what waits in the spool; return how many words were sent.

        Raises ConnectionError when the server is away; what isn't told yet stays in the spool.
        """
        self._forget(today)
        sent = 0
        for path in self._waiting():
            read = self._read(path)
            if isinstance(read, Arrival):
                self._arrived.append(read.user)
            elif read is not None and self._due(read, today):
                sent += self._tell(read, path)
            if path.exists():
                path.unlink()
        return sent

    def arrivals(self) -> list[str]:
        """Return who has arrived since this was last asked."""
        arrived, self._arrived = self._arrived, []
        return arrived

    def _waiting(self) -> Iterator[Path]:
        if self._new.is_dir():
            yield from sorted(path for path in self._new.iterdir() if path.suffix == ".json")

    def _read(self, path: Path) -> Word | Arrival | None:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        try:
            return parse(data)
        except (ValueError, RecursionError):
            logger.warning("steward: %s is no record; put aside", path.name)
            self._put_aside(path)
            return None

    def _due(self, word: Word, today: date) -> bool:
        if word.day < today - timedelta(days=KEPT_DAYS):
            return False
        return word.key not in disk.lines(self._told / word.day.isoformat())

    def _tell(self, word: Word, path: Path) -> int:
        content: Mapping[str, Any] = {"msgtype": "m.notice", "body": word.text()}
        try:
            self._chat.send(self.rooms.room_of(word.user), "m.room.message", content, word.key)
        except PermissionError as error:
            logger.warning("steward: a word can't be told (%s); put aside", type(error).__name__)
            self._put_aside(path)
            return 0
        disk.add_line(self._told / word.day.isoformat(), word.key)
        return 1

    def _put_aside(self, path: Path) -> None:
        self._bad.mkdir(mode=0o700, exist_ok=True)
        path.replace(self._bad / path.name)

    def _forget(self, today: date) -> None:
        oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
        if self._told.is_dir():
            for path in self._told.iterdir():
                if path.name < oldest:
                    path.unlink()

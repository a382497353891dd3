"""Boards: whoever hasn't read a notice that must be read is reminded of it, once and in private.

A notice says of itself that it must be read: ``guideline.notice`` in its content, with ``until``. A reminder's
transaction id is made of the notice and the person, so that one sent just before a crash isn't sent again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from guideline.bundle.model import Guideline, TimerControl
from guideline.bundle.promises import due_at
from guideline.steward import disk
from guideline.steward.chat import Chat
from guideline.steward.rooms import PrivateRooms
from guideline.steward.safety import confirmed
from guideline.words import say

ROOM = "guideline.room"
NOTICE = "guideline.notice"
PAGE = 100
MAX_PAGES = 20
"""So many pages of a board are looked through; a notice further back is reminded of no more."""
MAX_TITLE = 100
KEPT_DAYS = 120


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that must be read: where, whose, its title, when it was posted, and its last day."""

    room: str
    event: str
    sender: str
    title: str
    posted: datetime
    until: date


def reminding(guideline: Guideline) -> int | None:
    """Return after how many minutes the guideline wants the unread reminded; None where it doesn't."""
    timers = [
        one for one in guideline.of(TimerControl) if (one.of, one.when, one.do) == ("must-read", "unread", "remind")
    ]
    return min((one.after for one in timers), default=None)


class Boards:
    """The boards that the steward is in; ``state`` remembers, by digests alone, who was reminded of what."""

    def __init__(self, chat: Chat, rooms: PrivateRooms, state: Path) -> None:
        self._chat = chat
        self._rooms = rooms
        self._reminded = state / "reminded"

    def remind(self, now: datetime, minutes: int, spared: frozenset[str]) -> int:
        """Remind whom it is time to remind; return how many were.

        ``spared`` are users who are never reminded: the steward itself, and accounts that several people share.
        Raises ConnectionError when the server is away, OSError when the disk takes nothing.
        """
        self._forget(now.date())
        return sum(self._board(room, now, minutes, spared) for room in self._boards())

    def _boards(self) -> list[str]:
        return [room for room in self._chat.joined_rooms() if self._chat.state(room, ROOM).get("class") == "bulletin"]

    def _board(self, room: str, now: datetime, minutes: int, spared: frozenset[str]) -> int:
        events = list(self._events(room, now))
        due = [
            (notice, index)
            for index, event in enumerate(events)
            if (notice := read_notice(room, event))
            and now >= due_at(notice.posted, minutes)
            and now.date() <= notice.until
        ]
        if not due:
            return 0
        receipts, members = self._chat.receipts(room), self._chat.members(room)
        sent = 0
        for notice, index in due:
            # The events stand newest first: those up to the notice came after it.
            read = confirmed(notice.event, events[: index + 1], receipts)
            for user in sorted(set(members) - read - spared - {notice.sender}):
                sent += self._tell(notice, user)
        return sent

    def _events(self, room: str, now: datetime) -> Iterator[Mapping[str, Any]]:
        start: str | None = None
        for _ in range(MAX_PAGES):
            page = self._chat.messages(room, start=start, limit=PAGE)
            yield from page.get("chunk", ())
            oldest = _posted(page["chunk"][-1]) if page.get("chunk") else None
            start = page.get("end")
            if not isinstance(start, str) or oldest is None or oldest < now - timedelta(days=KEPT_DAYS):
                return

    def _tell(self, notice: Notice, user: str) -> int:
        key = hashlib.sha256(json.dumps(["remind", notice.event, user]).encode("utf-8")).hexdigest()
        told = self._reminded / notice.posted.date().isoformat()
        if key in disk.lines(told):
            return 0
        text = say("ja", "steward.remind", title=notice.title, month=notice.until.month, day=notice.until.day)
        try:
            self._chat.send(
                self._rooms.room_of(user), "m.room.message", {"msgtype": "m.notice", "body": text}, f"remind-{key[:40]}"
            )
        except PermissionError:
            return 0  # an account that takes no invitation: the writer sees it among the unread
        disk.add_line(told, key)
        return 1

    def _forget(self, today: date) -> None:
        oldest = (today - timedelta(days=KEPT_DAYS)).isoformat()
        if self._reminded.is_dir():
            for path in self._reminded.iterdir():
                if path.name < oldest:
                    path.unlink()


def read_notice(room: str, event: Mapping[str, Any]) -> Notice | None:
    """Return the notice that an event is, if it must be read; whatever else it holds is none."""
    content = event.get("content")
    told = content.get(NOTICE) if isinstance(content, Mapping) else None
    posted = _posted(event)
    if event.get("type") != "m.room.message" or not isinstance(told, Mapping) or posted is None:
        return None
    try:
        until = date.fromisoformat(str(told.get("until")))
    except ValueError:
        return None
    title = " ".join(str(told.get("title") or "").split())[:MAX_TITLE]
    return Notice(room, str(event.get("event_id")), str(event.get("sender")), title, posted, until)


def _posted(event: Mapping[str, Any]) -> datetime | None:
    stamp = event.get("origin_server_ts")
    if not isinstance(stamp, int) or not 0 <= stamp < 253_402_300_799_000:
        return None
    return datetime.fromtimestamp(stamp / 1000, timezone(timedelta(hours=9)))

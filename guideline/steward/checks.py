"""Posts safety checks and follows them: what is on disk, and what the server knows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from guideline.steward import disk
from guideline.steward.chat import Chat
from guideline.steward.safety import Check, confirmed

MAX_PAGES = 200
PAGE = 100


class Checks:
    """The safety checks of one state folder: a file each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def latest(self) -> Check | None:
        """Return the check that was begun last."""
        files = sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
        for path in reversed(files):
            check = self.find(path.stem)
            if check is not None:
                return check
        return None

    def find(self, check_id: str) -> Check | None:
        """Return the check with this id."""
        value = disk.recall(self._folder / f"{check_id}.json")
        try:
            posted = datetime.fromisoformat(value["posted"])
            users = frozenset(str(user) for user in value["confirmed"])
            check = Check(check_id, str(value["room"]), str(value["event"]), posted, users)
        except (KeyError, TypeError, ValueError):
            return None
        return check if posted.tzinfo is not None else None

    def keep(self, check: Check) -> None:
        """Write a check to the disk. Raises OSError."""
        value: dict[str, Any] = {
            "room": check.room,
            "event": check.event,
            "posted": check.posted.isoformat(),
            "confirmed": sorted(check.confirmed),
        }
        disk.keep(self._folder / f"{check.id}.json", value)

    def post(self, chat: Chat, room: str, text: str, now: datetime) -> Check:
        """Post a check and remember it. Raises ConnectionError, PermissionError, OSError.

        A check that was begun but not posted (the machine died in between) is taken up again: the same
        transaction never posts twice.
        """
        begun = self.latest()
        if begun is None or begun.event or begun.room != room:
            begun = Check(now.strftime("%Y%m%dT%H%M%S%f"), room, "", now)
            self.keep(begun)
        content = {"msgtype": "m.text", "body": text, "guideline.safety": begun.id}
        event = chat.send(room, "m.room.message", content, f"safety-{begun.id}")
        check = Check(begun.id, room, event, begun.posted)
        self.keep(check)
        return check

    def follow(self, chat: Chat, check: Check, steward: str) -> Check:
        """Ask the server who has confirmed, and remember it. Raises ConnectionError, PermissionError, OSError."""
        users = confirmed(check.event, _since(chat, check), chat.receipts(check.room)) - {steward}
        followed = check.with_confirmed(users)
        if followed != check:
            self.keep(followed)
        return followed


def _since(chat: Chat, check: Check) -> list[dict[str, Any]]:
    """Return the room's events from the check on, as far as they can be read."""
    found: list[dict[str, Any]] = []
    start: str | None = None
    for _ in range(MAX_PAGES):
        page = chat.messages(check.room, start=start, limit=PAGE)
        for event in page.get("chunk", ()):
            found.append(event)
            if event.get("event_id") == check.event:
                return found
        start = page.get("end")
        if not isinstance(start, str):
            break
    # The post isn't in sight, so no event is known to be after it: only receipts on the post itself count.
    return []

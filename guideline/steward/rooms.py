"""One private room for each person: made once, remembered, and found again when the memory is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from guideline.steward import disk
from guideline.steward.chat import Chat
from guideline.words import say

FOR = "guideline.steward"
"""The state event that tells whose private room it is: ``{"for": user id}``."""


class PrivateRooms:
    """Person → room. The file is a copy: the truth is in the rooms themselves."""

    def __init__(self, chat: Chat, path: Path) -> None:
        self._chat = chat
        self._path = path
        self._rooms: dict[str, str] = {user: room for user, room in disk.recall(path).items() if isinstance(room, str)}
        self._searched = False

    def room_of(self, user: str) -> str:
        """Return the person's room; make it where there is none, invite again who has left."""
        if user not in self._rooms:
            # Whoever else tells people things may have made it meanwhile.
            self._rooms |= {one: room for one, room in disk.recall(self._path).items() if isinstance(room, str)}
        if user not in self._rooms and not self._searched:
            self._search()
        if user not in self._rooms:
            self._rooms[user] = self._chat.create_room(_room(user))
            self._keep()
            return self._rooms[user]
        room = self._rooms[user]
        if self._chat.state(room, "m.room.member", user).get("membership") != "join":
            self._chat.invite(room, user)
        return room

    def _search(self) -> None:
        """Look once through the rooms that aren't known: one may have been made just before a crash."""
        known = set(self._rooms.values())
        for room in self._chat.joined_rooms():
            if room not in known:
                user = self._chat.state(room, FOR).get("for")
                if isinstance(user, str) and user not in self._rooms:
                    self._rooms[user] = room
        self._searched = True
        self._keep()

    def _keep(self) -> None:
        disk.keep(self._path, self._rooms)


def _room(user: str) -> dict[str, Any]:
    return {
        "preset": "private_chat",
        "name": say("ja", "steward.room-name"),
        "topic": say("ja", "steward.room-topic"),
        "is_direct": True,
        "invite": [user],
        "initial_state": [{"type": FOR, "state_key": "", "content": {"for": user}}],
        "creation_content": {"m.federate": False},
    }

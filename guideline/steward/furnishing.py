"""The site's own rooms, a talk and a board: made once, found again, and everybody on the register brought in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from guideline.steward import disk
from guideline.words import say

ROOM = "guideline.room"
NAMES: Mapping[str, str] = {"talk": "talk", "board": "bulletin"}
"""The rooms by name, and how each is used."""
MOST_A_LOOK = 20
"""So many people at most are asked after in one look: those without an account yet may be many."""
STEADY_A_LOOK, AT_ONCE = 8, 300
"""So many are asked after look after look, and so many more at first.

Synapse answers an account one such question a second and five hundred at once (``rc_profile``); whoever asks more is
made to wait, and with the steward everybody who has a draft.
"""

logger = logging.getLogger(__name__)


class RoomServer(Protocol):
    """What making rooms and bringing people in asks of a server; ``guideline.steward.Chat`` offers it."""

    def create_room(self, body: Mapping[str, Any]) -> str:
        """Make a room; return its id."""

    def joined_rooms(self) -> list[str]:
        """Return the rooms of this account."""

    def state(self, room: str, kind: str, key: str = "") -> Mapping[str, Any]:
        """Return the content of a state event."""

    def invite(self, room: str, user: str) -> None:
        """Invite a user unless in the room."""


class Staffed(RoomServer, Protocol):
    """A server that also tells who is in a room and who has an account."""

    def members(self, room: str) -> list[str]:
        """Return the user ids of who is in a room."""

    def exists(self, user: str) -> bool:
        """Tell whether a user has an account."""


class Furnishing:
    """The rooms of one server; ``state`` remembers their ids, ``people`` tells who ought to be in them, by user id."""

    def __init__(self, chat: Staffed, zone: str, state: Path, people: Callable[[], Iterable[str]]) -> None:
        self._chat = chat
        self._zone = zone
        self._file = state / "rooms.json"
        self._people = people
        self._asked: list[str] = []
        self._left = AT_ONCE

    def look(self) -> int:
        """Make the rooms that are missing and bring in who isn't there yet; return how many were.

        People have accounts at their own time: those who haven't are asked after again, some in each look.
        Whoever has left a room isn't brought back. Raises ConnectionError when the server is away.
        """
        titles = {name: say("ja", f"steward.site-{name}") for name in NAMES}
        known = disk.recall(self._file)
        made = rooms(self._chat, known, self._zone, titles, lambda found: disk.keep(self._file, dict(found)))
        people = frozenset(self._people())
        missing: dict[str, list[str]] = {}
        for room in made.values():
            for user in people - set(self._chat.members(room)):
                missing.setdefault(user, []).append(room)
        return sum(self._brought(user, missing[user]) for user in self._turn(missing))

    def expect(self, users: Iterable[str]) -> None:
        """Ask after these first at the next look: they have just logged in."""
        first = dict.fromkeys(users)
        self._asked = [*first, *(user for user in self._asked if user not in first)]

    def _turn(self, missing: Mapping[str, object]) -> list[str]:
        """Return who is asked after in this look; who was asked after comes last the next time."""
        waiting = [*(user for user in self._asked if user in missing), *sorted(set(missing) - set(self._asked))]
        self._left = min(AT_ONCE, self._left + STEADY_A_LOOK)
        count = min(MOST_A_LOOK, self._left, len(waiting))
        self._left -= count
        self._asked = [*waiting[count:], *waiting[:count]]
        return waiting[:count]

    def _brought(self, user: str, made: Iterable[str]) -> int:
        """Bring somebody who has an account into the rooms; return into how many."""
        try:
            return sum(self._invited(room, user) for room in made) if self._chat.exists(user) else 0
        except PermissionError as error:
            logger.warning("steward: nobody tells whether somebody has an account (%s)", type(error).__name__)
            return 0

    def _invited(self, room: str, user: str) -> bool:
        try:
            if self._chat.state(room, "m.room.member", user).get("membership"):
                return False
            self._chat.invite(room, user)
        except PermissionError as error:
            logger.warning("steward: somebody can't be brought into a room (%s)", type(error).__name__)
            return False
        return True


def rooms(
    server: RoomServer,
    known: Mapping[str, Any],
    zone: str,
    titles: Mapping[str, str],
    keep: Callable[[Mapping[str, str]], None],
) -> dict[str, str]:
    """Return the talk room and the board, made under ``titles`` where they don't exist; ``keep`` remembers them.

    A room made just before a crash is found again by its state event; one that the server doesn't know any more
    (its database is older) is forgotten.
    """
    joined = server.joined_rooms()
    found = {name: room for name, room in known.items() if name in NAMES and room in joined}
    if len(found) < len(NAMES):
        for room in joined:
            name = server.state(room, ROOM).get("name")
            if name in NAMES:
                found.setdefault(str(name), room)
    for name, channel in NAMES.items():
        if name not in found:
            found[name] = server.create_room(_room(name, titles[name], channel, zone))
            keep(found)
    if found != known:
        keep(found)
    return found


def bring(server: RoomServer, room: str, users: Iterable[str]) -> None:
    """Bring people who have accounts into a room: the module joins whom the steward invites."""
    for user in users:
        if server.state(room, "m.room.member", user).get("membership") != "join":
            server.invite(room, user)


def _room(name: str, title: str, channel: str, zone: str) -> dict[str, Any]:
    return {
        "preset": "private_chat",
        "name": title,
        "initial_state": [
            {"type": ROOM, "state_key": "", "content": {"class": channel, "zone": zone, "name": name}},
        ],
        "power_level_content_override": {"events": {ROOM: 100, "m.room.encryption": 100}},
        "creation_content": {"m.federate": False},
    }

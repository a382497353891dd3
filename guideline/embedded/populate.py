"""The people and rooms of the embedded site, made once and found again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from guideline.words import say

ROOM = "guideline.room"
STEWARD = "guideline"
"""The steward's local name."""


class Person(Protocol):
    """Whose account it is."""

    @property
    def user(self) -> str:
        """The local name."""

    @property
    def name(self) -> str:
        """The name as written."""

    @property
    def section(self) -> str:
        """The section."""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles."""


class Server(Protocol):
    """What making people and rooms asks of a server; ``guideline.homeserver.Client`` offers it."""

    def register(self, secret: str, user: str, password: str, *, name: str = "", admin: bool = False) -> None:
        """Make an account unless there is one."""

    def create_room(self, body: Mapping[str, Any]) -> str:
        """Make a room; return its id."""

    def joined_rooms(self) -> list[str]:
        """Return the rooms of this account."""

    def state(self, room: str, kind: str, key: str = "") -> Mapping[str, Any]:
        """Return the content of a state event."""

    def invite(self, room: str, user: str) -> None:
        """Invite a user unless in the room."""


def members(people: Iterable[Person], server_name: str) -> dict[str, Any]:
    """Return what the module knows about people: user id → section and roles."""
    return {
        f"@{person.user}:{server_name}": {"section": person.section, "roles": list(person.roles)} for person in people
    }


def register(server: Server, people: Iterable[Person], passwords: Mapping[str, str], secret: str) -> None:
    """Make the accounts that don't exist yet. Raises ConnectionError, PermissionError."""
    server.register(secret, STEWARD, passwords[STEWARD], name=say("ja", "up.steward"))
    for person in people:
        server.register(secret, person.user, passwords[person.user], name=f"{person.name}（{person.section}）")


def rooms(
    server: Server, known: Mapping[str, str], zone: str, keep: Callable[[Mapping[str, str]], None]
) -> dict[str, str]:
    """Return the talk room and the board, made where they don't exist; ``keep`` remembers them.

    A room made just before a crash is found again by its state event.
    """
    found = {name: room for name, room in known.items() if name in {"talk", "board"}}
    if len(found) < 2:
        for room in server.joined_rooms():
            name = server.state(room, ROOM).get("name")
            if name in {"talk", "board"}:
                found.setdefault(name, room)
    for name, channel in (("talk", "talk"), ("board", "bulletin")):
        if name not in found:
            found[name] = server.create_room(_room(name, channel, zone))
            keep(found)
    keep(found)
    return found


def join(server: Server, room: str, users: Iterable[str]) -> None:
    """Bring people into a room: the module joins whom the steward invites."""
    for user in users:
        if server.state(room, "m.room.member", user).get("membership") != "join":
            server.invite(room, user)


def _room(name: str, channel: str, zone: str) -> dict[str, Any]:
    return {
        "preset": "private_chat",
        "name": say("ja", f"up.room-{name}"),
        "initial_state": [
            {"type": ROOM, "state_key": "", "content": {"class": channel, "zone": zone, "name": name}},
        ],
        "power_level_content_override": {"events": {ROOM: 100, "m.room.encryption": 100}},
    }

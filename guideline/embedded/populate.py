"""The people of the embedded site: their accounts, made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from guideline.steward import RoomServer
from guideline.words import say

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


class Server(RoomServer, Protocol):
    """What making people and rooms asks of a server; ``guideline.homeserver.Client`` offers it."""

    def register(self, secret: str, user: str, password: str, *, name: str = "", admin: bool = False) -> None:
        """Make an account unless there is one."""


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

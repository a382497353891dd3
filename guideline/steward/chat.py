"""What the steward needs of a chat server; ``guideline.homeserver.Client`` offers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Chat(Protocol):
    """One account on one server.

    Every call raises ConnectionError when it may work later, PermissionError when it won't work as asked.
    """

    def create_room(self, body: Mapping[str, Any]) -> str:
        """Make a room; return its id."""

    def join(self, room: str) -> None:
        """Follow an invitation."""

    def members(self, room: str) -> list[str]:
        """Return the user ids of who is in a room."""

    def exists(self, user: str) -> bool:
        """Tell whether a user of this server has an account."""

    def invite(self, room: str, user: str) -> None:
        """Invite a user who isn't in the room."""

    def joined_rooms(self) -> list[str]:
        """Return the ids of the account's rooms."""

    def state(self, room: str, kind: str, key: str = "") -> Mapping[str, Any]:
        """Return the content of a state event; empty where there is none."""

    def send(self, room: str, kind: str, content: Mapping[str, Any], transaction: str) -> str:
        """Send an event once per ``transaction``; return its id."""

    def set_state(self, room: str, kind: str, key: str, content: Mapping[str, Any]) -> None:
        """Set the content of a state event."""

    def upload(self, data: bytes, kind: str, name: str) -> str:
        """Give a file to the server; return its ``mxc:`` address."""

    def sync(self, wanted: Mapping[str, Any], since: str = "", wait: float = 0.0) -> Mapping[str, Any]:
        """Return what a filter lets through since ``since``; wait so many seconds for it."""

    def messages(self, room: str, *, start: str | None = None, limit: int = 100) -> Mapping[str, Any]:
        """Return a page of events (``chunk``), the newest first, and where the next begins (``end``)."""

    def receipts(self, room: str) -> Mapping[str, Any]:
        """Return the public receipts: event id → ``m.read`` → user → ``{ts, thread_id?}``."""

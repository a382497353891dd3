"""Who the writers are: the members file that the kit writes from the register of people."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guideline.homeserver.rulings import Member
from guideline.source import SourceError, read_bytes

MAX_BYTES = 32 * 1024 * 1024

logger = logging.getLogger(__name__)


class Members:
    """``members.json``: user id → ``{"section": …, "roles": […]}``; re-read when it changes.

    A file that can't be read leaves the members as they were. Who isn't in it has no section and no role.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: object = None
        self._members: Mapping[str, Member] = {}

    def find(self, user: str) -> Member:
        """Return the member with this user id."""
        return self._members.get(user) or Member(user)

    def look(self) -> None:
        """Read the file again if it has changed."""
        try:
            found = self._path.stat()
            seen: object = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError as error:
            seen = error.strerror
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._members = _members(read_bytes(self._path, MAX_BYTES))
        except (SourceError, ValueError, RecursionError) as error:
            logger.error("guideline: %s can't be used (%s)", self._path, type(error).__name__)  # noqa: TRY400


def _members(data: bytes) -> Mapping[str, Member]:
    rows: Any = json.loads(data)
    if not isinstance(rows, dict):
        raise ValueError("not a mapping")  # noqa: TRY004 - one error for one broken file
    found = {}
    for user, row in rows.items():
        if not isinstance(row, dict) or not isinstance(row.get("section", ""), str):
            raise ValueError("not a member")  # noqa: TRY004 - one error for one broken file
        roles = row.get("roles", [])
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise ValueError("not roles")
        found[user] = Member(user, row.get("section", ""), tuple(roles))
    return found

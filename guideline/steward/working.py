"""The steward at work on one connection: what it does at each turn, and what only now and then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from guideline.bundle.model import Guideline
from guideline.source import SourceError
from guideline.steward.advice import Advice
from guideline.steward.boards import Boards, reminding
from guideline.steward.chat import Chat
from guideline.steward.drafts import Drafts
from guideline.steward.furnishing import Furnishing
from guideline.steward.safety import SHARED_ROLES
from guideline.steward.stickers import Stickers

FURNISH_EVERY = 10.0
"""Seconds between two looks at whether stickers or rooms or people are new."""
BOARDS_EVERY = 60.0
"""Seconds between two looks at who hasn't read what must be read."""

_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie: the steward's own ``state``, the module's ``spool``, the drawn ``stickers`` (None: none).

    ``rooms_of`` is the zone whose rooms the steward makes and keeps; "" where somebody else does.
    """

    state: Path
    spool: Path
    stickers: Path | None
    rooms_of: str = ""


class Work:
    """Everything the steward does; made anew for each connection."""

    def __init__(
        self,
        chat: Chat,
        me: str,
        places: Places,
        in_force: Callable[[], Guideline],
        people: Callable[[], Mapping[str, Mapping[str, Any]]],
    ) -> None:
        """``me`` is the steward's user id; ``people`` returns the members: user id → section and roles."""
        own = places.state / "steward"
        self._me = me
        self._in_force = in_force
        self._people = people
        self._advice = Advice(chat, places.spool, own)
        self._drafts = Drafts(chat, me, own, in_force, self._section_of)
        self._stickers = Stickers(chat, places.stickers) if places.stickers else None
        kept = Furnishing(chat, places.rooms_of, places.state, people) if places.rooms_of else None
        self._rooms = kept
        self._boards = Boards(chat, self._advice.rooms, own)
        self._furnished = self._looked = _NEVER
        self._followed = ""

    def turn(self, now: datetime, clock: float, wait: float) -> None:
        """Do what is due at ``now``, and wait so many seconds for drafts; ``clock`` counts seconds from anywhere.

        Raises ConnectionError when the server is away; what isn't done yet is done at a later turn.
        """
        self._advice.tell_all(now.date())
        if clock - self._furnished >= FURNISH_EVERY:
            arrived = self._advice.arrivals()
            if self._rooms:
                self._rooms.expect(arrived)
                self._rooms.look()
            if self._stickers:
                self._stickers.offer()
            self._furnished = clock
        self._remind(now, clock)
        # Waiting for drafts is the pause between two looks at the spool.
        self._drafts.answer_all(wait)

    def _remind(self, now: datetime, clock: float) -> None:
        """Remind the unread as the guideline of today wants it; without one that can be read, nobody.

        A new guideline may have another delay: it is followed at once.
        """
        try:
            guideline = self._in_force()
        except SourceError:
            return
        if clock - self._looked < BOARDS_EVERY and guideline.digest == self._followed:
            return
        self._looked, self._followed = clock, guideline.digest
        minutes = reminding(guideline)
        if minutes is not None:
            self._boards.remind(now, minutes, frozenset({self._me, *self._shared()}))

    def _section_of(self, user: str) -> str:
        return str(self._people().get(user, {}).get("section", ""))

    def _shared(self) -> list[str]:
        return [user for user, one in self._people().items() if SHARED_ROLES & set(one.get("roles", ()))]

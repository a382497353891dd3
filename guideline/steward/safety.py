"""The safety check as plain values: who has confirmed, who hasn't, whom to phone. No clock, no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guideline.bundle.promises import due_at
from guideline.steward.people import Person

SHARED_ROLES = frozenset({"共用", "shared"})
"""The roles of accounts that several people use: nobody knows who has read."""


@dataclass(frozen=True, slots=True)
class Check:
    """A safety check that was posted. ``event`` is its event id, empty until the server has taken it.

    ``posted`` is an aware time; ``confirmed`` are the user ids that have been seen to read it.
    """

    id: str
    room: str
    event: str
    posted: datetime
    confirmed: frozenset[str] = frozenset()

    def with_confirmed(self, users: Iterable[str]) -> Check:
        """Return the check with more people confirmed; nobody is ever taken out."""
        return Check(self.id, self.room, self.event, self.posted, self.confirmed | frozenset(users))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a check stands: every person is in exactly one of the first three.

    ``shared`` are accounts that can't confirm for anybody. ``phone`` is whom to phone now: the unread
    once ``due`` has come, else nobody.
    """

    read: tuple[Person, ...]
    unread: tuple[Person, ...]
    shared: tuple[Person, ...]
    phone: tuple[Person, ...]
    due: datetime


def is_shared(person: Person) -> bool:
    """Tell whether several people use this account."""
    return any(role in SHARED_ROLES for role in person.roles)


def standing(check: Check, people: Sequence[Person], server_name: str, minutes: int, now: datetime) -> Standing:
    """Return how the check stands at ``now`` when the unread are phoned after ``minutes``."""
    due = due_at(check.posted, minutes)
    shared = tuple(person for person in people if is_shared(person))
    own = [person for person in people if not is_shared(person)]
    read = tuple(person for person in own if f"@{person.user}:{server_name}" in check.confirmed)
    unread = tuple(person for person in own if person not in read)
    return Standing(read, unread, shared, unread if now >= due else (), due)


def confirmed(event: str, later: Sequence[Mapping[str, Any]], receipts: Mapping[str, Any]) -> frozenset[str]:
    """Return who has confirmed the post ``event``.

    ``later`` are the events from the post on (itself among them), ``receipts`` the public receipts of the
    room. A receipt on the post or on anything after it confirms; so does writing anything after it. Private
    receipts don't; nor does reading some other thread.
    """
    positions = {str(one.get("event_id")) for one in later} | {event}
    found = {str(one.get("sender")) for one in later if one.get("event_id") != event and _wrote(one)}
    for position, kinds in receipts.items():
        readers = kinds.get("m.read") if isinstance(kinds, Mapping) else None
        if position in positions and isinstance(readers, Mapping):
            found |= {user for user, receipt in readers.items() if _main(receipt, event)}
    return frozenset(found)


def _wrote(event: Mapping[str, Any]) -> bool:
    """Membership and other state may be somebody else's doing; a message or a reaction is one's own."""
    return "state_key" not in event and event.get("type") in {"m.room.message", "m.reaction", "m.sticker"}


def _main(receipt: object, event: str) -> bool:
    thread = receipt.get("thread_id") if isinstance(receipt, Mapping) else None
    return thread in {None, "main", event}

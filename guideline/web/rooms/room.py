"""One room as it stands now, asked of the person's server in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guideline.web.rooms.events import (
    Event,
    events_in,
    mapping,
    one_line,
    part,
    receipts_of,
    shown_names,
    state_of,
    words,
)
from guideline.web.rooms.reading import OPENED

if TYPE_CHECKING:
    from guideline.homeserver import PersonClient

BACK = 100
MOST_PAGES = 20
"""So many pages of events are gone back for a post; who has read an older one can't be told."""
WINDOW = 100
"""Events asked for at once."""
CLASS = "guideline.room"
PACKS = ("im.ponies.room_emotes", "m.room.image_pack")
"""State events in which a room offers its stickers' artwork (MSC2545)."""
_STATE = ["m.room.name", "m.room.topic", "m.room.power_levels", CLASS, *PACKS]
_NOTHING: dict[str, Any] = {"types": []}
_FEW = 20
STEWARD = "guideline"
"""The local name of the kit's own account, which reads nothing and is nobody to write to."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room: how it is used, who is in it, its last events in order and who has read them.

    ``since`` is where the server's answer ends, ``whole`` tells that nothing stands before ``timeline``,
    ``art`` is the artwork of stickers by their id: an ``m.sticker``'s url and info.
    """

    id: str
    name: str
    topic: str
    channel: str
    zone: str
    phase: str
    people: Mapping[str, str]
    timeline: tuple[Event, ...]
    receipts: Mapping[str, Any]
    opened: tuple[str, ...]
    art: Mapping[str, Mapping[str, Any]]
    since: str
    whole: bool
    leads: bool

    @property
    def is_board(self) -> bool:
        """Tell whether it is a board."""
        return self.channel == "bulletin"

    @property
    def staff(self) -> dict[str, str]:
        """The people of the room, without the kit's own account."""
        return {user: name for user, name in self.people.items() if not user.startswith(f"@{STEWARD}:")}

    @property
    def few(self) -> bool:
        """Tell whether so few people are in it that every read mark may be shown as it comes."""
        return len(self.people) <= _FEW

    @property
    def last(self) -> str:
        """The newest event."""
        return words(self.timeline[-1], "event_id") if self.timeline else ""


def wanted(room: str, *, marks: bool = True, limit: int = WINDOW) -> dict[str, Any]:
    """Return the filter of a sync that asks for one room alone."""
    chosen = {
        "rooms": [room],
        "timeline": {"limit": limit},
        "state": {"types": _STATE, "lazy_load_members": True},
        "ephemeral": {"types": ["m.receipt"]} if marks else _NOTHING,
        "account_data": {"types": [OPENED]},
    }
    return {"room": chosen, "presence": _NOTHING, "account_data": _NOTHING}


async def look(person: PersonClient, room: str) -> Room | None:
    """Return the room, or None where this person isn't in it. Raises as the client does."""
    from guideline.homeserver import RefusedError

    asked = asyncio.gather(person.sync(wanted(room)), person.members(room))
    try:
        answer, members = await asked
    except RefusedError as error:
        if error.status in {400, 403, 404}:
            return None
        raise
    joined = part(answer, "rooms", "join", room)
    if not isinstance(joined, Mapping) or person.user not in members:
        return None
    return _room(room, person.user, joined, shown_names(members), words(answer, "next_batch"))


async def back_to(person: PersonClient, found: Room, wanted: str) -> list[Event]:
    """Return the room's events from ``wanted`` on, in order; all that could be had where it isn't among them."""
    timeline = list(found.timeline)
    start = ""
    for _ in range(MOST_PAGES):
        if any(event.get("event_id") == wanted for event in timeline) or (found.whole and not start):
            break
        if not start:
            around = await person.around(found.id, words(timeline[0], "event_id"), 1) if timeline else {}
            start = words(around, "start")
        earlier = await person.older(found.id, start, BACK)
        chunk = events_in(earlier, "chunk")
        known = {words(event, "event_id") for event in timeline}
        timeline = [event for event in chunk[::-1] if words(event, "event_id") not in known] + timeline
        start = words(earlier, "end")
        if not chunk or not start:
            break
    return timeline


def _room(room: str, me: str, joined: Mapping[str, Any], people: Mapping[str, str], since: str) -> Room:
    state = state_of(joined)
    used = state.get((CLASS, ""), {})
    channel, zone = words(used, "class"), words(used, "zone")
    return Room(
        room,
        room_name(state, people, me),
        one_line(words(state.get(("m.room.topic", ""), {}), "topic"), 200),
        channel if channel in {"talk", "bulletin", "external"} else "talk",
        zone if zone in {"internet", "admin"} else "internet",
        "emergency" if words(used, "phase") == "emergency" else "normal",
        people,
        tuple(events_in(joined, "timeline", "events")),
        receipts_of(joined),
        opened_in(joined),
        _art(state),
        since,
        not part(joined, "timeline", "limited"),
        _leads(state.get(("m.room.power_levels", ""), {}), me),
    )


def room_name(state: Mapping[tuple[str, str], Mapping[str, Any]], people: Mapping[str, str], me: str) -> str:
    """Return a room's name; of a room without one, its people's."""
    named = one_line(words(state.get(("m.room.name", ""), {}), "name"), 80)
    others = [name for user, name in sorted(people.items()) if user != me]
    return named or "、".join(others[:3])


def opened_in(joined: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what this person has opened on a board."""
    for event in events_in(joined, "account_data", "events"):
        found = part(event, "content", "events")
        if event.get("type") == OPENED and isinstance(found, list):
            return tuple(one for one in found if isinstance(one, str))
    return ()


def _art(state: Mapping[tuple[str, str], Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for (kind, _), content in state.items():
        if kind in PACKS:
            for name, image in mapping(content, "images").items():
                if words(image, "url").startswith("mxc://"):
                    found[name] = {"url": words(image, "url"), "info": dict(mapping(image, "info"))}
    return found


def _leads(levels: Mapping[str, Any], me: str) -> bool:
    """Tell whether this person leads the room: may take others' posts away."""
    level = mapping(levels, "users").get(me, levels.get("users_default", 0))
    return isinstance(level, int) and level >= 50

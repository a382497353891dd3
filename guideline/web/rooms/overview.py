"""The rooms somebody is in, and what is new in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from guideline.web.rooms.events import events_in, mapping, one_line, part, receipts_of, shown_names, state_of, words
from guideline.web.rooms.posts import Post, posts_of
from guideline.web.rooms.reading import OPENED, unread_of
from guideline.web.rooms.room import CLASS, opened_in, room_name

if TYPE_CHECKING:
    from guideline.homeserver import PersonClient

_NOTHING: dict[str, Any] = {"types": []}
MOST = 300
"""Rooms that the list shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One room in the list: its last post, and how much is unread; of a board, how much of it must be read."""

    id: str
    name: str
    channel: str
    zone: str
    last: Post | None
    last_name: str
    unread: int
    must: int

    @property
    def at(self) -> datetime | None:
        """When it was last written in."""
        return self.last.at if self.last else None


@dataclass(frozen=True, slots=True)
class Overview:
    """The boards, the rooms, and the invitations (room and name); ``since`` is where the server's answer ends."""

    boards: tuple[Line, ...]
    rooms: tuple[Line, ...]
    invited: tuple[tuple[str, str], ...]
    since: str


_ALL: dict[str, Any] = {
    "timeline": {"limit": 1, "types": ["m.room.message", "m.sticker"]},
    "state": {"types": ["m.room.name", CLASS, "m.room.member"], "lazy_load_members": True},
    "ephemeral": _NOTHING,
    "account_data": _NOTHING,
}
_BOARDS: dict[str, Any] = {
    "timeline": {"limit": 60},
    "state": _NOTHING,
    "ephemeral": {"types": ["m.receipt"]},
    "account_data": {"types": [OPENED]},
}


def wanted(boards: list[str] | None = None) -> dict[str, Any]:
    """Return the filter of a sync that asks for every room's last post, or for these boards' notices."""
    chosen = _ALL if boards is None else {**_BOARDS, "rooms": boards}
    return {"room": chosen, "presence": _NOTHING, "account_data": _NOTHING}


async def overview(person: PersonClient, labels: Mapping[str, str]) -> Overview:
    """Ask for the list. Raises as the client does."""
    answer = await person.sync(wanted())
    joined = mapping(answer, "rooms", "join")
    lines = {room: _line(room, value, person.user, labels) for room, value in list(joined.items())[:MOST]}
    boards = [line.id for line in lines.values() if line.channel == "bulletin"]
    if boards:
        told = mapping(await person.sync(wanted(boards)), "rooms", "join")
        lines |= {room: _board(lines[room], told.get(room), person.user, labels) for room in boards}
    ordered = sorted(lines.values(), key=lambda line: (line.at is None, -(line.at.timestamp() if line.at else 0)))
    return Overview(
        tuple(line for line in ordered if line.channel == "bulletin"),
        tuple(line for line in ordered if line.channel != "bulletin"),
        tuple(_invited(mapping(answer, "rooms", "invite"))),
        words(answer, "next_batch"),
    )


def _line(room: str, value: object, me: str, labels: Mapping[str, str]) -> Line:
    state = state_of(value)
    names = shown_names(
        {key: words(content, "displayname") for (kind, key), content in state.items() if kind == "m.room.member"}
    )
    posts = posts_of(events_in(value, "timeline", "events"), labels)
    used = state.get((CLASS, ""), {})
    channel, zone = words(used, "class"), words(used, "zone")
    unread = part(value, "unread_notifications", "notification_count")
    last = posts[-1] if posts else None
    return Line(
        room,
        room_name(state, names, me),
        channel if channel in {"talk", "bulletin", "external"} else "talk",
        zone if zone in {"internet", "admin"} else "internet",
        last,
        names.get(last.sender, "") if last else "",
        unread if isinstance(unread, int) else 0,
        0,
    )


def _board(line: Line, value: object, me: str, labels: Mapping[str, str]) -> Line:
    """Count what of a board's notices is unread: each by itself, not by one place in the room."""
    timeline = events_in(value, "timeline", "events")
    posts = [post for post in posts_of(timeline, labels) if post.kind != "gone"]
    unread = unread_of(me, posts, timeline, receipts_of(value), opened_in(mapping(value)))
    must = sum(1 for post in posts if post.event in unread and post.until is not None)
    last = posts[-1] if posts else line.last
    return Line(line.id, line.name, line.channel, line.zone, last, line.last_name, len(unread), must)


def _invited(invited: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for room, value in list(invited.items())[:MOST]:
        states = {
            words(event, "type"): mapping(event, "content") for event in events_in(value, "invite_state", "events")
        }
        found.append((room, one_line(words(states.get("m.room.name", {}), "name"), 80)))
    return found

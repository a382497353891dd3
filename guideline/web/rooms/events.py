"""Reads events as a server hands them over; what isn't of the right shape is as if it weren't there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

JST = timezone(timedelta(hours=9))
Event = Mapping[str, Any]
_NOTHING: Mapping[str, Any] = {}
_LAST = 253_402_300_799_000
"""The last millisecond of the year 9999."""


def part(value: object, *keys: str) -> Any:
    """Return what stands below these keys; None where a step leads nowhere."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def mapping(value: object, *keys: str) -> Mapping[str, Any]:
    """Return the object below these keys; empty where there is none."""
    found = part(value, *keys)
    return found if isinstance(found, Mapping) else _NOTHING


def words(value: object, *keys: str) -> str:
    """Return the text below these keys; "" where there is none."""
    found = part(value, *keys)
    # JSON may hold half of a surrogate pair, which no page can be written with.
    return found.encode("utf-8", "replace").decode("utf-8") if isinstance(found, str) else ""


def events_in(value: object, *keys: str) -> list[Event]:
    """Return the events of a list below these keys."""
    found = part(value, *keys)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, Sequence) else []


def when(event: Event) -> datetime:
    """Return when an event was sent, in Japan's time; a moment that can't be is the beginning of 1970."""
    stamp = event.get("origin_server_ts")
    good = isinstance(stamp, int) and 0 <= stamp < _LAST
    return datetime.fromtimestamp(stamp / 1000 if good and stamp else 0, JST)


def one_line(text: str, most: int) -> str:
    """Return a name or title on one line: without control characters, and cut to so many characters."""
    plain = "".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text[: most * 4])
    plain = " ".join("".join(one for one in plain if unicodedata.category(one) not in {"Cf", "Cs"}).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def state_of(room: object) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return a room's state as its sync tells it: what stood before the timeline, and what changed in it."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for event in (*events_in(room, "state", "events"), *events_in(room, "timeline", "events")):
        key = event.get("state_key")
        if isinstance(key, str):
            found[words(event, "type"), key] = mapping(event, "content")
    return found


def receipts_of(room: object) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return the public read marks of a room's sync: event id → ``m.read`` → user → ``{ts, thread_id?}``."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for event in events_in(room, "ephemeral", "events"):
        for event_id, kinds in mapping(event, "content").items():
            readers = mapping(kinds, "m.read")
            before = found.setdefault(event_id, {}).get("m.read", _NOTHING)
            found[event_id]["m.read"] = {**before, **readers}
    return found


def shown_names(people: Mapping[str, str]) -> dict[str, str]:
    """Return how each person is named: by their display name, and by the account too where two share one."""
    plain = {user: one_line(name, 60) or local(user) for user, name in people.items()}
    count: dict[str, int] = {}
    for name in plain.values():
        count[name] = count.get(name, 0) + 1
    return {user: name if count[name] == 1 else f"{name}（{local(user)}）" for user, name in plain.items()}


def local(user: str) -> str:
    """Return the local part of a user id."""
    return one_line(user.removeprefix("@").partition(":")[0], 60)


def reactions(timeline: Sequence[Event]) -> Iterator[tuple[str, str, str]]:
    """Yield (event, reaction, who) of the reactions in a timeline, each once."""
    seen = set()
    for event in timeline:
        relation = mapping(event, "content", "m.relates_to")
        one = (words(relation, "event_id"), one_line(words(relation, "key"), 16), words(event, "sender"))
        wanted = event.get("type") == "m.reaction" and relation.get("rel_type") == "m.annotation"
        if wanted and all(one) and one not in seen:
            seen.add(one)
            yield one

"""What a reader of a whole homeserver.yaml finds beyond single keys, and how it looks things up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from guideline.settings.assertions import Held
from guideline.source.yaml import Path_


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, and the sentence of ``words/settings.py`` with its arguments."""

    path: Path_
    say: str
    args: Mapping[str, object] = field(default_factory=dict)


def held_at(value: Any, key: str) -> Held:
    """Return what a dotted key holds; not given where any part of the way is missing."""
    for part in key.split("."):
        if not isinstance(value, dict) or part not in value:
            return Held(None, given=False)
        value = value[part]
    return Held(value)


def get(value: Any, key: str, default: Any = None) -> Any:
    """Return the value at a dotted key, as ``config.get`` of Synapse would: the default only where it is absent."""
    held = held_at(value, key)
    return held.value if held.given else default


def is_set(value: Any, key: str) -> bool:
    """Tell whether a dotted key holds anything but null."""
    return held_at(value, key).value is not None


def items(value: Any, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the mappings of the list at a dotted key, with their places."""
    held = get(value, key)
    for index, item in enumerate(held if isinstance(held, list) else ()):
        if isinstance(item, dict):
            yield index, item


def path_of(key: str) -> Path_:
    """Split a dotted key into a path; a part of digits is a place in a list."""
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def delegated(config: Any) -> bool:
    """Tell whether the Matrix Authentication Service logs people in."""
    return get(config, "matrix_authentication_service.enabled") is True


def federates(config: Any) -> bool:
    """Tell whether the server speaks to any other: only an empty list of peers says that it doesn't."""
    return bool(get(config, "federation_domain_whitelist") != [])


def trial(config: Any) -> bool:
    """Tell whether the server is for its own machine alone, as a trial on a desk is: its address is on loopback."""
    url = get(config, "public_baseurl")
    return isinstance(url, str) and url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))

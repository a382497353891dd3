"""Lays what the controls ask for over a typed configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from guideline.settings.assertions import Held, holds
from guideline.settings.judging import ANY_KEY, Asked

_BOUNDS = ("at_least", "at_most")


def overlay(
    config: dict[str, Any], asked: Iterable[Asked], default: Callable[[str], Any] | None = None
) -> dict[str, Any]:
    """Change ``config`` in place until everything asked of plain keys holds; return it.

    A key with ``[]`` is the base's business: a control on it judges and writes nothing. Where the program's
    own ``default`` keeps within a bound it is left alone: to write the bound itself would go nearer to it.
    """
    for one in asked:
        key = one.control.key
        if key == ANY_KEY or "[]" in key:
            continue
        parts = key.split(".")
        held = _read(config, parts)
        if held.given and holds(one.control.op, held, one.expected):
            continue
        unsaid = Held(default(key), given=False) if default is not None and not held.given else None
        if unsaid is not None and one.control.op in _BOUNDS and holds(one.control.op, unsaid, one.expected):
            continue
        if one.control.op == "absent":
            _remove(config, parts)
            continue
        value = _value(one, held)
        if value is not None:
            _write(config, parts, value)
    return config


def _value(one: Asked, held: Held) -> Any:
    """Return the value that satisfies a control; None where it names none (``present`` without ``write``)."""
    if one.control.write is not None:
        return one.control.write
    if one.control.op == "one_of":
        return one.expected[0]
    if one.control.op == "includes":
        before = held.value if isinstance(held.value, list) else []
        wanted = one.expected if isinstance(one.expected, list) else [one.expected]
        return [*before, *(item for item in wanted if item not in before)]
    if one.control.op == "within":
        return []
    return one.expected


def _read(config: Any, parts: list[str]) -> Held:
    for part in parts:
        if not isinstance(config, dict) or part not in config:
            return Held(None, given=False)
        config = config[part]
    return Held(config)


def _write(config: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        below = config.get(part)
        if not isinstance(below, dict):
            below = config[part] = {}
        config = below
    config[parts[-1]] = value


def _remove(config: dict[str, Any], parts: list[str]) -> None:
    for part in parts[:-1]:
        below = config.get(part)
        if not isinstance(below, dict):
            return
        config = below
    config.pop(parts[-1], None)

"""Durations and sizes as Synapse writes them (``28d``, ``50M``), compared by what they mean.

A bare number counts milliseconds or bytes; so both sides of a comparison are in one unit.
Source: ``Config.parse_duration`` and ``Config.parse_size`` of Synapse.
"""

from __future__ import annotations

import re
from typing import Any

_UNITS = {
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 7 * 86_400_000,
    "y": 365 * 86_400_000,
    "K": 1024,
    "M": 1024**2,
    "G": 1024**3,
    "T": 1024**4,
}
_AMOUNT = re.compile(r"([0-9]{1,18})([smhdwyKMGT]?)")


def amount(value: Any) -> int | None:
    """Return milliseconds or bytes; None for what is neither."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) * _UNITS.get(found[2], 1) if found else None

"""The checks of whole rows: a closed list.

A check looks at columns by the keys under which registers know them; a register that has none of
them can't be checked so, and the guideline is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guideline.bundle.model import Column

UNTIL = ("until", "valid_until", "expires")
APPROVED_ON = ("approved", "approved_on")
APPROVED_BY = ("approved_by",)
OWNER = ("owner", "user", "account", "responsible")
LOST = ("lost_on", "lost")
SECTION = ("section",)
ORDER = (("from", "filed"), APPROVED_ON, UNTIL)
"""Groups of keys whose days must follow each other."""

CHECKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "not-expired": (UNTIL,),
    "approved": (APPROVED_BY,),
    "not-self-approved": (APPROVED_BY, OWNER),
    "owner-known": (OWNER,),
    "section-known": (SECTION,),
    "not-lost": (LOST,),
    "dates-in-order": (UNTIL,),
    "not-future": ((*APPROVED_ON, "filed", *LOST),),
    "unique": (),
}
"""Each check, and of which groups of columns it needs one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks know besides the row: the day, and, where given, all accounts and all sections."""

    today: date
    users: frozenset[str] | None = None
    sections: frozenset[str] | None = None


def can_check(name: str, columns: tuple[Column, ...]) -> bool:
    """Tell whether a check exists and the register has the columns it looks at."""
    keys = {column.key for column in columns}
    return name in CHECKS and all(keys.intersection(group) for group in CHECKS[name])


Wrong = tuple[str, str, dict[str, object]]
"""What is wrong with a row: the column's key, the sentence's name, its arguments besides the column."""


def check_row(name: str, row: Mapping[str, Any], known: Known) -> list[Wrong]:
    """Make one check of a row's values (as read by ``cells``; a blank cell is absent, an unreadable one text)."""
    return _MADE[name](row, known) if name in _MADE else []


def _first(row: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((key for key in keys if row.get(key) not in (None, "")), "")


def _not_expired(row: Mapping[str, Any], known: Known) -> list[Wrong]:
    key = _first(row, UNTIL)
    until = row.get(key)
    return [(key, "expired", {"until": until})] if isinstance(until, date) and until < known.today else []


def _approved(row: Mapping[str, Any], known: Known) -> list[Wrong]:  # noqa: ARG001
    """What the city issued needs no approval; a private device does, and whatever has no kind."""
    if row.get("kind") == "issued":
        return []
    return [] if _first(row, APPROVED_BY) else [(APPROVED_BY[0], "not-approved", {})]


def _member(row: Mapping[str, Any], keys: tuple[str, ...], of: frozenset[str] | None, name: str) -> list[Wrong]:
    key = _first(row, keys)
    return [(key, name, {})] if of is not None and key and row[key] not in of else []


def _self_approved(row: Mapping[str, Any], known: Known) -> list[Wrong]:  # noqa: ARG001
    by, owner = _first(row, APPROVED_BY), _first(row, OWNER)
    return [(by, "self-approved", {})] if by and owner and row[by] == row[owner] else []


def _lost(row: Mapping[str, Any], known: Known) -> list[Wrong]:  # noqa: ARG001
    key = _first(row, LOST)
    return [(key, "lost", {"lost": row[key]})] if key and isinstance(row[key], date) else []


def _future(row: Mapping[str, Any], known: Known) -> list[Wrong]:
    days = ((key, row.get(key)) for key in (*APPROVED_ON, "filed", *LOST))
    return [(key, "in-the-future", {}) for key, day in days if isinstance(day, date) and day > known.today]


def _in_order(row: Mapping[str, Any], known: Known) -> list[Wrong]:  # noqa: ARG001
    wrong: list[Wrong] = []
    before = ""
    for group in ORDER:
        key = next((key for key in group if isinstance(row.get(key), date)), "")
        if key and before and row[key] < row[before]:
            wrong.append((key, "dates-reversed", {"earlier": before}))
        before = key or before
    return wrong


_MADE: dict[str, Callable[[Mapping[str, Any], Known], list[Wrong]]] = {
    "not-expired": _not_expired,
    "approved": _approved,
    "not-self-approved": _self_approved,
    "owner-known": lambda row, known: _member(row, OWNER, known.users, "unknown-owner"),
    "section-known": lambda row, known: _member(row, SECTION, known.sections, "unknown-section"),
    "not-lost": _lost,
    "dates-in-order": _in_order,
    "not-future": _future,
}
"""``unique`` compares rows with each other and is made where they are all seen."""

"""Who ought to have an account, and who ought to be in which room, by the registers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from guideline.registers.cells import read_date, read_section, read_user
from guideline.source.marks import Mark, Problem, SourceError
from guideline.source.tables import Row, Table

_BETWEEN = re.compile(r"[;；、,|・]")
_READERS: dict[str, tuple[Callable[[str], Any], str, date | None]] = {
    "user": (read_user, "a-z 0-9 . _ = - /", None),
    "section": (read_section, "総務課", None),
    "from": (read_date, "2026-10-01", date.min),
    "until": (read_date, "2027-03-31", date.max),
}
"""How each column is read, an example of its form, and what a blank cell means."""
_EVERYBODY = ("全庁", "全職員", "*")


class Member(TypedDict):
    """What the homeserver's module must know of one account."""

    section: str
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Desired:
    """What ought to be: members by user id, rooms by alias with the section they belong to, and who is in which.

    ``memberships`` are pairs of room alias and user id, sorted.
    """

    accounts: dict[str, Member]
    rooms: dict[str, str]
    memberships: tuple[tuple[str, str], ...]


def members(people: Table, domain: str, *, today: date) -> dict[str, Member]:
    """Return the section and roles of everybody who is on the register of people today, by user id.

    Columns: ``user``, ``section``, and where there are any ``roles``, ``from`` and ``until``
    (inclusive). Raises SourceError with every row that can't be read.
    """
    problems: list[Problem] = []
    found: dict[str, Member] = {}
    for row, cells in _rows(people, ("user", "section"), problems):
        read = {name: _read(name, cells.get(name, ""), row.line, people.file, problems) for name in _READERS}
        if None in read.values():
            continue
        user_id = f"@{read['user']}:{domain}"
        if user_id in found:
            problems.append(Problem("repeated", Mark(people.file, row.line), {"found": "user"}))
        elif read["from"] <= today <= read["until"]:
            found[user_id] = Member(section=read["section"], roles=_roles(cells.get("roles", "")))
    if problems:
        raise SourceError(problems)
    return found


def desired(people: Table, rooms: Table, domain: str, *, today: date) -> Desired:
    """Return the accounts, rooms and memberships that ought to be.

    A room's members are its section's people and its ``owner``; a room of 全庁 holds everybody.
    Raises SourceError.
    """
    accounts = members(people, domain, today=today)
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    pairs: set[tuple[str, str]] = set()
    for row, cells in _rows(rooms, ("room", "section"), problems):
        room, section = cells["room"], cells["section"]
        if not room or room in wanted:
            problems.append(Problem("repeated", Mark(rooms.file, row.line), {"found": "room"}))
            continue
        wanted[room] = section
        everybody = section in _EVERYBODY
        pairs |= {(room, user) for user, one in accounts.items() if everybody or one["section"] == section}
        owner = f"@{cells.get('owner', '')}:{domain}"
        if owner in accounts:
            pairs.add((room, owner))
    if problems:
        raise SourceError(problems)
    return Desired(accounts, wanted, tuple(sorted(pairs)))


def _rows(table: Table, needed: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[Row, dict[str, str]]]:
    missing = [name for name in needed if name not in table.header]
    if missing:
        mark = Mark(table.file, table.header_line)
        problems += [Problem("missing-key", mark, {"key": name}) for name in missing]
        return
    for row in table.rows:
        yield row, dict(zip(table.header, row.cells, strict=True))


def _read(name: str, text: str, line: int, file: str, problems: list[Problem]) -> Any:
    """Read one cell; a problem names the column and never quotes the cell."""
    read, expected, blank = _READERS[name]
    if not text and blank is not None:
        return blank
    try:
        return read(text)
    except ValueError:
        problems.append(Problem("bad-form", Mark(file, line), {"found": name, "expected": expected}))
        return None


def _roles(text: str) -> list[str]:
    return [role.strip() for role in _BETWEEN.split(text) if role.strip()]

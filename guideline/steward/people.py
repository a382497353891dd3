"""The site's people, as ``people.csv`` lists them: user, name, section, roles, phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from guideline.source import Mark, Problem, SourceError
from guideline.source.tables import read_table

_USER = re.compile(r"[a-z0-9][a-z0-9._=/-]{0,60}")
_BETWEEN = re.compile(r"[;；、|・]")


@dataclass(frozen=True, slots=True)
class Person:
    """One row: the account's local name, and whose it is."""

    user: str
    name: str
    section: str
    roles: tuple[str, ...]
    phone: str = ""


def read_people(path: Path) -> tuple[Person, ...]:
    """Read ``people.csv``. Raises SourceError with every problem."""
    table = read_table(path)
    problems = [
        Problem("missing-key", Mark(table.file, table.header_line), {"key": column})
        for column in ("user", "name", "section")
        if column not in table.header
    ]
    if problems:
        raise SourceError(problems)
    people: dict[str, Person] = {}
    for row in table.rows:
        cells = dict(zip(table.header, row.cells, strict=True))
        user = cells["user"]
        if not _USER.fullmatch(user) or user in people:
            problems.append(
                Problem("bad-form", Mark(table.file, row.line), {"found": "", "allowed": "", "expected": "user"})
            )
            continue
        roles = tuple(role.strip() for role in _BETWEEN.split(cells.get("roles", "")) if role.strip())
        people[user] = Person(user, cells["name"], cells["section"], roles, cells.get("phone", ""))
    if problems:
        raise SourceError(problems)
    return tuple(people.values())

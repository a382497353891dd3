"""Registers: rows that people file, read as they are typed, judged, and turned into who ought to be where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from guideline.bundle.model import RegisterControl
from guideline.finding import Finding
from guideline.registers.checks import CHECKS, can_check
from guideline.registers.people import Desired, Member, desired, members
from guideline.source.tables import Row, Table
from guideline.source.tables import parse_table as parse_register
from guideline.source.tables import read_table as read_register

__all__ = [
    "CHECKS",
    "Desired",
    "Member",
    "Row",
    "Table",
    "can_check",
    "desired",
    "judge_example",
    "judge_register",
    "members",
    "parse_register",
    "read_register",
    "values",
]


def judge_register(
    control: RegisterControl,
    table: Table,
    *,
    today: date,
    users: frozenset[str] | None = None,
    sections: frozenset[str] | None = None,
) -> list[Finding]:
    """Judge every row of a register on the day ``today``; findings come in the order of the lines.

    ``users`` are all accounts' local names and ``sections`` all sections on record; without them the
    checks ``owner-known`` and ``section-known`` can't tell and say nothing. Findings never quote what
    could be personal.
    """
    # Cerberus is imported only where rows are judged.
    from guideline.registers import judge

    return judge.judge_register(control, table, today=today, users=users, sections=sections)


def judge_example(control: RegisterControl, row: Mapping[str, str], day: date) -> list[Finding]:
    """Judge one example row: a mapping from column key or header to what a person wrote there."""
    from guideline.registers import judge

    return judge.judge_example(control, row, day)


def values(control: RegisterControl, table: Table) -> list[dict[str, Any]]:
    """Return the values of every row that can be read, by column key, with its ``line``; blank cells are left out."""
    from guideline.registers import judge

    return judge.values(control, table)

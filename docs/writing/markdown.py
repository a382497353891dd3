"""What every page is made of: tables, inline code, a clause's number."""

from __future__ import annotations

from collections.abc import Iterable

from guideline.bundle.model import Clause
from guideline.words import Lang, clause_number


def number(lang: Lang, clause: Clause) -> str:
    """Return a clause's number as people of that language write it."""
    return clause_number(lang, clause.number)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table; no cell breaks it."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(one_line(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]


def one_line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split("\n")).strip()


def code(text: str) -> str:
    """Return a text as inline code, its line ends shown."""
    return f"`{text.replace(chr(10), ' ⏎ ')}`"

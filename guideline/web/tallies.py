"""What the module advised and refused this week, by clause, so that no small number points to a person."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from guideline.bundle.model import Guideline

FEWEST = 5
"""A number from 1 to below this is shown as fewer than this: two or three words may be one person's."""
_FORMAT = "guideline/module-counts/1"
_MAX = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tally:
    """One clause: how often it was told of. None is a number too small to be shown."""

    clause: str
    number: str
    advised: int | None
    refused: int | None


def tallies(file: Path | None, guideline: Guideline, today: date, days: int) -> list[Tally] | None:
    """Return a row for each clause that was told of in so many days, in the guideline's order; None without a count.

    The order tells nothing of how often, and no sum is shown, for it would give small numbers away.
    """
    if file is None:
        return None
    counted = _counted(file, {(today - timedelta(days=back)).isoformat() for back in range(days)})
    if counted is None:
        return None
    return [
        Tally(one.id, one.number, _shown(counted[one.id, "advise"]), _shown(counted[one.id, "refuse"]))
        for one in guideline.clauses
        if counted[one.id, "advise"] or counted[one.id, "refuse"]
    ]


def _shown(count: int) -> int | None:
    return None if 0 < count < FEWEST else count


def _counted(file: Path, days: set[str]) -> Counter[tuple[str, str]] | None:
    counted: Counter[tuple[str, str]] = Counter()
    try:
        with file.open("rb") as stream:
            value = json.loads(stream.read(_MAX))
        if value["format"] != _FORMAT:
            return None
        for day in days & set(value["days"]):
            for clause, of_clause in value["days"][day].items():
                for does in ("advise", "refuse"):
                    counted[str(clause), does] += int(of_clause.get(does, 0))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return counted

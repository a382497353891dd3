"""How often the module advised and refused, by clause and day: numbers alone, never who, where or what."""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from guideline.bundle.model import Does
from guideline.source.whole import write_whole

FORMAT = "guideline/module-counts/1"
FILE = "counts.json"
KEPT_DAYS = 8
"""The week that is shown, and the day that ends while it is read."""

_MAX = 1024 * 1024

logger = logging.getLogger(__name__)

Days = dict[str, dict[str, dict[str, int]]]
"""Day → clause → ``advise`` or ``refuse`` → how often."""


class Counts:
    """``counts.json``: read at the start, so that a restart forgets nothing; written when ``keep`` is called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._days = _read(path)
        self._new = False

    def add(self, does: Does, clause: str, day: date) -> None:
        """Count one word of advice, or one refusal."""
        of_clause = self._days.setdefault(day.isoformat(), {}).setdefault(clause, {})
        of_clause[does] = of_clause.get(does, 0) + 1
        self._new = True

    def keep(self, today: date) -> None:
        """Write what is new; days gone by more than a week are forgotten."""
        oldest = (today - timedelta(days=KEPT_DAYS - 1)).isoformat()
        for day in [day for day in self._days if day < oldest]:
            del self._days[day]
            self._new = True
        if not self._new:
            return
        data = json.dumps({"format": FORMAT, "days": self._days}, sort_keys=True).encode("ascii") + b"\n"
        try:
            write_whole(self._path, data, 0o644)
        except OSError as error:
            logger.error("guideline: %s can't be written (%s)", self._path, error.strerror)  # noqa: TRY400
            return
        self._new = False


def _read(path: Path) -> Days:
    """Return what was kept; nothing where the file is another's or broken."""
    try:
        with path.open("rb") as stream:
            value = json.loads(stream.read(_MAX))
        if value["format"] != FORMAT:
            return {}
        return {
            date.fromisoformat(day).isoformat(): {str(clause): _counted(one) for clause, one in clauses.items()}
            for day, clauses in value["days"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _counted(value: dict[str, Any]) -> dict[str, int]:
    return {does: int(value[does]) for does in ("advise", "refuse") if does in value}

"""How right the judging is, on labelled messages: precision and recall by rule.

``tests/data/messages-dev.jsonl`` was written beside the engine; the ``messages-blind*.jsonl`` by people who
read only what the rules mean and never saw the code. Each set was blind once: after its first scoring, which
docs/proof keeps, its misses were looked at and mended. Each line states the rules that a careful reader would
raise (``expect``). The bounds are those that the project set itself.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from guideline.bundle import load_bundle
from guideline.messages import Linter, Message

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SETS = (DATA / "messages-dev.jsonl", *sorted(DATA.glob("messages-blind*.jsonl")))
DAY = date(2026, 11, 1)
OVERALL = (0.97, 0.95)
EACH = (0.90, 0.85)
HARD = {"channel/talk": (0.85, 0.75), "privacy/street-address": (0.85, 0.75)}


class Counts:
    """Hits, false alarms and misses by rule."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.alarms: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()

    def add(self, expected: set[str], raised: set[str]) -> None:
        """Count one message."""
        self.hits.update(expected & raised)
        self.alarms.update(raised - expected)
        self.misses.update(expected - raised)

    def row(self, rule: str | None) -> tuple[float, float, int, int, int]:
        """Return precision, recall and the three counts of a rule, or of all."""
        hits, alarms, misses = (
            sum(counter.values()) if rule is None else counter[rule]
            for counter in (self.hits, self.alarms, self.misses)
        )
        return hits / max(1, hits + alarms), hits / max(1, hits + misses), hits, alarms, misses

    @property
    def rules(self) -> list[str]:
        """Every rule that was expected or raised."""
        return sorted({*self.hits, *self.alarms, *self.misses})


def measure(file: Path, linter: Linter) -> Counts:
    """Judge a labelled set and count."""
    counts = Counts()
    for line in file.read_text("utf-8").splitlines():
        said = json.loads(line)
        message = Message(said["id"], said["text"], said["channel"], said["zone"])
        counts.add(set(said["expect"]), {finding.rule for finding in linter.judge(message)})
    return counts


def below(counts: Counts) -> list[str]:
    """Return the rules (and ``all``) that miss their bounds."""
    found = []
    for rule in [*counts.rules, None]:
        precision, recall, *_ = counts.row(rule)
        bounds = OVERALL if rule is None else HARD.get(rule, EACH)
        if precision < bounds[0] or recall < bounds[1]:
            found.append(rule or "all")
    return found


def main() -> int:
    """Print a table for each set; return 1 when a bound is missed."""
    linter = Linter(load_bundle("reference").at(DAY))
    missed = False
    for labelled in SETS:
        counts = measure(labelled, linter)
        print(f"\n## {labelled.name}\n")
        print("| rule | precision | recall | hits | false alarms | misses |\n|---|---|---|---|---|---|")
        for rule in [*counts.rules, None]:
            precision, recall, hits, alarms, misses = counts.row(rule)
            print(f"| {rule or '**all**'} | {precision:.3f} | {recall:.3f} | {hits} | {alarms} | {misses} |")
        if low := below(counts):
            print(f"\nbelow the bounds: {', '.join(low)}")
            missed = True
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

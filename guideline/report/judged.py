"""What a report is given: each thing that was judged, with its text and all that was found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from guideline.finding import SEVERITIES, Finding, Severity


class Judged(NamedTuple):
    """One message, configuration or register with its findings.

    ``text`` is the original text as judged, or None where it must not be shown (a register's rows).
    ``line`` is where a message stands in its file of many messages (JSON Lines, CSV), and then ``id``
    is the message's own; a file that is one message or one configuration has neither. Offsets and
    lines of the findings speak of ``text``. ``hidden`` are spans of personal data in ``text`` whose
    findings aren't listed here (waived, or left out by a filter): they are masked all the same.
    """

    file: str
    text: str | None
    findings: tuple[Finding, ...]
    id: str = ""
    line: int | None = None
    hidden: tuple[tuple[int, int], ...] = ()


def gather(findings: Iterable[Finding], text_of: Callable[[str], str | None]) -> Iterator[Judged]:
    """Gather findings that follow each other and speak of one file; ``text_of`` gives a file's text, or None."""
    for file, together in groupby(findings, key=lambda finding: finding.place.file):
        yield Judged(file, text_of(file), tuple(together))


@dataclass(slots=True)
class Tally:
    """How many findings of each severity were written; ``unread`` counts what could not be judged at all."""

    count: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))
    unread: int = 0

    def add(self, severity: Severity) -> None:
        """Count one finding."""
        self.count[severity] += 1

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.count.values())

    def at_or_above(self, bound: Severity) -> int:
        """Return how many are as grave as ``bound`` or graver."""
        return sum(self.count[severity] for severity in SEVERITIES[SEVERITIES.index(bound) :])

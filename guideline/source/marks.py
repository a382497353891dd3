"""Where something stands in a file, and what is wrong there.

Every load error is a Problem: a code with a mark and arguments, whose sentence is
in ``guideline.words``. A reader collects problems and raises them all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; ``line`` and ``column`` count from 1, in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a file can't be used.

    ``code`` names the sentence (``problem.<code>`` in the words); ``args`` fill it.
    """

    code: str
    mark: Mark
    args: Mapping[str, object] = field(default_factory=dict)


class SourceError(Exception):
    """Raised by readers with every problem they found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.mark, p.code)))
        super().__init__("; ".join(f"{p.mark}: {p.code}" for p in self.problems))

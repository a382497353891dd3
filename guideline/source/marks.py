"""Where something stands in a file, and what is wrong there.

Every load error is a Problem: a code with a mark and arguments, whose sentence is
in ``guideline.words``. A reader collects problems and raises them all at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LONGEST = 1000
"""What is told of a name or value: enough to find it, on one line."""


def printable(text: str) -> str:
    """Return ``text`` on one line, cut where it's endless, with all that steers a terminal written out."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", cut)


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file; ``line`` and ``column`` count from 1, in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a file can't be used.

    ``code`` names the sentence (``problem.<code>`` in the words); ``args`` fill it. Texts among them
    come from whoever wrote the file, so they are made printable.
    """

    code: str
    mark: Mark
    args: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the texts among the arguments printable."""
        plain = {name: printable(value) if isinstance(value, str) else value for name, value in self.args.items()}
        object.__setattr__(self, "args", plain)


class SourceError(Exception):
    """Raised by readers with every problem they found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.mark, p.code)))
        super().__init__("; ".join(f"{p.mark}: {p.code}" for p in self.problems))

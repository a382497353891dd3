"""What several layers give when they lie over one another, and where each part was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guideline.source import Mark, Problem
from guideline.source.yaml import Document


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of the merged bundle was written last."""

    document: Document
    path: tuple[str | int, ...]

    @property
    def raw(self) -> Any:
        """The part as it was written."""
        value = self.document.value
        for step in self.path:
            value = value[step]
        return value

    def mark(self, *below: str | int) -> Mark:
        """Return the mark of the value ``below`` this part, or of the part itself."""
        return self.document.mark((*self.path, *below))

    def key_mark(self, *below: str | int) -> Mark:
        """Return the mark of the key ``below`` this part; its value's, or what is around it, where there is none."""
        return self.document.key_mark((*self.path, *below))


@dataclass(slots=True)
class Merged:
    """Several layers laid over one another, as canonical JSON values with their origins."""

    about: dict[str, Any] = field(default_factory=dict)
    chapters: dict[str, dict[str, Any]] = field(default_factory=dict)
    clauses: dict[str, dict[str, Any]] = field(default_factory=dict)
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    stickers: dict[str, dict[str, Any]] = field(default_factory=dict)
    waivers: dict[str, dict[str, Any]] = field(default_factory=dict)
    loosenings: list[dict[str, Any]] = field(default_factory=list)
    origins: dict[tuple[str, ...], Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

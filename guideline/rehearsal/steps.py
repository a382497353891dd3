"""One thing that people of a rehearsed site did, or that was done for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TALK, STEWARD, PAGE = "rehearsal/talk", "rehearsal/steward", "rehearsal/page"

RULES: Mapping[str, str] = {
    "stickers": STEWARD,
    "draft": STEWARD,
    "notice": STEWARD,
    "remind": STEWARD,
    "page": PAGE,
    "page-refuse": PAGE,
    "page-outside": PAGE,
}
"""The check that a step belongs to; the others are of two people's talk."""


@dataclass(frozen=True, slots=True)
class Step:
    """``said`` is what came of it, or why it failed."""

    name: str
    ok: bool
    said: str
    seconds: float

    @property
    def rule(self) -> str:
        """The named check that is red where the step failed."""
        return RULES.get(self.name, TALK)

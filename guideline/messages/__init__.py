"""Judges and mends drafts as a careful reader of the guideline would.

``Linter(guideline)`` judges a ``Message``; the kinds of rules it knows are the files of ``rules/``.
"""

from typing import Any

from guideline.messages.intake import SHAPES, Intake, open_intake, read_line, shape_of
from guideline.messages.linter import Linter
from guideline.messages.message import Message
from guideline.messages.rules import PERSONAL, kinds, manual, options, takes_phrases

__all__ = [
    "PERSONAL",
    "SHAPES",
    "Intake",
    "Linter",
    "Message",
    "draft_of",
    "kinds",
    "manual",
    "open_intake",
    "options",
    "personal_tables",
    "read_line",
    "shape_of",
    "takes_phrases",
]


def draft_of(body: str) -> str | None:
    """Return the draft of a message that asks the steward for judging, None for any other message."""
    from guideline.messages import asking

    return asking.draft_of(body)


def personal_tables() -> dict[str, Any]:
    """Return what the rules of personal data go by, for a reader in JavaScript: see ``personal.py``."""
    from guideline.messages.personal import tables

    return tables()

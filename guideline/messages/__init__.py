"""Judges and mends drafts as a careful reader of the guideline would.

``Linter(guideline)`` judges a ``Message``; the kinds of rules it knows are the files of ``rules/``.
"""

from guideline.messages.intake import SHAPES, Intake, open_intake, read_line, shape_of
from guideline.messages.linter import Linter
from guideline.messages.message import Message
from guideline.messages.rules import kinds, manual, options, takes_phrases

__all__ = [
    "SHAPES",
    "Intake",
    "Linter",
    "Message",
    "kinds",
    "manual",
    "open_intake",
    "options",
    "read_line",
    "shape_of",
    "takes_phrases",
]

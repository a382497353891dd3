"""Judges and mends drafts as a careful reader of the guideline would.

``Linter(guideline)`` judges a ``Message``; the kinds of rules it knows are the files of ``rules/``.
"""

from guideline.messages.linter import Linter
from guideline.messages.message import Message
from guideline.messages.rules import kinds, manual, options, takes_phrases

__all__ = ["Linter", "Message", "kinds", "manual", "options", "takes_phrases"]

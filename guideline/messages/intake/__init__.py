"""Messages from outside: a draft, JSON Lines, or what another chat product exports.

``open_intake`` chooses the file beside this one by the shape's name. An intake yields messages and
problems in the order of the file; a problem is one entry that can't be read, and the rest goes on.
"""

from __future__ import annotations

from guideline.messages.intake.intake import SHAPES, Entry, Intake, Shape, open_intake, shape_of
from guideline.messages.intake.jsonl import entry as read_line

__all__ = ["SHAPES", "Entry", "Intake", "Shape", "open_intake", "read_line", "shape_of"]

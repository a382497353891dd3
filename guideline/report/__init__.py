"""Findings as people and programs read them: one file a format, found by its name."""

from __future__ import annotations

from guideline.report.judged import Judged, Tally, gather
from guideline.report.write import FORMATS, UnknownFormatError, write

__all__ = ["FORMATS", "Judged", "Tally", "UnknownFormatError", "gather", "write"]

"""From another product's field names to ours, by the column map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guideline.messages.intake.intake import Entry, Intake
from guideline.messages.intake.jsonl import message
from guideline.source import Mark, Problem

_TIME = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[ T]([0-9]{1,2}):(.{2,20}))?")


def _time(written: str) -> str:
    """Return a time with all its noughts: spreadsheets save 2026/10/01 09:00 as 2026/10/1 9:00."""
    found = _TIME.fullmatch(written.strip())
    if not found:
        return written
    year, month, day, hour, rest = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}" + (f"T{hour:0>2}:{rest}" if hour else "")


def mapped(fields: Mapping[str, Any], number: int, intake: Intake) -> Entry:
    """Build a message from foreign ``fields``; without a map the names are taken to be ours."""
    if not intake.columns:
        return message({key: value for key, value in fields.items() if value != ""}, number, intake)
    value: dict[str, Any] = {}
    for ours, theirs in intake.columns.items():
        if theirs not in fields:
            return Problem("unknown-column", Mark(intake.file, number), {"name": theirs, "known": ", ".join(fields)})
        if fields[theirs] != "" or ours == "text":
            value[ours] = fields[theirs]
    if "sent" in value:
        value["sent"] = _time(str(value["sent"]))
    return message(value, number, intake)

"""From another product's field names to ours, by the column map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guideline.messages.intake.intake import Entry, Intake
from guideline.messages.intake.jsonl import message
from guideline.source import Mark, Problem


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
        value["sent"] = str(value["sent"]).replace("/", "-")
    return message(value, number, intake)

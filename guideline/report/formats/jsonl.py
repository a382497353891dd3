"""``jsonl``: one finding a line, as a JSON object, written as the findings come.

``id``, ``rule``, ``clause``, ``severity``, ``start``, ``end`` (code points of the original text),
``message``; where known ``fix`` (a list of edits, or the sticker to send instead), ``file``, ``line``,
``column``, ``key``; and the guideline's id, version and digest. No text of what was judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from guideline.report.judged import Tally
from guideline.report.telling import Context, Entry, Told

EXCERPTS = False


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:  # noqa: ARG001
    """Write one line a finding."""
    of = {
        "guideline": context.guideline.id,
        "version": context.guideline.version,
        "digest": context.guideline.digest,
    }
    encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
    # What every line ends with is written once: it is a third of a line.
    tail = f", {encode(of)[1:]}\n"
    for entry in entries:
        stream.writelines(encode(record(entry, told))[:-1] + tail for told in entry.told)


def record(entry: Entry, told: Told) -> dict[str, Any]:
    """Return one finding as plain values; what doesn't apply is left out."""
    found: dict[str, Any] = {
        "id": entry.id or told.subject or entry.file,
        "rule": told.rule,
        "clause": told.clause,
        "severity": told.severity,
    }
    if told.start is not None:
        found |= {"start": told.start, "end": told.end}
    found["message"] = told.message
    if told.edits:
        found["fix"] = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in told.edits]
    elif told.sticker:
        found["fix"] = {"sticker": told.sticker}
    if told.sticker and told.edits:
        found["sticker"] = told.sticker
    if entry.file:
        found["file"] = entry.file
    # The line of a message in its file; else the line of the text judged.
    line, column = (entry.line, None) if entry.line is not None else (told.line, told.column)
    pairs = (("line", line), ("column", column), ("key", told.key), ("number", told.number or None))
    found |= {name: value for name, value in pairs if value is not None}
    return found

"""``jsonl``: one finding a line, as a JSON object, written as the findings come.

``id``, ``rule``, ``clause``, ``severity``, ``start``, ``end`` (code points of the original text),
``message``; where known ``fix`` (a list of edits, or the sticker to send instead), ``file``, ``line``,
``column``, ``key``; and the guideline's id, version and digest. No text of what was judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from guideline.report.judged import Tally
from guideline.report.telling import Context, Entry, Told

SHOWS = frozenset[str]()

encode = json.JSONEncoder(ensure_ascii=False).encode


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:  # noqa: ARG001
    """Write one line a finding."""
    of = {
        "guideline": context.guideline.id,
        "version": context.guideline.version,
        "digest": context.guideline.digest,
    }
    # What every line ends with is written once: it is a third of a line.
    tail = f", {encode(of)[1:]}\n"
    for entry in entries:
        stream.writelines(f"{{{pairs(entry, told)}{tail}" for told in entry.told)


def pairs(entry: Entry, told: Told) -> str:
    """Return one finding as the inside of a JSON object; what doesn't apply is left out.

    Written piece by piece: for an archive, making a mapping of each finding and an encoder for each mapping takes
    twice as long.
    """
    said = f'"id": {encode(entry.id or told.subject or entry.file)}, "rule": {encode(told.rule)}'
    said += f', "clause": {encode(told.clause)}, "severity": "{told.severity}"'
    if told.start is not None:
        said += f', "start": {told.start}, "end": {told.end}'
    said += f', "message": {encode(told.message)}'
    if told.edits:
        edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in told.edits]
        said += f', "fix": {encode(edits)}'
        if told.sticker:
            said += f', "sticker": {encode(told.sticker)}'
    elif told.sticker:
        said += f', "fix": {{"sticker": {encode(told.sticker)}}}'
    if entry.file:
        said += f', "file": {encode(entry.file)}'
    # The line of a message in its file; else the line of the text judged.
    line, column = (told.line, told.column) if entry.line is None else (entry.line, None)
    if line is not None:
        said += f', "line": {line}'
    if column is not None:
        said += f', "column": {column}'
    if told.key is not None:
        said += f', "key": {encode(told.key)}'
    return said + f', "number": {encode(told.number)}' if told.number else said

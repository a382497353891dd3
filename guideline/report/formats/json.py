"""``json``: one document with the guideline, every finding with its excerpt, and the sum; written as findings come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from guideline.report.formats.jsonl import encode, pairs
from guideline.report.judged import Tally
from guideline.report.telling import ALL, Context, Entry

SHOWS = ALL


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:
    """Write the document; its findings one a line."""
    guideline = context.guideline
    head = {"id": guideline.id, "version": guideline.version, "digest": guideline.digest}
    stream.write('{\n"guideline": ' + encode(head) + ',\n"findings": [')
    separator = "\n"
    for entry in entries:
        for told in entry.told:
            said = pairs(entry, told)
            if told.excerpt is not None:
                excerpt = {"line": told.excerpt.line, "start": told.excerpt.start, "end": told.excerpt.end}
                said += f', "excerpt": {encode(excerpt)}'
            if told.advice:
                said += f', "advice": {encode(told.advice)}'
            stream.write(f"{separator}{{{said}}}")
            separator = ",\n"
    stream.write('\n],\n"sum": ' + encode({"total": tally.total, **tally.count}) + "\n}\n")

"""``json``: one document with the guideline, every finding with its excerpt, and the sum; written as findings come."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from guideline.report.formats.jsonl import record
from guideline.report.judged import Tally
from guideline.report.telling import Context, Entry

EXCERPTS = True


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:
    """Write the document; its findings one a line."""
    guideline = context.guideline
    head = {"id": guideline.id, "version": guideline.version, "digest": guideline.digest}
    stream.write('{\n"guideline": ' + json.dumps(head, ensure_ascii=False) + ',\n"findings": [')
    separator = "\n"
    for entry in entries:
        for told in entry.told:
            found = record(entry, told)
            if told.excerpt is not None:
                excerpt = told.excerpt
                found["excerpt"] = {"line": excerpt.line, "start": excerpt.start, "end": excerpt.end}
            if told.advice:
                found["advice"] = told.advice
            stream.write(separator + json.dumps(found, ensure_ascii=False))
            separator = ",\n"
    stream.write('\n],\n"sum": ' + json.dumps({"total": tally.total, **tally.count}) + "\n}\n")

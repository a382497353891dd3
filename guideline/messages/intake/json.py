"""A JSON export: a list of objects, or an object with one list of objects in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from guideline.messages.intake.intake import Intake, Numbered
from guideline.messages.intake.mapped import mapped
from guideline.source import MAX_BYTES, Mark, Problem, SourceError, decode


def read(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield an entry for each object of the list; ``number`` in problems counts entries from 1."""
    data = b""
    for block in blocks:
        data += block
        if len(data) > MAX_BYTES:
            yield None, Problem("too-large", Mark(intake.file), {"limit": MAX_BYTES})
            return
    try:
        value = json.loads(decode(data, intake.file))
    except SourceError as error:
        yield from ((None, problem) for problem in error.problems)
        return
    except (ValueError, RecursionError) as error:
        yield None, Problem("bad-json", Mark(intake.file, getattr(error, "lineno", 1)))
        return
    if isinstance(value, dict):
        lists = [item for item in value.values() if isinstance(item, list)]
        value = lists[0] if len(lists) == 1 else value
    if not isinstance(value, list):
        yield None, Problem("not-a-message", Mark(intake.file))
        return
    for number, item in enumerate(value, 1):
        if isinstance(item, dict):
            yield number, mapped(item, number, intake)
        else:
            yield number, Problem("not-a-message", Mark(intake.file, number))

"""Plain text: one file is one message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guideline.messages.intake.intake import MAX_TEXT, Intake, Numbered
from guideline.messages.message import Message
from guideline.source import Mark, Problem, SourceError, decode


def read(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield the one message of a text file. One line break at the end belongs to the file, not to the text."""
    data = b""
    for block in blocks:
        data += block
        if len(data) > MAX_TEXT * 4:
            yield None, Problem("too-large", Mark(intake.file), {"limit": MAX_TEXT})
            return
    try:
        text = decode(data, intake.file)
    except SourceError as error:
        yield from ((None, problem) for problem in error.problems)
        return
    text = text.removesuffix("\n").removesuffix("\r")
    yield None, Message(intake.file, text, intake.channel, intake.zone, section=intake.section)

"""An XML export: each element that holds the text's element (or attribute) is a message.

Document types and entities are refused: they are how XML expands without end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from guideline.messages.intake.intake import Intake, Numbered
from guideline.messages.intake.mapped import mapped
from guideline.source import Mark, Problem

MAX_DEPTH = 50


def read(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield an entry for each element with the text in it, in constant memory."""
    text = (intake.columns or {"text": "text"})["text"]
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    path: list[Element] = []
    number = 0
    tail = b""
    try:
        for block in blocks:
            if b"<!DOCTYPE" in tail + block or b"<!ENTITY" in tail + block:
                yield None, Problem("doctype", Mark(intake.file))
                return
            tail = block[-16:]
            parser.feed(block)
            events: Iterator[Any] = parser.read_events()
            for event, element in events:
                if event == "start":
                    path.append(element)
                    if len(path) > MAX_DEPTH:
                        yield None, Problem("too-deep", Mark(intake.file), {"limit": MAX_DEPTH})
                        return
                    continue
                path.pop()
                fields = {**element.attrib, **{child.tag: child.text or "" for child in element}}
                if text in fields:
                    number += 1
                    yield number, mapped(fields, number, intake)
                    element.clear()
                elif len(element) and path:
                    path[-1].remove(element)
        parser.close()
    except ParseError as error:
        yield None, Problem("bad-xml", Mark(intake.file, error.position[0], error.position[1] + 1))

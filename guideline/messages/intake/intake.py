"""What every intake has in common: defaults, bounds and the blocks that processes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, Protocol

from guideline.messages.message import Message
from guideline.source import Problem

Shape = Literal["text", "jsonl", "csv", "json", "xml"]

SHAPES: tuple[Shape, ...] = ("text", "jsonl", "csv", "json", "xml")

MAX_TEXT = 2_000_000
"""Code points of one message; more than any chat product lets through."""

Entry = Message | Problem

Numbered = tuple[int | None, Entry]
"""An entry with the number of its line (or of its entry, where a file has no lines); None for a file that is one message."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How to read a file of messages.

    ``columns`` maps our field names (``text``, ``id``, ``channel``, ``zone``, ``room``, ``sender``,
    ``section``, ``sent``) to the file's own column, key or element names. ``channel``, ``zone`` and
    ``section`` are the defaults where an entry doesn't say. ``first`` is the number of the first line, for a reader
    that is given a later part of a file.
    """

    file: str
    shape: Shape
    channel: str = "talk"
    zone: str = "internet"
    columns: Mapping[str, str] = field(default_factory=dict)
    first: int = 1
    section: str = ""


class Reader(Protocol):
    """What each shape's file offers."""

    def read(self, blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
        """Yield the entries of a file given as blocks of bytes."""


def open_intake(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield the messages (and the entries that can't be read) of ``blocks``."""
    reader = import_module(f"guideline.messages.intake.{intake.shape}")
    entries: Iterator[Numbered] = reader.read(blocks, intake)
    return entries


def shape_of(file: str) -> Shape:
    """Tell a file's shape by the end of its name; a draft is plain text."""
    for shape in SHAPES:
        if file.lower().endswith(f".{shape}"):
            return shape
    return "jsonl" if file.lower().endswith(".ndjson") else "text"

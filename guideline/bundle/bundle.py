"""One authority's guideline, all layers merged, over all dates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from guideline.bundle.compile import compile_guideline
from guideline.bundle.model import Guideline
from guideline.source import Mark, Problem, SourceError, canonical_json, sha256

FORMAT = "guideline/compiled/1"
MAX_COMPILED_BYTES = 16 * 1024 * 1024

_COMPILED = {"format": lambda value: value == FORMAT, "bytes": str, "meaning": str, "content": dict}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked bundle.

    ``content`` is its meaning as plain JSON values. ``bytes_digest`` changes with every byte of its
    files, ``meaning_digest`` only with what they mean: comments and layout don't reopen an approval.
    ``marks`` tells where clauses and controls were written (``clause:<id>``, ``rule:<rule>``); a bundle
    that was read from its compiled form has none.
    """

    content: Mapping[str, Any]
    bytes_digest: str
    meaning_digest: str
    marks: Mapping[str, Mark] = field(default_factory=dict, compare=False)
    folder: Path | None = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """The bundle's id."""
        name: str = self.content["about"]["id"]
        return name

    def at(self, day: date) -> Guideline:
        """Return the guideline as it holds on ``day``."""
        return compile_guideline(self.content, self.meaning_digest, day)

    def to_json(self) -> bytes:
        """Return the compiled form: canonical JSON with both digests."""
        return canonical_json(
            {
                "format": FORMAT,
                "bytes": self.bytes_digest,
                "meaning": self.meaning_digest,
                "content": dict(self.content),
            }
        )

    @classmethod
    def from_json(cls, data: bytes, file: str = "compiled.json") -> Bundle:
        """Read a compiled form again.

        Raises SourceError when it is no compiled guideline, or when its content doesn't give
        the digest it states: a damaged or edited file is refused whole.
        """
        from guideline.bundle.shape import fits, is_content

        if len(data) > MAX_COMPILED_BYTES:
            raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_COMPILED_BYTES})])
        refused = SourceError([Problem("not-compiled", Mark(file))])
        try:
            value = json.loads(data)
            if not fits(_COMPILED, value):
                raise refused
            if meaning_digest(value["content"]) != value["meaning"]:
                raise SourceError([Problem("wrong-digest", Mark(file))])
            if not is_content(value["content"]):
                raise refused
        except (ValueError, TypeError, RecursionError):
            raise refused from None
        return cls(value["content"], value["bytes"], value["meaning"])


def meaning_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a bundle's content."""
    return sha256(canonical_json(dict(content)))

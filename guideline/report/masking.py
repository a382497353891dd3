"""Hides personal data and secrets before anything is written.

A mask keeps the length in code points and in terminal cells, so that every offset and every
marker still fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from guideline.report.judged import Judged
from guideline.source.tables import cells_of

NARROW, WIDE = "*", "＊"

_SHORTEST = 4
"""A masked piece at least so long is also hidden wherever else it occurs."""

_MOST = 200
"""So many pieces are looked for elsewhere; more would take time that grows with the square of the text."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_SECRET_KEY = re.compile(
    r"^(\s*(?:-\s*)?[\"']?[\w.-]*"
    r"(?:secret|passw|token|pepper|private|credential|_key|api-?key|key_?data|signing)"
    r"[\w.-]*[\"']?\s*[:=]\s*|\s*[\w.-]*passw\w*\s+)(?=\S)",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """Hide every character but line breaks."""
    return "".join(
        character if character in "\r\n" else WIDE if cells == 2 else NARROW for character, cells in cells_of(text)
    )


def hide_secret(line: str) -> str:
    """Hide the value on a configuration's line whose key sounds like a secret."""
    found = _SECRET_KEY.match(line)
    return line[: found.end()] + mask(line[found.end() :]) if found else line


def writable(text: str) -> str:
    """Replace lone surrogates, which no stream can write, one for one."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class Veil(NamedTuple):
    """What must not be seen of one judged thing: its text with everything personal masked, and the pieces masked."""

    text: str | None
    pieces: tuple[str, ...] = ()

    def over(self, sentence: str) -> str:
        """Hide the masked pieces in any other string, should one have found its way there."""
        if not sentence:
            return sentence
        for piece in self.pieces:
            if piece in sentence:
                sentence = sentence.replace(piece, mask(piece))
        return writable(sentence)


def bare(judged: Judged) -> Veil:
    """Hide nothing: for a person who asked to see personal data on a terminal."""
    return Veil(None if judged.text is None else writable(judged.text))


def veil(judged: Judged) -> Veil:
    """Mask every personal span of ``judged``, whichever finding is shown, and every repetition of its text."""
    if judged.text is None:
        return Veil(None)
    spans = [*_personal(judged), *judged.hidden]
    if not spans:
        return bare(judged)
    characters, pieces = list(judged.text), set()
    for start, end in _widened(judged.text, spans):
        piece = judged.text[start:end]
        characters[start:end] = mask(piece)
        pieces.add(piece)
    long = sorted((piece for piece in pieces if len(piece) >= _SHORTEST), key=len, reverse=True)
    repeated = tuple(long[:_MOST])
    return Veil(Veil(None, repeated).over("".join(characters)), repeated)


def _personal(judged: Judged) -> Iterator[tuple[int, int]]:
    for finding in judged.findings:
        if finding.personal:
            start, end = finding.place.start, finding.place.end
            # A personal finding without a span could stand anywhere: everything is hidden.
            yield (0, len(judged.text or "")) if start is None or end is None else (start, end)


def _widened(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Take in the digits that touch a span on either side: half a number shown is half a number too much."""
    for start, end in spans:
        first, last = max(0, min(start, len(text))), max(0, min(end, len(text)))
        while first > 0 and text[first - 1].isdigit():
            first -= 1
        while last < len(text) and text[last].isdigit():
            last += 1
        if first < last:
            yield first, last

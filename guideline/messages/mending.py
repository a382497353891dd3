"""Applies fixes to the text as typed: takes away what is not needed, and never touches a body."""

from __future__ import annotations

from collections.abc import Callable

from guideline.finding import Edit, Finding
from guideline.messages.decor import is_decor
from guideline.messages.message import Message
from guideline.messages.view import Hit, View

_MOST = 16
"""How often a text is mended anew: each round takes away what the round before laid bare."""
_TRAILING = "。．.、，, 　\n\r！!〜~♪…・"
_LEADING = " 　\n\r\t"


def edits_of(view: View, hit: Hit) -> tuple[Edit, ...]:
    """Return the edits that take away what a hit says, with the marks that belong to them."""
    raw = view.message.text
    edits = []
    for span in hit.cut:
        start, end = view.raw(span)
        while not hit.tight and end < len(raw) and raw[end] in _TRAILING:
            end += 1
        if end >= len(raw):
            while start > 0 and raw[start - 1] in _LEADING:
                start -= 1
        edits.append(Edit(start, end))
    return tuple(edits)


def mend(message: Message, judge: Callable[[Message], list[Finding]]) -> str:
    """Return the text with the edits of all findings applied, until nothing is left to mend.

    A message that holds nothing but an envelope is left as it is: there is no body to keep. So is one that isn't
    done after ``_MOST`` rounds, which nobody writes: mended halfway, it would be mended further the next time.
    """
    text = message.text
    for _ in range(_MOST):
        current = Message(
            message.id, text, message.channel, message.zone, message.phase,
            message.room, message.sender, message.section, message.sent,
        )  # fmt: skip
        edits = [edit for finding in judge(current) for edit in finding.edits]
        mended = apply(text, edits)
        if mended == text or not _says_anything(mended):
            return text
        text = mended
    return message.text


def apply(text: str, edits: list[Edit]) -> str:
    """Return ``text`` with edits applied; of edits that overlap, their union is taken away."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.end <= at:
            continue
        pieces.append(text[at : max(at, edit.start)])
        pieces.append(edit.text)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


def _says_anything(text: str) -> bool:
    return any(not is_decor(character) for character in text)

"""What a Matrix message says: every text in it that some reader may come to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guideline.homeserver.html import visible

MAX_CHARACTERS = 65_536
"""The Matrix limit of one event in bytes; no honest text is longer."""

_FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
_MACHINE = frozenset({"m.key.verification.request"})


def texts(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts to judge of an ``m.room.message``, without repetition; none where it says nothing.

    An edit is judged by its new content and by the stand-in that older clients show. What isn't a
    string is no text: clients don't show it.
    """
    found = list(_bodies(content))
    fresh = content.get("m.new_content")
    if isinstance(fresh, Mapping):
        found = [text.removeprefix("*").lstrip() for text in found]
        found.extend(_bodies(fresh))
    return tuple(dict.fromkeys(text[:MAX_CHARACTERS] for text in found if text.strip()))


def _bodies(content: Mapping[str, Any]) -> Iterator[str]:
    kind = content.get("msgtype")
    body = content.get("body")
    formatted = content.get("formatted_body")
    if kind in _MACHINE or (kind in _FILES and content.get("filename") in (None, body)):
        return  # a machine's message, or a file's name: nobody wrote it as a sentence
    mentions: tuple[str, ...] = ()
    if isinstance(formatted, str):
        text, mentions = visible(formatted[:MAX_CHARACTERS])
        yield text
    if isinstance(body, str):
        yield _with_mentions(body, mentions)


def _with_mentions(body: str, names: tuple[str, ...]) -> str:
    """Write mentions as ``@name``: clients put the bare display name into the plain body."""
    for name in dict.fromkeys(names):
        at = body.find(name)
        if at == 0 or (at > 0 and body[at - 1] != "@"):
            body = f"{body[:at]}@{body[at:]}"
    return body

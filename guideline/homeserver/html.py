"""The formatted body of a Matrix message, as the text its reader sees.

Clients show ``formatted_body`` and hide ``body``, so a rule that read only ``body`` would be blind.
One pass over the tags, linear in the length whatever the markup: it is never rendered, only read.
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_MENTION = re.compile(r"""href\s*=\s*["']?https://matrix\.to/#/(?:@|%40)""", re.IGNORECASE)
_LINES = frozenset({"br", "p", "div", "li", "ul", "ol", "blockquote", "pre", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"mx-reply", "script", "style"})
_MAX_DEPTH = 100


class _Reader:
    """Collects the visible text, line by line; lines inside ``blockquote`` begin with ``> ``."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.mentions: list[str] = []
        self._quotes = 0
        self._hidden = 0
        self._mention: list[str] | None = None

    def text(self, piece: str) -> None:
        if self._hidden or not piece:
            return
        words = html.unescape(piece)
        if self._mention is not None:
            self._mention.append(words)
        else:
            self._put(words)

    def tag(self, name: str, attributes: str, *, closes: bool) -> None:
        if name in _HIDDEN:
            self._hidden = max(0, self._hidden - 1) if closes else min(_MAX_DEPTH, self._hidden + 1)
        elif name == "a":
            self._end_mention()
            if not closes and _MENTION.search(attributes):
                self._mention = []
        elif name in _LINES:
            self._end_mention()
            if name == "blockquote":
                self._quotes = max(0, self._quotes - 1) if closes else min(_MAX_DEPTH, self._quotes + 1)
            self._new_line()

    def close(self) -> str:
        self._end_mention()
        return "\n".join("".join(line) for line in self.lines).strip("\n")

    def _end_mention(self) -> None:
        if self._mention is None:
            return
        name = "".join(self._mention).strip().removeprefix("@")
        self._mention = None
        if name:
            self.mentions.append(name)
            self._put(f"@{name}")

    def _put(self, words: str) -> None:
        for number, line in enumerate(words.split("\n")):
            if number:
                self._new_line()
            if line and not self.lines[-1] and self._quotes:
                self.lines[-1].append("> ")
            if line:
                self.lines[-1].append(line)

    def _new_line(self) -> None:
        if self.lines[-1]:
            self.lines.append([])


def visible(markup: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``markup`` and the names mentioned in it.

    A link to a user becomes ``@name``, quoted lines begin with ``> ``, the reply's own quotation
    (``mx-reply``) is left out as clients leave it out.
    """
    reader = _Reader()
    end = 0
    for found in _TAG.finditer(markup):
        reader.text(markup[end : found.start()])
        reader.tag(found[2].lower(), found[3], closes=bool(found[1]))
        end = found.end()
    reader.text(markup[end:])
    return reader.close(), tuple(reader.mentions)

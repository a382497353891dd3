"""One message made ready for the rules: folded once, its parts found when first asked for."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from guideline.messages.fold import fold, fold_origins
from guideline.messages.pattern import pattern
from guideline.messages.window import Span

if TYPE_CHECKING:
    from guideline.messages.envelope import Envelope, Lexicon
    from guideline.messages.message import Message


class Hit(NamedTuple):
    """What a rule found: a span of the folded text, and what to say about it.

    ``say`` is a name in ``words/messages.py`` (the rule's own by default), ``cut`` are the spans to
    take away where the control's fix is ``remove`` (with the marks behind them, unless ``tight``), and
    ``reply`` the kind of sticker that says the same.
    """

    start: int
    end: int
    say: str = ""
    args: tuple[tuple[str, object], ...] = ()
    cut: tuple[Span, ...] = ()
    reply: str = ""
    personal: bool = False
    tight: bool = False


_DIGIT = "0-9〇零一二三四五六七八九十○"
MANY_DIGITS = 6
"""Fewer digits than this are not counted: they are no number of a person."""
_STRETCH = pattern(f"[{_DIGIT}](?:[^{_DIGIT}]{{0,3}}[{_DIGIT}]){{{MANY_DIGITS - 1},45}}")
_GAP = pattern(f"[^{_DIGIT}]+")
_LINE_END = pattern("\r\n|\r|\n")
_NEAR = 1_000
"""Up to here it costs less to count the lines each time than to know where all of them begin."""
MARKS = frozenset("\uff9e\uff9f\u3099\u309a\ufe0f\ufe0e\u20e3")
"""What belongs to the character before it, beside what Unicode calls combining."""


class View:
    """The folded text of one message and what has been read from it, each part when first asked for."""

    # What hasn't been asked for yet; set here once, and not for each of an archive's messages.
    _envelope: Envelope | None = None
    _seen: int | None = None
    _together: int = -1
    _own: str | None = None
    _digits: str | None = None
    _origins: Sequence[int] | None = None
    _starts: list[int] | None = None

    def __init__(self, message: Message, lexicon: Lexicon) -> None:
        self.message = message
        self.lexicon = lexicon
        self.text = fold(message.text)

    @property
    def envelope(self) -> Envelope:
        """The parts of the message: subject line, addressee, greeting, ... (see ``envelope``)."""
        if self._envelope is None:
            self._envelope = self.lexicon.read(self.text, self.seen)
        return self._envelope

    @property
    def seen(self) -> int:
        """Where the body ends if the message surely has no part of an envelope, else a negative number."""
        if self._seen is None:
            self._seen = self.lexicon.glance(self.text)
        return self._seen

    @property
    def body(self) -> Span:
        """The message without its envelope."""
        seen = self.seen
        return (0, seen) if seen >= 0 else self.envelope.body

    @property
    def digits_together(self) -> int:
        """How many digits, in figures or kanji, stand together at most; 0 where there are fewer than ``MANY_DIGITS``.

        Up to three characters may stand between two of them. No more than 46 are counted: a message of nothing
        else must not cost memory.
        """
        if self._together < 0:
            found = _STRETCH.findall(self.text)
            self._together = max([len(_GAP.sub("", stretch)) for stretch in found]) if found else 0
        return self._together

    @property
    def own(self) -> str:
        """The folded text with quoted words and quoted lines blotted out; its length stays."""
        if self._own is None:
            self._own = blot_quotes(self.text)
        return self._own

    @property
    def digits(self) -> str:
        """The folded text with runs of kanji digits as digits; its length stays."""
        if self._digits is None:
            self._digits = fold_kanji_digits(self.text)
        return self._digits

    def raw(self, span: Span) -> Span:
        """Return where a span of the folded text stands in the text as typed."""
        start, end = span
        if self.text == self.message.text:
            return start, end
        if self._origins is None:
            self._origins = fold_origins(self.message.text, self.text)
        origins = self._origins
        if end <= start:
            return origins[start], origins[start]
        last = origins[end - 1]
        stop = origins[end]
        # What can't be seen behind the last character belongs to what follows.
        return origins[start], min(stop, _after(self.message.text, last))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1, of an offset in the text as typed."""
        raw = self.message.text
        if offset < _NEAR and "\r" not in raw:
            return raw.count("\n", 0, offset) + 1, offset - raw.rfind("\n", 0, offset)
        if self._starts is None:
            self._starts = [0, *(found.end() for found in _LINE_END.finditer(raw))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _after(raw: str, offset: int) -> int:
    """Return the offset behind the character at ``offset`` and the marks that belong to it."""
    end = offset + 1
    while end < len(raw) and (raw[end] in MARKS or unicodedata.combining(raw[end])):
        end += 1
    return end


_QUOTE_LINE = pattern(r"^[ ]*[>≫》].*$", re.MULTILINE)
_MARK = pattern("[「『“\"‘'〝]")
_QUOTED = pattern(
    "「[^「」]{1,400}」|『[^『』]{1,400}』|“[^“”]{1,400}”|\"[^\"\n]{1,200}\"|‘[^‘’\n]{1,200}’|'[^'\n]{1,200}'|〝[^〝〟\n]{1,200}〟"
)


def blot_quotes(text: str) -> str:
    """Return ``text`` with what stands in quotation marks or on quoted lines as NUL characters."""
    if ">" in text or "≫" in text or "》" in text:
        text = _QUOTE_LINE.sub(lambda found: "\x00" * len(found[0]), text)
    if _MARK.search(text):
        text = _QUOTED.sub(lambda found: found[0][0] + "\x00" * (len(found[0]) - 2) + found[0][-1], text)
    return text


KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九○", "001234567890")
_KANJI_RUN = pattern("[〇零一二三四五六七八九○][〇零一二三四五六七八九○\\-ー・ ()]{4,40}[〇零一二三四五六七八九○]")


def fold_kanji_digits(text: str) -> str:
    """Return ``text`` with runs of six or more kanji digits, hyphens between them allowed, as digits."""
    return _KANJI_RUN.sub(lambda found: found[0].translate(KANJI_DIGITS).replace("ー", "-"), text)

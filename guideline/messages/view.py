"""One message made ready for the rules: folded once, its parts found when first asked for."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from guideline.messages.fold import dense, dense_origins, fold, fold_origins, plain, plain_origins
from guideline.messages.pattern import pattern

if TYPE_CHECKING:
    from guideline.messages.envelope import Envelope, Lexicon
    from guideline.messages.message import Message

Value = TypeVar("Value")
Span = tuple[int, int]
"""Start and end in the folded text."""


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


_ANY_DIGIT = pattern("[0-9〇零一二三四五六七八九十○]+")
_STRETCH = pattern(
    "[0-9〇零一二三四五六七八九○](?:[^0-9〇零一二三四五六七八九○]{0,3}[0-9〇零一二三四五六七八九○]){0,40}"
)
_LINE_END = pattern("\r\n|\r|\n")
MARKS = frozenset("\uff9e\uff9f\u3099\u309a\ufe0f\ufe0e\u20e3")
"""What belongs to the character before it, beside what Unicode calls combining."""


class _once(Generic[Value]):  # noqa: N801
    """A property that is worked out when first asked, and is a plain attribute from then on.

    ``functools.cached_property`` does the same under a lock, which a rule that only asks would wait for.
    """

    def __init__(self, work: Callable[[View], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __get__(self, view: View, _: type[View]) -> Value:
        value = view.__dict__[self._work.__name__] = self._work(view)
        return value


class View:
    """The folded text of one message and what has been read from it."""

    def __init__(self, message: Message, lexicon: Lexicon) -> None:
        self.message = message
        self.lexicon = lexicon
        self.text = fold(message.text)

    @_once
    def numbered(self) -> int:
        """How many digits, in figures or kanji, stand in the text."""
        return len("".join(_ANY_DIGIT.findall(self.text)))

    @_once
    def stretch(self) -> int:
        """How long the longest stretch of digits is, with what of up to three characters stands between them.

        No more than 41 digits are counted: a message of nothing else must not cost memory.
        """
        return max(map(len, _STRETCH.findall(self.text)), default=0)

    @_once
    def envelope(self) -> Envelope:
        """The parts of the message: subject line, addressee, greeting, ... (see ``envelope``)."""
        return self.lexicon.read(self.text)

    @_once
    def own(self) -> str:
        """The folded text with quoted words and quoted lines blotted out; its length stays."""
        return blot_quotes(self.text)

    @_once
    def digits(self) -> str:
        """The folded text with runs of kanji digits as digits; its length stays."""
        return fold_kanji_digits(self.text)

    @_once
    def _origins(self) -> list[int]:
        return fold_origins(self.message.text)

    @_once
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.message.text))]

    def raw(self, span: Span) -> Span:
        """Return where a span of the folded text stands in the text as typed."""
        start, end = span
        if self.text == self.message.text:
            return start, end
        origins = self._origins
        if end <= start:
            return origins[start], origins[start]
        last = origins[end - 1]
        stop = origins[end]
        # What can't be seen behind the last character belongs to what follows.
        return origins[start], min(stop, _after(self.message.text, last))

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column, counted from 1, of an offset in the text as typed."""
        if "\n" not in self.text:
            return 1, offset + 1
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _after(raw: str, offset: int) -> int:
    """Return the offset behind the character at ``offset`` and the marks that belong to it."""
    end = offset + 1
    while end < len(raw) and (raw[end] in MARKS or unicodedata.combining(raw[end])):
        end += 1
    return end


class Window:
    """A short stretch of folded text in its plain form, with the way back."""

    __slots__ = ("_dense", "_origins", "end", "plain", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._dense = dense(text[start:end])
        self._origins: list[int] | None = None
        self.plain = plain(self._dense)

    @property
    def origins(self) -> list[int]:
        """Where each character of the plain form came from, and the window's end; read only once something is found."""
        if self._origins is None:
            piece = self.text[self.start : self.end]
            self._origins = plain_origins(self._dense, dense_origins(piece, self.start), self.end)
        return self._origins

    def whole(self, start: int, end: int) -> bool:
        """Tell whether a span of the plain form cuts no word that was rewritten in two."""
        origins = self.origins
        return (start == 0 or origins[start] != origins[start - 1]) and (origins[end] != origins[end - 1])

    def back(self, start: int, end: int) -> Span:
        """Return the span of the folded text; blanks at its end are left out, marks of length kept."""
        first, stop = self.origins[start], self.origins[end]
        while stop > first and self.text[stop - 1] in " \n":
            stop -= 1
        return first, stop


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
_KANJI_RUN = pattern("[〇零一二三四五六七八九○][〇零一二三四五六七八九○\\-ー ()]{4,40}[〇零一二三四五六七八九○]")


def fold_kanji_digits(text: str) -> str:
    """Return ``text`` with runs of six or more kanji digits, hyphens between them allowed, as digits."""
    return _KANJI_RUN.sub(lambda found: found[0].translate(KANJI_DIGITS).replace("ー", "-"), text)

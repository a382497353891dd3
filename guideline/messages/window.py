"""A short stretch of a message, in the form that phrases are compared by."""

from __future__ import annotations

from functools import lru_cache

from guideline.messages.fold import dense, dense_origins, plain, plain_origins

Span = tuple[int, int]
"""Start and end in the folded text."""

_SET_PHRASE = 20
"""Characters of a stretch that may be one of the set phrases, which an archive is full of."""
_KEPT = 1_024
"""So many of them are remembered, in memory alone."""


class _Form:
    """The plain form of a stretch of folded text, wherever it stands."""

    __slots__ = ("_dense", "_origins", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._dense = dense(text)
        self.plain = plain(self._dense)
        self._origins: list[int] | None = None

    @property
    def origins(self) -> list[int]:
        """Where each character of the plain form came from, and the end; read only once something is found."""
        if self._origins is None:
            self._origins = plain_origins(self._dense, dense_origins(self.text), len(self.text))
        return self._origins


_kept = lru_cache(_KEPT)(_Form)


class Window:
    """A short stretch of folded text in its plain form, with the way back."""

    __slots__ = ("_form", "end", "plain", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end
        self._form: _Form = _kept(text[start:end]) if end - start <= _SET_PHRASE else _Form(text[start:end])
        self.plain = self._form.plain

    def origin(self, at: int) -> int:
        """Return where in the folded text a character of the plain form came from."""
        return self.start + self._form.origins[at]

    def whole(self, start: int, end: int) -> bool:
        """Tell whether a span of the plain form cuts no word that was rewritten in two."""
        origins = self._form.origins
        return (start == 0 or origins[start] != origins[start - 1]) and (origins[end] != origins[end - 1])

    def back(self, start: int, end: int) -> Span:
        """Return the span of the folded text; blanks at its end are left out, marks of length kept."""
        first, stop = self.origin(start), self.origin(end)
        while stop > first and self.text[stop - 1] in " \n":
            stop -= 1
        return first, stop

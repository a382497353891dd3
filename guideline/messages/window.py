"""A short stretch of a message, in the form that phrases are compared by."""

from __future__ import annotations

from guideline.messages.fold import dense, dense_origins, plain, plain_origins

Span = tuple[int, int]
"""Start and end in the folded text."""


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

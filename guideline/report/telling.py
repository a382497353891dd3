"""Turns findings into what may be told of them: sentences in the reader's language, places, masked excerpts.

Formats see only what this module hands them; the original text ends here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from guideline.bundle.model import Guideline
from guideline.finding import Edit, Finding, Severity
from guideline.report.judged import Judged
from guideline.report.masking import bare, hide_secret, veil
from guideline.words import Lang, say

ALL = frozenset({"advice", "excerpt"})
"""What of a finding is told only where it is shown."""

_CONTEXT = 60
"""Code points of a line kept on each side of a span; a message may be one line of a megabyte."""


@dataclass(frozen=True, slots=True)
class Context:
    """For whom a report is written, and of which guideline."""

    guideline: Guideline
    lang: Lang
    show_personal: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line on which a finding starts, masked and cut to what is around it.

    ``start`` and ``end`` mark the span within ``line`` in code points; ``before`` and ``after`` tell
    whether something was cut there.
    """

    line: str
    start: int
    end: int
    before: bool = False
    after: bool = False

    @property
    def marked(self) -> str:
        """The marked part alone."""
        return self.line[self.start : self.end]


class Told(NamedTuple):
    """One finding as it may be told. Lines and columns count from 1, in code points, within the text judged."""

    rule: str
    clause: str
    number: str
    severity: Severity
    message: str
    advice: str
    key: str | None
    subject: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    start: int | None
    end: int | None
    edits: tuple[Edit, ...]
    sticker: str | None
    excerpt: Excerpt | None


class Entry(NamedTuple):
    """One judged thing: ``line`` and ``id`` are those of a message within a file of many."""

    file: str
    id: str
    line: int | None
    told: tuple[Told, ...]


def tell(judged: Iterable[Judged], context: Context, shown: frozenset[str] = ALL) -> Iterator[Entry]:
    """Yield an entry for each judged thing, its findings in the order of their places; holds one at a time.

    ``advice`` and ``excerpt`` are made where they are ``shown``.
    """
    numbers = {clause.id: clause.number for clause in context.guideline.clauses}
    for one in judged:
        yield _Teller(one, context, shown, numbers).entry() if one.findings else Entry(one.file, one.id, one.line, ())


class _Teller:
    """Tells the findings of one judged thing."""

    def __init__(self, judged: Judged, context: Context, shown: frozenset[str], numbers: Mapping[str, str]) -> None:
        self._judged = judged
        self._context = context
        self._numbers = numbers
        self._veil = bare(judged) if context.show_personal else veil(judged)
        self._advises, self._cuts = "advice" in shown, "excerpt" in shown
        self._starts: list[int] | None = None

    def entry(self) -> Entry:
        found = self._judged.findings
        told = tuple(map(self._tell, sorted(found, key=_order) if len(found) > 1 else found))
        return Entry(self._veil.over(self._judged.file), self._veil.over(self._judged.id), self._judged.line, told)

    def _tell(self, finding: Finding) -> Told:
        place = finding.place
        line, column, end_line, end_column = self._lines(finding)
        return Told(
            finding.rule,
            finding.clause,
            self._numbers.get(finding.clause, ""),
            finding.severity,
            self._sentence(finding),
            self._advice(finding) if self._advises else "",
            place.key,
            self._veil.over(finding.subject),
            line,
            column,
            end_line,
            end_column,
            place.start,
            place.end,
            tuple(Edit(e.start, e.end, self._veil.over(e.text)) for e in finding.edits) if finding.edits else (),
            finding.sticker,
            self._excerpt(finding, line) if self._cuts else None,
        )

    def _sentence(self, finding: Finding) -> str:
        lang = self._context.lang
        # Without arguments it is our own sentence; a text of many numbers would be searched for each of them.
        return self._veil.over(say(lang, finding.say, **finding.args)) if finding.args else _own(lang, finding.say)

    def _advice(self, finding: Finding) -> str:
        lang = self._context.lang
        if finding.sticker:
            sticker = self._context.guideline.sticker(finding.sticker)
            return say(lang, "report.do-sticker", label=sticker.label.get(lang) if sticker else finding.sticker)
        if finding.edits:
            texts = [edit.text for edit in finding.edits if edit.text]
            if texts:
                return self._veil.over(say(lang, "report.do-replace", text="".join(texts)))
            return say(lang, "report.do-remove")
        return say(lang, "report.do-hide") if finding.personal else ""

    def _lines(self, finding: Finding) -> tuple[int | None, int | None, int | None, int | None]:
        place, text = finding.place, self._judged.text
        if place.start is None or text is None:
            return place.line, place.column, None, None
        start = min(place.start, len(text))
        end = min(max(start, place.end if place.end is not None else start), len(text))
        if "\n" not in text:
            return 1, start + 1, 1, end + 1 if end > start else start + 1
        line, column = self._position(start)
        # The end is exclusive: it is one past the last character marked, on that character's line.
        end_line, end_column = self._position(max(start, end - 1))
        return line, column, end_line, end_column + (1 if end > start else 0)

    def _position(self, offset: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _line_starts(self) -> list[int]:
        """Find where lines start, once; only a line feed ends a line, as editors and SARIF count."""
        if self._starts is None:
            self._starts = [0]
            at = (self._veil.text or "").find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = (self._veil.text or "").find("\n", at + 1)
        return self._starts

    def _excerpt(self, finding: Finding, line: int | None) -> Excerpt | None:
        text, place = self._veil.text, finding.place
        starts = self._line_starts()
        if text is None or line is None or not 1 <= line <= len(starts):
            return None
        first = starts[line - 1]
        last = starts[line] - 1 if line < len(starts) else len(text)
        if place.start is None:
            whole = hide_secret(text[first:last].rstrip("\r"))
            start = min(max((place.column or 1) - 1, 0), len(whole))
            return _cut(whole, start, len(whole.rstrip()))
        start = min(place.start, last)
        end = min(max(start, place.end if place.end is not None else start), last)
        begin = max(first, start - _CONTEXT)
        stop = min(last, max(start + 2 * _CONTEXT, min(end, start + 2 * _CONTEXT) + _CONTEXT))
        piece = text[begin:stop].rstrip("\r")
        return Excerpt(piece, start - begin, min(end - begin, len(piece)), begin > first, stop < last)


@cache
def _own(lang: Lang, name: str) -> str:
    """Return a sentence without arguments, of which there are few and an archive is full."""
    return say(lang, name)


def _cut(line: str, start: int, end: int) -> Excerpt:
    begin, stop = max(0, start - _CONTEXT), min(len(line), start + 3 * _CONTEXT)
    return Excerpt(line[begin:stop], start - begin, max(start, min(end, stop)) - begin, begin > 0, stop < len(line))


def _order(finding: Finding) -> tuple[int, int, int, str]:
    place = finding.place
    return place.line or 0, place.start or 0, place.column or 0, finding.rule

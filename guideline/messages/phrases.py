"""The phrases of a bundle, ready to be compared: no regex, a dictionary by length.

A phrase is compared in its plain form (see ``fold``), so that one phrase of a bundle stands for its
spellings. ``〜`` inside a phrase is a blank: one to sixteen characters without a stop or a comma,
as in 「〜のほどよろしくお願いします」.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from guideline.messages.edges import HEAD, TAIL, beginnings, endings
from guideline.messages.fold import SPELLINGS, dense, fold, plain
from guideline.messages.pattern import by_first, pattern

_BLANKS = pattern("[〜～]")
_STOPS = frozenset("。、,.!?「」『』\n\x00")
SOFT_ENDS = "ねよっなー"
"""What may close a phrase in speech and says nothing."""
_FULL_STOP = "。"
_LONGEST_BLANK = 16
_LOOK = 12
"""Folded characters that are looked at before a window is read; more only where nearly all of them disappear."""
_NEAR = 4
"""Last characters of a text that dismiss most texts."""
_MOST_ENDS = 4_096
"""So many ends of texts are remembered with what was said of them."""
_LEADERS: dict[str, set[str]] = {}
for _key, _value in SPELLINGS:
    _LEADERS.setdefault(_value[0], set()).add(_key[0])


def plain_parts(phrase: str) -> tuple[str, ...]:
    """Return the plain forms of the pieces of a phrase between its blanks."""
    return tuple(plain(dense(fold(piece))) for piece in _BLANKS.split(phrase))


def can_fire(phrase: str) -> bool:
    """Tell whether a phrase leaves anything to compare: a blank or an emoji alone does not."""
    return _can_fire(plain_parts(phrase))


def _can_fire(parts: tuple[str, ...]) -> bool:
    return any(character.isalnum() for part in parts for character in part)


class Phrases:
    """A set of phrases that is asked what begins, or ends, at a place of a plain text."""

    __slots__ = (
        "_any",
        "_blanked",
        "_ends",
        "_first",
        "_firsts",
        "_heads",
        "_in_a_sentence",
        "_last",
        "_tail_ends",
        "_tails",
        "_whole",
        "leaders",
    )

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole: dict[str, str] = {}
        self._blanked: list[tuple[tuple[str, ...], str]] = []
        self._first: dict[str, list[int]] = {}
        for phrase in phrases:
            self._add(phrase)
        self._last: dict[str, list[int]] = {}
        for form in sorted(self._whole, key=len, reverse=True):
            for known in (self._first.setdefault(form[0], []), self._last.setdefault(form[-1], [])):
                if len(form) not in known:
                    known.append(len(form))
        firsts = set(self._first) | {parts[0][0] for parts, _ in self._blanked if parts[0]}
        self.leaders = frozenset(firsts.union(*(_LEADERS.get(first, ()) for first in firsts)))
        """The characters of dense text that a phrase may begin with; a blank first is not counted."""
        self._firsts = _as_folded(self.leaders)
        self._in_a_sentence = not any(
            _FULL_STOP in form for form in (*self._whole, *("".join(parts) for parts, _ in self._blanked))
        )
        self._any: re.Pattern[str] | None = None
        self._heads: frozenset[str] | None = None
        self._tails: frozenset[str] | None = None
        self._tail_ends: frozenset[str] = frozenset()
        self._ends: dict[str, bool] = {}

    def _add(self, phrase: str) -> None:
        parts = plain_parts(phrase)
        if not _can_fire(parts):
            return
        if len(parts) == 1:
            self._whole.setdefault(parts[0], phrase)
        else:
            self._blanked.append((parts, phrase))

    def __bool__(self) -> bool:
        return bool(self._whole or self._blanked)

    def reach(self, text: str, start: int, end: int) -> int:
        """Return where in folded ``text`` a phrase that begins at ``start`` ends at the latest: with its sentence."""
        stop = text.find(_FULL_STOP, start + 1, end) if self._in_a_sentence else -1
        return end if stop < 0 else stop

    def reach_back(self, text: str, start: int, end: int) -> int:
        """Return where in folded ``text`` a phrase that ends at ``end`` begins at the earliest."""
        stop = text.rfind(_FULL_STOP, start, end) if self._in_a_sentence else -1
        return start if stop < 0 else stop + 1

    def may_hold(self, text: str) -> bool:
        """Tell cheaply whether dense ``text`` may hold a phrase without blanks; False is sure."""
        if self._any is None:
            self._any = pattern(by_first(map(re.escape, sorted(beginnings(self._whole)))) or "(?!)")
        return self._any.search(text) is not None

    def within(self, text: str) -> int:
        """Return how many of the phrases without blanks plain ``text`` holds."""
        return sum(form in text for form in self._whole)

    def may_start(self, text: str, at: int) -> bool:
        """Tell cheaply whether folded ``text`` may hold a phrase at ``at``; False is sure."""
        known = self._heads
        if known is None:
            known = self._heads = beginnings([*self._whole, *(parts[0] for parts, _ in self._blanked)])
        if text[at] not in self._firsts:
            return "" in known
        if "" in known:
            return True
        head = dense(text[at : at + _LOOK])[:HEAD]
        return head in known or head[:2] in known or head[:1] in known or (len(head) < HEAD and at + _LOOK < len(text))

    def may_end(self, text: str, start: int, end: int) -> bool:
        """Tell cheaply whether folded ``text`` may hold a phrase that ends at ``end``; False is sure."""
        near = text[max(start, end - _NEAR) : end]
        may = self._ends.get(near)
        if may is None:
            may = self._may_end_near(near)
        if not may:
            return False
        known = self._known_tails()
        if "" in known:
            return True
        tail = dense(text[max(start, end - _LOOK) : end]).rstrip(SOFT_ENDS)[-TAIL:]
        if tail in known or (len(tail) < TAIL and end - _LOOK > start):
            return True
        return tail[1:] in known or tail[2:] in known or tail[3:] in known or tail[4:] in known or tail[5:] in known

    def _may_end_near(self, near: str) -> bool:
        """Tell whether a text whose last characters are ``near`` may end with a phrase, and remember it."""
        known = self._known_tails()
        tail = dense(near).rstrip(SOFT_ENDS)
        may = not tail or tail in self._tail_ends or any(tail[at:] in known for at in range(len(tail) + 1))
        if len(self._ends) < _MOST_ENDS:
            self._ends[near] = may
        return may

    def _known_tails(self) -> frozenset[str]:
        if self._tails is None:
            lasts = [*self._whole, *(parts[-1] for parts, _ in self._blanked)]
            self._tails = endings(lasts, SOFT_ENDS)
            self._tail_ends = frozenset(tail[-length:] for tail in self._tails for length in range(1, _NEAR + 1))
        return self._tails

    def starting(self, text: str, start: int = 0) -> Iterator[tuple[int, str]]:
        """Yield (length, phrase) of the phrases that plain ``text`` holds at ``start``, longest first."""
        for parts, phrase in self._blanked:
            end = _spread(text, start, parts) if text.startswith(parts[0], start) else 0
            if end:
                yield end - start, phrase
        for length in self._first.get(text[start : start + 1], ()):
            phrase_found = self._whole.get(text[start : start + length])
            if phrase_found is not None and start + length <= len(text):
                yield length, phrase_found

    def ending(self, text: str) -> tuple[int, str] | None:
        """Return (length, phrase) of the longest phrase that plain ``text`` ends with, or None."""
        best: tuple[int, str] | None = None
        for length in self._last.get(text[-1:], ()):
            phrase = self._whole.get(text[-length:])
            if phrase is not None and length <= len(text):
                best = (length, phrase)
                break
        for parts, phrase in self._blanked:
            start = _spread_back(text, parts) if text.endswith(parts[-1]) else None
            if start is not None and (best is None or len(text) - start > best[0]):
                best = (len(text) - start, phrase)
        return best


def _as_folded(letters: Iterable[str]) -> frozenset[str]:
    """Return the characters of folded text that become one of ``letters`` in dense text."""
    known = frozenset(letters)
    return known.union((chr(ord(c) + 0x60) for c in known if "ぁ" <= c <= "ゖ"), (c.upper() for c in known))


def _spread(text: str, start: int, parts: tuple[str, ...]) -> int:
    """Return where a phrase with blanks ends whose first part stands at ``start``, or 0."""
    at = start + len(parts[0])
    for part in parts[1:]:
        found = text.find(part, at + 1, at + 1 + _LONGEST_BLANK + len(part)) if part else at + 1
        if found < 0 or not _STOPS.isdisjoint(text[at:found]):
            return 0
        at = found + len(part)
    return at


def _spread_back(text: str, parts: tuple[str, ...]) -> int | None:
    """Return where a phrase with blanks begins whose last part ends ``text``, or None."""
    at = len(text) - len(parts[-1])
    for part in reversed(parts[:-1]):
        if not part:
            while at > 0 and text[at - 1] not in _STOPS and len(text) - at < 4 * _LONGEST_BLANK:
                at -= 1
            continue
        found = text.rfind(part, max(0, at - 1 - _LONGEST_BLANK - len(part)), max(0, at - 1))
        if found < 0 or not _STOPS.isdisjoint(text[found + len(part) : at]):
            return None
        at = found
    return at

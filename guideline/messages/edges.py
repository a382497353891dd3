"""The few characters that a phrase may begin or end with, in any spelling.

Most messages hold no set phrase, and the plain form that tells so is dear. A look at three or four
characters of dense text dismisses nearly all of them: what is written here is a superset, so that a
place it dismisses holds no phrase, and a place it lets pass is looked at properly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guideline.messages.fold import SPELLINGS

HEAD = 3
"""Characters of a beginning."""

TAIL = 6
"""Characters of an end."""


_Spellings = dict[str, list[tuple[str, str]]]


def beginnings(forms: Iterable[str]) -> frozenset[str]:
    """Return the first characters of all dense texts whose plain form begins with one of ``forms``.

    Each has ``HEAD`` characters, or fewer where the whole phrase has fewer.
    """
    known: _Spellings = {}
    for key, value in SPELLINGS:
        known.setdefault(value[0], []).append((key, value))
    return frozenset(head for form in {form[: 4 * HEAD] for form in forms} for head in _heads(form, HEAD, known))


def endings(forms: Iterable[str], soft: str) -> frozenset[str]:
    """Return the last characters of all dense texts whose plain form ends with one of ``forms``.

    The ``soft`` characters that close a text are taken to be gone from text and forms. Each has ``TAIL``
    characters, or fewer where the whole phrase has fewer.
    """
    known: _Spellings = {}
    for key, value in SPELLINGS:
        for spelling in {key, key.rstrip(soft)} - {""}:
            known.setdefault(value[-1], []).append((spelling, value))
    # A soft character may belong to a word that is spelt in another way (おはよ, おはよう): both are followed.
    both = {ended[-4 * TAIL :] for form in forms for ended in (form, form.rstrip(soft))}
    return frozenset(tail.rstrip(soft) for form in both for tail in _tails(form, TAIL, known))


def _heads(form: str, left: int, known: _Spellings) -> Iterator[str]:
    if left <= 0 or not form:
        yield ""
        return
    for rest in _heads(form[1:], left - 1, known):
        yield form[0] + rest
    for key, value in known.get(form[0], ()):
        if form.startswith(value):
            for rest in _heads(form[len(value) :], left - len(key), known):
                yield (key + rest)[:left]
        elif value.startswith(form):
            yield key[:left]


def _tails(form: str, left: int, known: _Spellings) -> Iterator[str]:
    if left <= 0 or not form:
        yield ""
        return
    for rest in _tails(form[:-1], left - 1, known):
        yield rest + form[-1]
    for key, value in known.get(form[-1], ()):
        if form.endswith(value):
            for rest in _tails(form[: -len(value)], left - len(key), known):
                yield (rest + key)[-left:]
        elif value.endswith(form):
            yield key[-left:]

"""What the rules of personal data go by, written for a reader in JavaScript.

A page has to see personal data before a draft leaves the device. It reads the very patterns and lists of
``rules/``: nothing is written twice. Whoever reads them must read folded text, one UTF-16 unit a character;
characters beyond the basic plane that a pattern names have a private unit each (``units``), all others share one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from types import ModuleType
from typing import Any

from guideline.messages import fold, numbers, view
from guideline.messages.pattern import written
from guideline.messages.rules import PERSONAL, kind

_OF_VIEW = ("_STRETCH", "_GAP", "_KANJI_RUN")
_FIRST_UNIT = 0xE001
_END, _LAST = "(?![^])", "(?=\\n?(?![^]))"
"""The end of a text, and what ``$`` means in Python: there, or before a line end that is the last character."""
_KNOWN = frozenset("ns.*+?()[]{}^$|/\\-Z")
"""What may follow a backslash."""


@cache
def tables() -> dict[str, Any]:
    """Return patterns by ``module.name`` as (source, flags), and the lists and characters that go with them.

    Raises ValueError for a pattern that can't be said in JavaScript.
    """
    modules = [kind(name) for name in PERSONAL]
    found = dict(chain(_patterns(view, _OF_VIEW), *(_patterns(module) for module in (numbers, *modules))))
    beyond = sorted({one for source, _ in found.values() for one in source if ord(one) > 0xFFFF})
    units = {one: chr(_FIRST_UNIT + index) for index, one in enumerate(beyond)}
    my_number, phone_number, street_address = (kind(name) for name in PERSONAL[:3])
    return {
        "patterns": {name: script(source, flags, units) for name, (source, flags) in found.items()},
        "units": units,
        "invisible": _ranges(fold.INVISIBLE),
        "marks": "".join(sorted(view.MARKS | {chr(one) for one in fold.INVISIBLE if unicodedata.combining(chr(one))})),
        "hyphens": fold.HYPHENS.replace("\uff70", ""),
        "kanji": {chr(ordinal): chr(to) for ordinal, to in view.KANJI_DIGITS.items()},
        "digits": _ranges(code for code in range(0x110000) if chr(code).isdigit()),
        "weights": my_number.WEIGHTS,
        "shapes": sorted(",".join(map(str, shape)) for shape in my_number.SHAPES),
        "free": phone_number.FREE,
        "noPlace": sorted(street_address.NO_PLACE),
    }


def script(source: str, flags: int, units: dict[str, str]) -> tuple[str, str]:
    """Return a pattern of Python as one of JavaScript that finds the same. Raises ValueError where there is none."""
    if flags & ~re.IGNORECASE:
        raise ValueError(f"flags {flags}")
    return "".join(_parts(source, units)), "i" if flags else ""


def _parts(source: str, units: dict[str, str]) -> Iterator[str]:
    at, within = 0, False
    while at < len(source):
        one, two = source[at], source[at : at + 2]
        if one == "\\":
            if two[1:] not in _KNOWN or (two == r"\Z" and within):
                raise ValueError(two)
            yield _END if two == r"\Z" else two
            at += 2
            continue
        if source.startswith("(?P<", at) and not within:
            yield "(?<"
            at += 4
            continue
        yield _LAST if one == "$" and not within else units.get(one, one)
        within = one == "[" or (within and one != "]")
        at += 1


def _patterns(module: ModuleType, names: Iterable[str] = ()) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the patterns of a module, or those named; several under one name are numbered."""
    room = module.__name__.rpartition(".")[2]
    for name in names or vars(module):
        value = vars(module)[name]
        several = value if isinstance(value, tuple) else (value,)
        for index, one in enumerate(several):
            source = written(one)
            if source:
                number = f".{index}" if isinstance(value, tuple) else ""
                yield f"{room}.{name.strip('_').lower()}{number}", source


def _ranges(codes: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    return ranges

"""Regular expressions that are compiled when they are first asked.

The rules of this room hold more than a hundred patterns, and one draft asks a third of them: compiling all
would cost a cold draft more than everything else together. Once asked, a pattern is as fast as any:
its methods are the compiled pattern's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Pattern:
    """Stands in for a compiled pattern; the first method asked for fills in all of them."""

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def written(self) -> tuple[str, int]:
        """Return the source and the flags."""
        return self._source, self._flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern with the methods that search; raises ``re.error`` when it is first asked, not here."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


def by_first(branches: Iterable[str]) -> str:
    """Return an alternation whose branches are gathered by their first character, which must be a plain one.

    It finds what ``"|".join(branches)`` finds, but few branches are then tried, and ``re`` skips to where one of
    their first characters stands.
    """
    gathered: dict[str, list[str]] = {}
    for branch in branches:
        at = 2 if branch[0] == "\\" else 1
        gathered.setdefault(branch[:at], []).append(branch[at:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in gathered.items())


def written(value: object) -> tuple[str, int] | None:
    """Return the source and the flags of a pattern made here, None for anything else."""
    return value.written() if isinstance(value, _Pattern) else None

"""The closed list of keys that a pinned release of a program reads, with their defaults."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from guideline.settings.tree import leaves, pattern
from guideline.source.yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Keybook:
    """``defaults`` maps each key to what the program takes in its absence; ``[]`` is any item of a list.

    ``lists`` is what an absent list of mappings holds; below a ``free`` key anything may stand;
    the values of ``secret`` keys are never shown.
    """

    release: str
    defaults: dict[str, Any]
    lists: dict[str, Any]
    free: frozenset[str]
    secret: frozenset[str]
    groups: frozenset[str]

    def knows(self, key: str) -> bool:
        """Tell whether the release reads this key, or one below it."""
        return key in self.defaults or key in self.groups or key in self.free

    def default(self, key: str) -> Any:
        """Return what the program takes where ``key`` is absent."""
        return self.lists.get(key, self.defaults.get(key))

    def is_secret(self, key: str) -> bool:
        """Tell whether this key or one above it holds a secret."""
        return any(key == secret or key.startswith((f"{secret}.", f"{secret}[")) for secret in self.secret)

    def guess(self, key: str) -> str:
        """Return the known key that a misspelt one most resembles; "" when none does."""
        near = difflib.get_close_matches(key, self.groups | self.defaults.keys(), 1, 0.8)
        if near:
            return str(near[0])
        last = key.rpartition(".")[2]
        # A key put at the wrong depth: `include_content` at the top means `push.include_content`.
        return next((known for known in sorted(self.defaults) if known.rpartition(".")[2] == last), "")


@cache
def keybook(name: str) -> Keybook:
    """Return the key list of ``data/<name>.yaml``. Raises SourceError when the file isn't there."""
    held: Any = read_yaml(Path(__file__).parent / "data" / f"{name}.yaml").value
    free = frozenset(held["free"])
    defaults = {pattern(path): value for path, value in leaves(held["keys"], free=free) if path}
    return Keybook(
        release=str(held["release"]),
        defaults=defaults,
        lists=held["lists"],
        free=free,
        secret=frozenset(held["secret"]),
        groups=frozenset(group for key in defaults for group in _above(key)),
    )


def _above(key: str) -> list[str]:
    found = []
    for index, letter in enumerate(key):
        if letter == ".":
            found.append(key[:index])
        if key.startswith("[]", index):
            found.extend((key[:index], key[: index + 2]))
    return found

"""Whether a value satisfies what a setting control asks of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from guideline.settings.amounts import amount


@dataclass(frozen=True, slots=True)
class Held:
    """What a configuration holds at a key; ``given`` is False where only the program's default holds."""

    value: Any
    given: bool = True


_LISTS = frozenset(("peers", "peer_networks", "listen"))
"""The values of a site that are lists."""

_SERVER_NAME = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z.-]{1,230})(:[0-9]{1,5})?")
_OPEN_TO_ALL = ("matrix.org", "gitter.im", "mozilla.org", "matrix.debian.social", "kde.org")
"""Servers on which anybody may have an account: whoever lists one as a peer has strangers as peers."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """``$site.<name>`` without a site: the value can't be compared, but some values are wrong at any site."""

    symbol: str

    def admits(self, value: Any) -> bool:
        """Tell whether ``value`` could be right at some site."""
        if isinstance(value, list):
            return all(self.admits_item(item) for item in value)
        return value is not None and self.symbol not in _LISTS

    def admits_item(self, item: Any) -> bool:
        """Tell whether one item could be right at some site: no wildcard is."""
        if not isinstance(item, str) or "*" in item or not item:
            return False
        if self.symbol == "peers":
            return bool(_SERVER_NAME.fullmatch(item)) and not item.endswith(_OPEN_TO_ALL)
        return not (self.symbol == "listen" and _everywhere(item))


def _everywhere(address: str) -> bool:
    try:
        return ip_address(address).is_unspecified
    except ValueError:
        return False


def holds(op: str, held: Held, expected: Any) -> bool:
    """Tell whether what is held satisfies ``op`` with its operand. Raises KeyError for an unknown op."""
    return _OPS[op](held, expected)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values mean the same: 365d and 1y do, 1.2 and "1.2" do, true and 1 don't.

    The order of a list means nothing.
    """
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list) and isinstance(other, list):
        return _bag(one) == _bag(other)
    if isinstance(one, float) or isinstance(other, float):
        return str(one) == str(other)
    counted, wanted = amount(one), amount(other)
    return one == other or (counted is not None and counted == wanted)


def _bag(items: list[Any]) -> list[str]:
    return sorted({repr(item) for item in items})


def _equals(held: Held, expected: Any) -> bool:
    return expected.admits(held.value) if isinstance(expected, Unresolved) else same(held.value, expected)


def _one_of(held: Held, expected: Any) -> bool:
    return any(same(held.value, item) for item in _items(expected))


def _at_least(held: Held, expected: Any) -> bool:
    """No bound at all (null) keeps for ever: more than any number."""
    if held.value is None:
        return True
    counted, wanted = amount(held.value), amount(expected)
    return counted is not None and wanted is not None and counted >= wanted


def _at_most(held: Held, expected: Any) -> bool:
    """No bound at all (null) lasts for ever: it is not at most any number."""
    counted, wanted = amount(held.value), amount(expected)
    return counted is not None and wanted is not None and counted <= wanted


def _includes(held: Held, expected: Any) -> bool:
    items = _items(held.value)
    return all(any(same(item, wanted) for item in items) for wanted in _items(expected))


def _within(held: Held, expected: Any) -> bool:
    if isinstance(expected, Unresolved):
        return held.value is not None and all(expected.admits_item(item) for item in _items(held.value))
    return held.value is not None and all(
        any(same(item, allowed) for allowed in _items(expected)) for item in _items(held.value)
    )


def _absent(held: Held, _expected: Any) -> bool:
    return not held.given or held.value is None


def _present(held: Held, _expected: Any) -> bool:
    return held.given and held.value is not None


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


_OPS: dict[str, Callable[[Held, Any], bool]] = {
    "equals": _equals,
    "one_of": _one_of,
    "at_least": _at_least,
    "at_most": _at_most,
    "includes": _includes,
    "within": _within,
    "absent": _absent,
    "present": _present,
}

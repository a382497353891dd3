"""All addresses that no zone of the site holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, collapse_addresses
from typing import TypeVar

from guideline.site.model import Network

_N = TypeVar("_N", IPv4Network, IPv6Network)


def complement(inside: Iterable[Network]) -> tuple[Network, ...]:
    """Return the fewest networks that hold every address but those ``inside``; IPv4 first."""
    held = list(inside)
    four = [n for n in held if isinstance(n, IPv4Network)]
    six = [n for n in held if isinstance(n, IPv6Network)]
    return (*_without(IPv4Network("0.0.0.0/0"), four), *_without(IPv6Network("::/0"), six))


def _without(whole: _N, held: Sequence[_N]) -> list[_N]:
    left: list[_N] = [whole]
    for network in collapse_addresses(held):
        kept: list[_N] = []
        for piece in left:
            if network.overlaps(piece):
                # Two networks that overlap lie one in the other; a piece inside a held network is gone.
                kept.extend(piece.address_exclude(network) if network.subnet_of(piece) else ())
            else:
                kept.append(piece)
        left = kept
    return sorted(collapse_addresses(left))

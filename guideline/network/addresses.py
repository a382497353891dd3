"""Sets of addresses: overlap, difference, the fewest networks that hold them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from guideline.site import Address, Network

EVERYWHERE: tuple[Network, ...] = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))


def of_addresses(addresses: Iterable[Address]) -> tuple[Network, ...]:
    """Return each address as a network of its own."""
    return tuple(ip_network(address) for address in addresses)


def collapsed(networks: Iterable[Network]) -> tuple[Network, ...]:
    """Return the fewest networks that hold the same addresses: IPv4 first, each in order."""
    held = list(networks)
    four = collapse_addresses(n for n in held if isinstance(n, IPv4Network))
    six = collapse_addresses(n for n in held if isinstance(n, IPv6Network))
    return (*four, *six)


def overlap(one: Iterable[Network], other: Iterable[Network]) -> bool:
    """Tell whether any address lies in both."""
    few, many = sorted((_spans(tuple(one)), _spans(tuple(other))), key=len)
    for version, first, last in few:
        # The last span that starts at or before our end is the only one that can reach back to our start.
        at = bisect_right(many, (version, last, _HIGHEST)) - 1
        if at >= 0 and many[at][0] == version and many[at][2] >= first:
            return True
    return False


_Span = tuple[int, int, int]
_HIGHEST = 1 << 128


@lru_cache(maxsize=4096)
def _spans(networks: tuple[Network, ...]) -> tuple[_Span, ...]:
    """Return disjoint (version, first, last), sorted: numbers compare far quicker than networks."""
    return tuple(sorted((n.version, int(n.network_address), int(n.broadcast_address)) for n in collapsed(networks)))


def difference(networks: Iterable[Network], minus: Iterable[Network]) -> tuple[Network, ...]:
    """Return what of ``networks`` lies in none of ``minus``."""
    left = list(collapsed(networks))
    for network in collapsed(minus):
        left = [piece for whole in left for piece in _without(whole, network)]
    return collapsed(left)


def _without(whole: Network, part: Network) -> list[Network]:
    if isinstance(whole, IPv4Network) and isinstance(part, IPv4Network) and whole.overlaps(part):
        return list(whole.address_exclude(part)) if part.subnet_of(whole) else []
    if isinstance(whole, IPv6Network) and isinstance(part, IPv6Network) and whole.overlaps(part):
        return list(whole.address_exclude(part)) if part.subnet_of(whole) else []
    return [whole]

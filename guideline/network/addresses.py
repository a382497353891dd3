"""Sets of addresses: overlap, difference, the fewest networks that hold them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from guideline.site import Address, Network

_FOUR = 4

EVERYWHERE: tuple[Network, ...] = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))


def of_addresses(addresses: Iterable[Address]) -> tuple[Network, ...]:
    """Return each address as a network of its own."""
    return tuple(ip_network(address) for address in addresses)


def collapsed(networks: Iterable[Network]) -> tuple[Network, ...]:
    """Return the fewest networks that hold the same addresses: IPv4 first, each in order."""
    return _written(_spans(tuple(networks)))


def overlap(one: Iterable[Network], other: Iterable[Network]) -> bool:
    """Tell whether any address lies in both."""
    few, many = sorted((_spans(tuple(one)), _spans(tuple(other))), key=len)
    for version, first, last in few:
        # The last span that starts at or before our end is the only one that can reach back to our start.
        at = bisect_right(many, (version, last, _HIGHEST)) - 1
        if at >= 0 and many[at][0] == version and many[at][2] >= first:
            return True
    return False


class Index:
    """Finds which of many sets of addresses, no two of which overlap, a set meets: by bisection, not one by one."""

    def __init__(self, sets: Iterable[tuple[Network, ...]]) -> None:
        spans = sorted((*span, place) for place, networks in enumerate(sets) for span in _spans(networks))
        self._firsts = [span[:2] for span in spans]
        self._spans = spans

    def met(self, networks: tuple[Network, ...]) -> list[int]:
        """Return the places of the sets that share an address with ``networks``, in order."""
        found: set[int] = set()
        for version, first, last in _spans(networks):
            # Back from the last that starts at or before our end, as long as they reach our start.
            at = bisect_right(self._firsts, (version, last)) - 1
            while at >= 0 and self._spans[at][0] == version and self._spans[at][2] >= first:
                found.add(self._spans[at][3])
                at -= 1
        return sorted(found)


_Span = tuple[int, int, int]
_HIGHEST = 1 << 128


@lru_cache(maxsize=4096)
def _spans(networks: tuple[Network, ...]) -> tuple[_Span, ...]:
    """Return disjoint (version, first, last), sorted: numbers compare far quicker than networks."""
    merged: list[_Span] = []
    for version, first, last in sorted(map(_span, networks)):
        if merged and merged[-1][0] == version and first <= merged[-1][2] + 1:
            merged[-1] = (version, merged[-1][1], max(last, merged[-1][2]))
        else:
            merged.append((version, first, last))
    return tuple(merged)


def _span(network: Network) -> _Span:
    first = int(network.network_address)
    return network.version, first, first + (1 << (network.max_prefixlen - network.prefixlen)) - 1


def difference(networks: Iterable[Network], minus: Iterable[Network]) -> tuple[Network, ...]:
    """Return what of ``networks`` lies in none of ``minus``: in one pass over both."""
    return _written(_subtracted(_spans(tuple(networks)), _spans(tuple(minus))))


def _subtracted(whole: Sequence[_Span], minus: Sequence[_Span]) -> Iterator[_Span]:
    at = 0
    for version, first, last in whole:
        while at < len(minus) and (minus[at][0], minus[at][2]) < (version, first):
            at += 1
        here, start = at, first
        while here < len(minus) and (minus[here][0], minus[here][1]) <= (version, last):
            if start < minus[here][1]:
                yield version, start, minus[here][1] - 1
            start = minus[here][2] + 1
            here += 1
        if start <= last:
            yield version, start, last


def _written(spans: Iterable[_Span]) -> tuple[Network, ...]:
    """Return the fewest networks of disjoint spans."""
    written: list[Network] = []
    for version, first, last in spans:
        bits = 32 if version == _FOUR else 128
        start = first
        while start <= last:
            # The largest block that starts here and ends in time.
            size = min((start & -start).bit_length() - 1 if start else bits, (last - start + 1).bit_length() - 1)
            made = IPv4Network if version == _FOUR else IPv6Network
            written.append(made((start, bits - size)))
            start += 1 << size
    return tuple(written)

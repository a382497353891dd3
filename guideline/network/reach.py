"""Who reaches whom, over any number of hops, and by which path.

A host that is reached may be taken over, so whatever it may reach is reached too. Positions are
the hosts, the peers, and for each zone "any other machine" of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from guideline.network.addresses import Index, difference, of_addresses, overlap
from guideline.network.flows import Flow
from guideline.site import ZONES, Host, Network, Site


@dataclass(frozen=True, slots=True)
class Position:
    """A place from which packets come: a host, a peer, or any other machine of a zone (``name`` is the zone's).

    A host with an address in a second zone stands in both.
    """

    name: str
    zones: tuple[str, ...]
    roles: tuple[str, ...]
    networks: tuple[Network, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path."""

    source: Position
    flow: Flow
    target: Position


def positions(site: Site) -> tuple[Position, ...]:
    """Return every position of a site; the addresses of no two overlap.

    A peer that is met in the internet zone lies outside; one that is met in the admin zone lies on
    the administrative network, with the other authorities.
    """
    hosts = [Position(h.name, _zones(site, h), h.roles, of_addresses(h.addresses)) for h in site.hosts]
    peers = [
        Position(p.name, ("outside" if p.zone == "internet" else p.zone,), ("peer",), of_addresses(p.addresses))
        for p in site.peers
    ]
    named = [network for position in (*hosts, *peers) for network in position.networks]
    others = []
    for name in ZONES:
        if name in site.zones:
            held = site.zones[name].networks
            rest = difference(held, (n for n in named if overlap((n,), held)))
            others.append(Position(name, (name,), (), rest))
    return (*hosts, *peers, *others)


class Graph:
    """A site's positions and the hops between them, for as many questions as one likes."""

    def __init__(self, site: Site, flows: Iterable[Flow]) -> None:
        self._places = positions(site)
        self._onward = _edges(self._places, flows)

    def path(self, source: str, target: str, port: int | None = None) -> tuple[Hop, ...] | None:
        """Return the shortest path over any number of hops; None where there is none. See ``reaches``."""
        wanted = {place.name for place in self._places if _is(place, target)}
        came: dict[str, Hop | None] = {place.name: None for place in self._places if _is(place, source)}
        waiting = deque(came)
        while waiting:
            here = waiting.popleft()
            for hop in self._onward.get(here, ()):
                there = hop.target.name
                if there in wanted and there != here and port in (None, hop.flow.port):
                    return (*_back(came, here), hop)
                if there not in came:
                    came[there] = hop
                    waiting.append(there)
        return None


def reaches(
    site: Site, flows: Sequence[Flow], source: str, target: str, port: int | None = None
) -> tuple[Hop, ...] | None:
    """Return the shortest path from ``source`` to ``target`` over any number of hops; None where there is none.

    Both are a zone, a role, the name of a host or peer, ``peer`` or ``any``. With ``port``, the last
    hop must lead to that port.
    """
    return Graph(site, flows).path(source, target, port)


def _zones(site: Site, host: Host) -> tuple[str, ...]:
    own = of_addresses(host.addresses)
    others = (name for name in ZONES if name in site.zones and overlap(own, site.zones[name].networks))
    return tuple(dict.fromkeys((host.zone, *others)))


def _is(place: Position, end: str) -> bool:
    return end in ("any", place.name) or end in place.zones or end in place.roles


def _edges(places: Sequence[Position], flows: Iterable[Flow]) -> dict[str, list[Hop]]:
    onward: dict[str, list[Hop]] = {}
    index = Index(place.networks for place in places)
    for flow in flows:
        targets = [places[at] for at in index.met(flow.target)]
        for at in index.met(flow.source):
            onward.setdefault(places[at].name, []).extend(Hop(places[at], flow, to) for to in targets)
    return onward


def _back(came: dict[str, Hop | None], name: str) -> tuple[Hop, ...]:
    hops: list[Hop] = []
    hop = came[name]
    while hop is not None:
        hops.append(hop)
        hop = came[hop.source.name]
    return tuple(reversed(hops))

"""Where probes come from and go to besides the site's hosts: terminals, other machines, peers, outside.

A place is one machine that stands for all of which the flows say the same: a terminal of a zone,
a machine of a zone that is no terminal, a machine outside, each registered peer, and a machine in
each network that a flow of the site names by its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import islice

from guideline.site import Address, Host, Network, Site, is_network

OUTSIDE_SAMPLES: tuple[Address, ...] = tuple(
    ip_address(text) for text in ("192.0.2.9", "198.51.100.9", "203.0.113.9", "2001:db8:ffff::9", "2001:db8:fffe::9")
)
"""Addresses for documentation, of which the first that no zone holds stands for all that lies outside."""

_SEARCHED = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """One machine from which probes start; ``zone`` tells on which cable it hangs.

    ``host`` is whether it is one of the site's hosts, with a packet filter of its own.
    """

    name: str
    zone: str
    addresses: tuple[Address, ...]
    host: bool = False


def place_of(host: Host) -> Place:
    """Return a host as a place."""
    return Place(host.name, host.zone, host.addresses, host=True)


def positions_of(site: Site) -> tuple[Place, ...]:
    """Return every place that is no host of the site; no two share an address."""
    taken = {a for h in site.hosts for a in h.addresses} | {a for p in site.peers for a in p.addresses}
    found = [Place(p.name, "outside" if p.zone == "internet" else p.zone, p.addresses) for p in site.peers]
    for place in _others(site):
        addresses = tuple(_first_free(options, taken) for options in place[2])
        held = tuple(a for a in addresses if a is not None)
        taken.update(held)
        if held:
            found.append(Place(place[0], place[1], held))
    return tuple(found)


_Options = list[Iterable[Address]]


def _others(site: Site) -> Iterator[tuple[str, str, _Options]]:
    for name, zone in site.zones.items():
        if name == "outside":
            continue
        yield f"terminal-{name}", name, [_hosts_in(zone.clients, v) for v in (4, 6) if _has(zone.clients, v)]
        yield (
            f"machine-{name}",
            name,
            [_apart(zone.networks, zone.clients, v) for v in (4, 6) if _has(zone.networks, v)],
        )
    for flow in site.flows:
        for end in (flow.source, flow.target):
            if is_network(end):
                network = ip_network(end)
                yield f"flow-{flow.id}", _zone_of(site, network), [_hosts_in((network,), network.version)]
    outside = site.zones["outside"].networks
    yield "outside", "outside", [[a for a in OUTSIDE_SAMPLES if a.version == v and _in(a, outside)] for v in (4, 6)]


def _has(networks: Iterable[Network], version: int) -> bool:
    return any(network.version == version for network in networks)


def _hosts_in(networks: Iterable[Network], version: int) -> Iterator[Address]:
    for network in networks:
        if network.version == version:
            first = int(network.network_address) + (network.num_addresses > 2)
            for number in range(first, first + min(network.num_addresses, _SEARCHED)):
                address = IPv4Address(number) if version == 4 else IPv6Address(number)
                alone = network.num_addresses == 1
                if address in network and (alone or not (version == 4 and address == network.broadcast_address)):
                    yield address


def _apart(networks: tuple[Network, ...], minus: tuple[Network, ...], version: int) -> Iterator[Address]:
    """Yield addresses of ``networks`` that lie in none of ``minus``, from both ends: either may be theirs."""
    for network in networks:
        if network.version == version:
            low = int(network.network_address) + 1
            high = int(network.broadcast_address) - 1
            span = range(min(_SEARCHED, max(0, high - low)))
            for number in (n for step in span for n in (low + step, high - step)):
                address = IPv4Address(number) if version == 4 else IPv6Address(number)
                if not _in(address, minus):
                    yield address


def _first_free(options: Iterable[Address], taken: set[Address]) -> Address | None:
    return next(islice((a for a in options if a not in taken), 1), None)


def _in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _zone_of(site: Site, network: Network) -> str:
    """Return the zone on whose cable a network lies; outside where none holds it."""
    for name, zone in site.zones.items():
        if name != "outside" and _in(network.network_address, zone.networks):
            return name
    return "outside"

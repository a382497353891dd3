"""The traffic that may pass: the guideline's and the site's own flows, with their ends as addresses.

Whatever no flow names is dropped. A flow between roles stays inside a zone: it joins the edge and
the chat server of one zone, never those of two. Only an end that names a zone, a host or a network
outright can cross.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from guideline.bundle.model import FlowControl, Guideline
from guideline.network.addresses import EVERYWHERE, collapsed, of_addresses
from guideline.site import ZONES, Network, Site, is_network

OWN = "network/site-flow"
"""The rule of a flow that the site itself describes."""


@dataclass(frozen=True, slots=True)
class Flow:
    """From ``source`` to ``target`` on one port (None: every port), with why: its rule and clause.

    ``id`` is stable and unique in a site; counters and comments on hosts bear it.
    """

    id: str
    rule: str
    clause: str
    source: tuple[Network, ...]
    target: tuple[Network, ...]
    port: int | None
    protocol: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """A flow as it was written, its ends still names."""

    name: str
    rule: str
    clause: str
    source: str
    target: str
    port: int | None
    protocol: str
    zones: tuple[str, ...]


_last: list[tuple[Site, Guideline, tuple[Flow, ...]]] = []
"""The answer given last: a site's hosts are written and judged one by one, and all ask the same."""


def allowed_flows(site: Site, guideline: Guideline) -> tuple[Flow, ...]:
    """Return every flow that may pass at a site, in the order of the guideline, then of the site."""
    for held, under, flows in _last:
        if held is site and under is guideline:
            return flows
    flows = tuple(flow for wish in _wishes(site, guideline) for flow in _between(site, wish))
    _last[:] = [(site, guideline, flows)]
    return flows


def _wishes(site: Site, guideline: Guideline) -> Iterator[_Wish]:
    for control in guideline.of(FlowControl):
        if control.verdict == "allow":
            name, ends = control.rule.replace("/", "."), (control.source, control.target)
            yield _Wish(name, control.rule, control.clause, *ends, control.port, control.protocol, control.zones)
    for own in site.flows:
        yield _Wish(f"site.{own.id}", OWN, "", own.source, own.target, own.port, own.protocol, own.zones)


def _between(site: Site, wish: _Wish) -> Iterator[Flow]:
    outright = _outright(site, wish.source) and _outright(site, wish.target)
    for zone in ("everywhere",) if outright else tuple(z for z in ZONES if z in site.zones):
        if wish.zones and not outright and zone not in wish.zones:
            continue
        # What joins hosts that all members share is the same flow for each of them.
        seen = set()
        for member in [""] if outright else ([m.id for m in site.members] or [""]):
            ends = (
                networks_of(site, wish.source, zone, member),
                networks_of(site, wish.target, zone, member, called=True),
            )
            if all(ends) and ends not in seen:
                seen.add(ends)
                name = f"{wish.name}_{zone}" + (f"_{member}" if member else "")
                yield Flow(name, wish.rule, wish.clause, *ends, wish.port, wish.protocol)


def _outright(site: Site, end: str) -> bool:
    return end == "any" or end in ZONES or end in {h.name for h in site.hosts} or is_network(end)


def networks_of(site: Site, end: str, zone: str, member: str = "", *, called: bool = False) -> tuple[Network, ...]:
    """Return the addresses of a flow's end; roles, peers and clients are those of ``zone`` and ``member``.

    ``called`` asks for the end that is called: a peer may answer at other addresses than it calls from.
    """
    if end == "any":
        return EVERYWHERE
    if end in ZONES:
        return site.zones[end].networks if end in site.zones else ()
    if end == "peer":
        return collapsed(
            of_addresses(a for p in site.peers_in(zone, member) for a in (p.called if called else p.addresses))
        )
    if end == "client":
        return _clients(site, zone, member)
    for host in site.hosts:
        if host.name == end:
            return of_addresses(host.addresses)
    if is_network(end):
        return (ip_network(end),)
    return collapsed(of_addresses(a for host in site.with_role(end, zone, member) for a in host.addresses))


def _clients(site: Site, zone: str, member: str) -> tuple[Network, ...]:
    """Return the terminals of a zone: its networks of terminals, client hosts, and outside where it says so."""
    held = site.zones.get(zone)
    if held is None:
        return ()
    hosts = of_addresses(a for host in site.with_role("client", zone, member) for a in host.addresses)
    outside = site.zones["outside"].networks if held.from_outside else ()
    own = [n for m in site.members if m.id == member for n in m.clients.get(zone, ())]
    return collapsed((*held.clients, *own, *hosts, *outside))

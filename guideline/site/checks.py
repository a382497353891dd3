"""What only the whole site can tell: names that mean something, addresses that lie where they should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from guideline.site.clocks import clocks
from guideline.site.ends import is_network
from guideline.site.exporters import exporters
from guideline.site.model import ZONES, Address, Network, Site
from guideline.site.web_client import web_client
from guideline.source import Problem
from guideline.source.yaml import Document, Path_

ROLES: frozenset[str] = frozenset(
    ("edge", "page", "chat", "database", "mirror", "proxy", "backup", "monitor", "names", "time", "client", "operator")
)
"""The closed list of what a host may be for."""

ENDS: frozenset[str] = frozenset(("peer", "client", "any")) | ROLES | frozenset(ZONES)
"""What the ends of a flow may be besides hosts and networks; ``client`` also means a zone's terminals."""


def cross_check(site: Site, document: Document) -> list[Problem]:
    """Return what is wrong in a site each of whose parts is well formed."""
    checks: tuple[Callable[[Site, Document], Iterator[Problem]], ...] = (
        _names_once,
        _addresses_once,
        _hosts_in_zones,
        _zones_apart,
        _clients_in_zones,
        _chat_servers,
        _members,
        _pages,
        _sealed,
        _peers,
        _flow_ends,
        clocks,
        exporters,
        web_client,
    )
    return [problem for check in checks for problem in check(site, document)]


def _names_once(site: Site, document: Document) -> Iterator[Problem]:
    groups = (
        ("hosts", [h.name for h in site.hosts]),
        ("peers", [p.name for p in site.peers]),
        ("flows", [f.id for f in site.flows]),
        ("members", [m.id for m in site.members]),
    )
    for group, names in groups:
        key = "id" if group in ("flows", "members") else "name"
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem("site.name-twice", document.mark((group, index, key)), {"name": name})


def _addresses_once(site: Site, document: Document) -> Iterator[Problem]:
    seen: dict[Address, str] = {}
    for where, name, address in _addresses(site):
        if address in seen and seen[address] != name:
            yield Problem("site.address-twice", document.mark(where), {"address": str(address), "name": seen[address]})
        seen.setdefault(address, name)


def _addresses(site: Site) -> Iterator[tuple[Path_, str, Address]]:
    for index, host in enumerate(site.hosts):
        for number, address in enumerate(host.addresses):
            yield ("hosts", index, "addresses", number), host.name, address
    for index, peer in enumerate(site.peers):
        for number, address in enumerate(peer.addresses):
            yield ("peers", index, "addresses", number), peer.name, address


def _hosts_in_zones(site: Site, document: Document) -> Iterator[Problem]:
    for index, host in enumerate(site.hosts):
        zone = site.zones.get(host.zone)
        if zone is None:
            args = {"zone": host.zone, "known": ", ".join(sorted(site.zones))}
            yield Problem("site.no-such-zone", document.mark(("hosts", index, "zone")), args)
            continue
        if host.zone == "mynumber":
            yield Problem("site.server-in-mynumber", document.mark(("hosts", index, "zone")), {"name": host.name})
        for number, address in enumerate(host.addresses):
            if not _lies_in(address, zone.networks):
                args = {"address": str(address), "zone": host.zone}
                yield Problem("site.address-outside-zone", document.mark(("hosts", index, "addresses", number)), args)


def _zones_apart(site: Site, document: Document) -> Iterator[Problem]:
    declared = [(name, n) for name, zone in site.zones.items() if name != "outside" for n in zone.networks]
    for (one, a), (other, b) in combinations(declared, 2):
        if one != other and _overlap(a, b):
            args = {"one": f"{one} {a}", "other": f"{other} {b}"}
            yield Problem("site.zones-overlap", document.mark(("zones", other, "networks")), args)


def _clients_in_zones(site: Site, document: Document) -> Iterator[Problem]:
    for name, zone in site.zones.items():
        for number, network in enumerate(zone.clients):
            if not any(_inside(network, held) for held in zone.networks):
                args = {"address": str(network), "zone": name}
                yield Problem("site.address-outside-zone", document.mark(("zones", name, "clients", number)), args)
        if name in ("admin", "mynumber") and zone.from_outside:
            yield Problem("site.clients-from-outside", document.mark(("zones", name, "clients")), {"zone": name})


def _chat_servers(site: Site, document: Document) -> Iterator[Problem]:
    names: dict[str, str] = {}
    for index, host in enumerate(site.hosts):
        where = document.mark(("hosts", index))
        if ("chat" in host.roles) is not bool(host.server_name):
            yield Problem("site.server-name", where, {"name": host.name})
        if host.server_name in names:
            yield Problem("site.name-twice", document.mark(("hosts", index, "server_name")), {"name": host.server_name})
        if host.server_name:
            names[host.server_name] = host.name
    for zone, member in dict.fromkeys((h.zone, h.member) for h in site.with_role("chat")):
        if not site.with_role("database", zone, member) and site.database == "postgresql":
            shown = f"{zone} ({member})" if member else zone
            yield Problem("site.no-database", document.mark(("hosts",)), {"zone": shown})


def _members(site: Site, document: Document) -> Iterator[Problem]:
    known = [member.id for member in site.members]
    for index, host in enumerate(site.hosts):
        if host.member and host.member not in known:
            args = {"name": host.member, "known": ", ".join(known) or "-"}
            yield Problem("site.no-such-member", document.mark(("hosts", index, "member")), args)
    for index, member in enumerate(site.members):
        for name, networks in member.clients.items():
            held = site.zones[name].networks if name in site.zones else ()
            for number, network in enumerate(networks):
                where = document.mark(("members", index, "clients", name, number))
                if not any(_inside(network, whole) for whole in held):
                    yield Problem("site.address-outside-zone", where, {"address": str(network), "zone": name})
                for other in site.members[:index]:
                    if any(_overlap(network, theirs) for theirs in other.clients.get(name, ())):
                        yield Problem("site.members-overlap", where, {"address": str(network), "name": other.id})


def _pages(site: Site, document: Document) -> Iterator[Problem]:
    """The staff page stands behind an edge's nginx and shows the rooms of its zone's chat server."""
    for index, host in enumerate(site.hosts):
        behind = "edge" in host.roles and bool(host.public_name)
        if "page" in host.roles and not (behind and site.with_role("chat", host.zone, host.member)):
            yield Problem("site.page-alone", document.mark(("hosts", index, "roles")), {"name": host.name})


def _sealed(site: Site, document: Document) -> Iterator[Problem]:
    for zone in site.secrets:
        if zone not in site.zones:
            args = {"zone": zone, "known": ", ".join(sorted(site.zones))}
            yield Problem("site.no-such-zone", document.mark(("secrets", zone)), args)


def _peers(site: Site, document: Document) -> Iterator[Problem]:
    own = {host.server_name for host in site.hosts}
    for index, peer in enumerate(site.peers):
        if peer.name in own:
            yield Problem("site.peer-is-own", document.mark(("peers", index, "name")), {"name": peer.name})
        if not site.with_role("chat", peer.zone):
            yield Problem(
                "site.peer-zone", document.mark(("peers", index, "zone")), {"name": peer.name, "zone": peer.zone}
            )
        for number, address in enumerate(peer.addresses):
            for name, zone in site.zones.items():
                if name != "outside" and _lies_in(address, zone.networks):
                    args = {"address": str(address), "zone": name}
                    yield Problem("site.peer-inside", document.mark(("peers", index, "addresses", number)), args)


def _flow_ends(site: Site, document: Document) -> Iterator[Problem]:
    known = ENDS | {host.name for host in site.hosts}
    for index, flow in enumerate(site.flows):
        for key, end in (("from", flow.source), ("to", flow.target)):
            if end not in known and not is_network(end):
                args = {"end": end, "known": ", ".join(sorted(known))}
                yield Problem("site.no-such-end", document.mark(("flows", index, key)), args)


def _lies_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)


def _inside(inner: Network, outer: Network) -> bool:
    return inner.version == outer.version and inner.network_address in outer and inner.broadcast_address in outer


def _overlap(one: Network, other: Network) -> bool:
    return one.version == other.version and one.overlaps(other)

"""The names of a zone: its own hosts and its peers, answered by the zone's own server and by nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from guideline.network import Flow, allowed_flows
from guideline.site import Address, Host, Site

from .here import Here
from .operations import validated_file
from .service import packages, service

PORT = 53
CONFIG = "/etc/unbound/unbound.conf.d/guideline.conf"


def records(site: Site, zone: str) -> dict[str, tuple[Address, ...]]:
    """Return the names of a zone: hosts, what clients connect to, servers' names, peers.

    A server's name means the edge of its zone: that is where clients and peers meet it.
    """
    held: dict[str, tuple[Address, ...]] = {}
    edges = site.with_role("edge", zone)
    for host in (h for h in site.hosts if h.zone == zone):
        held[host.name] = host.addresses
        if host.server_name:
            held[host.server_name] = (edges[0] if edges else host).addresses
    for host in edges:
        held[host.public_name] = host.addresses
        if host.client_name:
            held[host.client_name] = host.addresses
    for peer in site.peers:
        if peer.zone == zone:
            held[peer.name] = peer.addresses
    return dict(sorted(held.items()))


def unbound(site: Site, mine: Host) -> str:
    """Return the server's configuration: local answers alone, to the networks of its zone alone."""
    lines = ["server:"]
    lines += [f"    interface: {address}" for address in (*mine.addresses, "127.0.0.1", "::1")]
    lines += [f"    access-control: {network} allow" for network in site.zones[mine.zone].networks]
    lines += ["    hide-identity: yes", "    hide-version: yes", '    module-config: "iterator"']
    # Nothing outside the zone is asked: what isn't here doesn't exist.
    lines += ['    local-zone: "." static']
    for name, addresses in records(site, mine.zone).items():
        for address in addresses:
            kind = "AAAA" if address.version == 6 else "A"
            lines.append(f"    local-data: '{name}. 300 IN {kind} {address}'")
    return "\n".join([*lines, ""])


def names(now: Here) -> None:
    """Have the zone's names host answer."""
    if "names" not in now.mine.roles:
        return
    packages(name="Packages of names", names=("unbound",))
    text = unbound(now.site, now.mine)
    validated_file(name="Names", dest=CONFIG, text=text, check=("unbound-checkconf", "{}"), mode="644")
    service(name="Names' service", unit="unbound.service", reads=(CONFIG,))


def outside(site: Site, mine: Host, flows: Sequence[Flow]) -> tuple[Address, ...]:
    """Return the servers outside that a host may ask for names: single addresses to which a flow leads it."""
    own = {address for host in site.hosts for address in host.addresses}
    found = [
        network.network_address
        for flow in flows
        if (flow.port, flow.protocol) == (PORT, "udp") and any(a in n for a in mine.addresses for n in flow.source)
        for network in flow.target
        if network.prefixlen == network.max_prefixlen and network.network_address not in own
    ]
    return tuple(dict.fromkeys(found))


def resolver(now: Here) -> None:
    """Have a host ask its zone's names host and nobody else; the proxy asks who knows the names of its list."""
    servers = now.site.with_role("names", now.mine.zone)
    beyond = outside(now.site, now.mine, allowed_flows(now.site, now.guideline)) if "proxy" in now.mine.roles else ()
    if not servers and not beyond:
        return
    own = ["127.0.0.1"] if now.mine in servers else [str(a) for server in servers for a in server.addresses]
    asked = [str(address) for address in beyond] or own
    text = "".join(f"nameserver {address}\n" for address in asked[:3])
    validated_file(name="Resolver", dest="/etc/resolv.conf", text=text, mode="644")

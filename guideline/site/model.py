"""One authority's servers: zones, hosts, peers, flows, and where their files lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path
from typing import Any, Literal

from guideline.bundle.model import Text

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ZONES: tuple[str, ...] = ("outside", "internet", "admin", "mynumber")
"""The network tiers, from the least to the most protected; ``outside`` is all that no other zone holds."""

SYMBOL = "$site."
"""What the name of a value of the site starts with in a bundle."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A network tier: its networks, and those of the terminals from which people use the chat.

    ``from_outside`` tells that people may also come from anywhere else (phones).
    """

    name: str
    networks: tuple[Network, ...]
    clients: tuple[Network, ...] = ()
    from_outside: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One of several authorities that share a site, and the networks of its terminals in each zone."""

    id: str
    title: Text
    clients: Mapping[str, tuple[Network, ...]]


@dataclass(frozen=True, slots=True)
class Host:
    """One server. ``server_name`` is the Matrix name of a chat host; ``public_name`` what clients connect to.

    ``client_name`` is the name under which an edge hands out the web client.
    ``member`` is the authority that it serves where several share the site; "" serves them all.
    """

    name: str
    zone: str
    roles: tuple[str, ...]
    addresses: tuple[Address, ...]
    server_name: str = ""
    public_name: str = ""
    client_name: str = ""
    member: str = ""

    @property
    def loopback(self) -> bool:
        """Whether nothing but this machine itself can reach the host."""
        return all(address.is_loopback for address in self.addresses)


@dataclass(frozen=True, slots=True)
class Peer:
    """Another authority's server; ``zone`` is the tier in which it is met.

    It calls from ``addresses``, and is called there too unless ``answers`` names others.
    """

    name: str
    zone: str
    addresses: tuple[Address, ...]
    answers: tuple[Address, ...] = ()

    @property
    def called(self) -> tuple[Address, ...]:
        """Where the peer is called."""
        return self.answers or self.addresses


@dataclass(frozen=True, slots=True)
class SiteFlow:
    """Traffic that only this site needs; the ends are roles, zones, hosts, ``peer``, ``client`` or networks."""

    id: str
    source: str
    target: str
    port: int
    protocol: Literal["tcp", "udp"]
    zones: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class WebClient:
    """The operator's tarball of a web client: its name in the site's folder, and its digest."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealing:
    """For whom the operator's own secrets of a zone are sealed, and the file of the key that opens them there."""

    recipients: tuple[str, ...]
    identity: str


@dataclass(frozen=True, slots=True)
class Ports:
    """Where services listen: Synapse, the edge's two, PostgreSQL, the way out for push, the page, figures."""

    chat: int = 8008
    client: int = 443
    federation: int = 8448
    database: int = 5432
    proxy: int = 3128
    page: int = 8090
    host_metrics: int = 9100
    database_metrics: int = 9187
    chat_metrics: int = 9000


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders on the hosts."""

    config: Path
    state: Path
    secrets: Path
    certificates: Path


@dataclass(frozen=True, slots=True)
class Limits:
    """``logins`` a second from one address, ``messages`` a second from one person, size of one ``upload``."""

    logins: int = 5
    messages: int = 5
    upload: str = "50M"


@dataclass(frozen=True, slots=True)
class Site:
    """A site as ``site.yaml`` describes it, with every default filled in.

    ``folder`` is where it was read from; ``people.csv`` and ``registers/`` lie there. ``model`` is the
    preset that its networks follow ("" for none), ``assurances`` what else it states to have for that. ``time``
    are the servers that the time hosts of a zone follow, ``exporters`` what shows figures to its monitor.
    """

    id: str
    folder: Path
    authority: Text
    bundle: str
    zones: Mapping[str, Zone]
    hosts: tuple[Host, ...]
    peers: tuple[Peer, ...]
    flows: tuple[SiteFlow, ...]
    database: Literal["sqlite", "postgresql"]
    ports: Ports
    paths: Paths
    limits: Limits
    members: tuple[Member, ...] = ()
    model: str = ""
    assurances: tuple[str, ...] = ()
    exporters: tuple[str, ...] = ()
    web_client: WebClient | None = None
    secrets: Mapping[str, Sealing] = field(default_factory=dict)
    time: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)

    def host(self, name: str) -> Host:
        """Return the host of this name. Raises KeyError."""
        for host in self.hosts:
            if host.name == name:
                return host
        raise KeyError(name)

    def with_role(self, role: str, zone: str | None = None, member: str = "") -> tuple[Host, ...]:
        """Return the hosts that bear ``role``, in one zone or in all, for one member and shared or for all."""
        return tuple(
            h
            for h in self.hosts
            if role in h.roles and zone in (None, h.zone) and (not member or h.member in ("", member))
        )

    def proxy_at(self, zone: str) -> str:
        """Return the address at which a zone's proxy waits: loopback where its only chat server is the same host.

        Empty where the zone has none.
        """
        found = self.with_role("proxy", zone)
        if not found:
            return ""
        chats = self.with_role("chat", zone)
        alone = all(chat.name == found[0].name for chat in chats)
        return "127.0.0.1" if alone and chats else str(found[0].addresses[0])

    def peers_of(self, host: Host | None) -> tuple[Peer, ...]:
        """Return the peers that a host meets in its zone, the other members among them; the site's own for None."""
        if host is None:
            return self.peers
        return self.peers_in(host.zone, host.member)

    def peers_in(self, zone: str, member: str = "") -> tuple[Peer, ...]:
        """Return the peers met in a zone; for a member, the servers of the others are peers too."""
        outer = tuple(p for p in self.peers if p.zone == zone)
        others = (h for h in self.with_role("chat", zone) if member and h.member not in ("", member))
        return (*outer, *(self._met(host) for host in others))

    def _met(self, chat: Host) -> Peer:
        """A member's server as its fellows see it: the chat host calls them, and they call its edge."""
        edges = self.with_role("edge", chat.zone, chat.member)
        return Peer(chat.server_name, chat.zone, chat.addresses, tuple(a for edge in edges for a in edge.addresses))

    def value(self, symbol: str, host: Host | None = None) -> Any:
        """Return what ``$site.<name>`` means, for one host where it differs from host to host.

        The values are strings, numbers or lists of strings. Raises KeyError for an unknown name.
        """
        return SYMBOLS[symbol.removeprefix(SYMBOL)](self, host)

    def at(self, root: Path, *, port: int | None = None) -> Site:
        """Return the same site with its relative folders under ``root`` and Synapse on another port."""
        paths = Paths(
            *(root / p for p in (self.paths.config, self.paths.state, self.paths.secrets, self.paths.certificates))
        )
        ports = self.ports if port is None else replace(self.ports, chat=port)
        return replace(self, paths=paths, ports=ports)


def _peers(site: Site, host: Host | None) -> list[str]:
    return sorted(peer.name for peer in site.peers_of(host))


def _peer_networks(site: Site, host: Host | None) -> list[str]:
    found = {address for peer in site.peers_of(host) for address in peer.called}
    return [f"{a}/{a.max_prefixlen}" for a in sorted(found, key=lambda a: (a.version, a))]


def _listen(site: Site, host: Host | None) -> list[str]:
    """Return loopback and the host's own addresses: never every address of the machine."""
    hosts = site.hosts if host is None else (host,)
    own = [str(a) for h in hosts for a in h.addresses]
    return list(dict.fromkeys([*own, "127.0.0.1", "::1"]))


def _server_name(site: Site, host: Host | None) -> str:
    if host is not None and host.server_name:
        return host.server_name
    zone, member = (host.zone, host.member) if host else (None, "")
    return next((h.server_name for h in site.with_role("chat", zone, member)), "")


SYMBOLS: Mapping[str, Callable[[Site, Host | None], Any]] = {
    "peers": _peers,
    "peer_networks": _peer_networks,
    "listen": _listen,
    "server_name": _server_name,
    "upload": lambda site, _: site.limits.upload,
}
"""The closed list of ``$site.<name>`` values that a bundle may use."""

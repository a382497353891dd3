"""The cables of a rehearsal: a bridge a zone, all joined by one router that forwards everything.

Nothing between the zones filters or lacks a route: a packet could travel from anywhere to
anywhere, so that whatever does not arrive was stopped by the hosts' own packet filters. The
router takes none of the site's addresses: hosts reach it at a link-local address of each bridge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, ip_network

from guideline.rehearsal.box import Box
from guideline.rehearsal.places import Place
from guideline.site import Address, Site

GATEWAYS: dict[int, str] = {4: "169.254.0.1", 6: "fe80::1"}
"""Where the router answers on every bridge, by the version of IP."""

_ROUTER = (
    "net.ipv4.ip_forward=1",
    "net.ipv6.conf.all.forwarding=1",
    "net.ipv4.conf.all.send_redirects=0",
    "net.ipv4.conf.default.send_redirects=0",
    "net.ipv6.conf.default.accept_dad=0",
    "net.ipv6.conf.default.accept_ra=0",
)


def bridge(zone: str) -> str:
    """Return the name of a zone's bridge inside the box."""
    return f"br-{zone}"


def wire(box: Box, site: Site, positions: Sequence[Place]) -> None:
    """Lay the bridges and routes of a site, and put every position on its cable. Raises RehearsalError."""
    for setting in _ROUTER:
        box.inside(["sysctl", "-qw", setting])
    lines = ["link set lo up"]
    for zone in site.zones:
        name = bridge(zone)
        lines += [
            f"link add {name} type bridge mcast_snooping 0 forward_delay 0",
            f"link set {name} addrgenmode none",
            f"link set {name} up",
            f"address add {GATEWAYS[4]}/32 dev {name}",
            f"address add {GATEWAYS[6]}/64 dev {name} nodad",
        ]
        if zone == "outside":
            lines += [f"route add default dev {name}", f"-6 route add default dev {name}"]
        else:
            lines += [f"{_family(n.version)} route add {n} dev {name}" for n in site.zones[zone].networks]
    lines += [_route(address, place.zone) for place in positions for address in place.addresses]
    _ip(box, lines)
    for number, place in enumerate(positions):
        _position(box, place, number)


def network_file(site: Site, place: Place) -> str:
    """Return the systemd-networkd file that gives a host its addresses and its way to the router."""
    parts = ["[Match]\nName=host0\n", "[Network]\nDHCP=no\nIPv6AcceptRA=no\nLinkLocalAddressing=ipv6\n"]
    parts += [
        f"[Address]\nAddress={address}/{_length(site, place.zone, address)}\nDuplicateAddressDetection=none\n"
        for address in place.addresses
    ]
    for version in sorted({address.version for address in place.addresses}):
        onlink = "GatewayOnLink=yes\n" if version == 4 else ""
        parts.append(f"[Route]\nGateway={GATEWAYS[version]}\n{onlink}")
    return "\n".join(parts)


def _length(site: Site, zone: str, address: Address) -> int:
    return next((n.prefixlen for n in site.zones[zone].networks if address in n), address.max_prefixlen)


def _position(box: Box, place: Place, number: int) -> None:
    """Make a network of its own with one cable to the zone's bridge and nothing that filters."""
    name, near, far = netns(place), f"p{number}", f"q{number}"
    box.inside(["ip", "netns", "add", name])
    _ip(
        box,
        [
            f"link add {near} type veth peer name {far}",
            f"link set {near} master {bridge(place.zone)} up",
            f"link set {far} netns {name}",
        ],
    )
    versions = sorted({address.version for address in place.addresses})
    lines = ["link set lo up", f"link set {far} up"]
    lines += [
        f"address add {a}/{a.max_prefixlen} dev {far} {'nodad' if a.version == 6 else ''}" for a in place.addresses
    ]
    lines += [f"{_family(v)} route add default via {GATEWAYS[v]} dev {far} onlink" for v in versions]
    _ip(box, lines, place)


def netns(place: Place) -> str:
    """Return the name of a position's network inside the box."""
    return f"at-{place.name}"


def _ip(box: Box, lines: Iterable[str], place: Place | None = None) -> None:
    """Hand ``ip`` a batch; a line with a family's option is a batch of its own."""
    where = None if place is None else box.network(netns(place))
    for option in ("", "-6"):
        batch = [line.removeprefix("-6 ") for line in lines if line.startswith("-6 ") is (option == "-6")]
        if batch:
            box.inside(
                ["ip", *([option] if option else []), "-batch", "-"], feed="\n".join(batch) + "\n", network=where
            )


def _family(version: int) -> str:
    return "-6" if version == 6 else ""


def _route(address: Address, zone: str) -> str:
    """A peer's address may lie in no network of its zone: the router is told where it is."""
    version = 4 if isinstance(address, IPv4Address) else 6
    return f"{_family(version)} route replace {ip_network(address)} dev {bridge(zone)}"

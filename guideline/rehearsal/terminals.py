"""A terminal of a zone: where people sit, and whom they ask for the chat's address."""

from __future__ import annotations

from collections.abc import Sequence

from guideline.network import Flow
from guideline.rehearsal.expect import may
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.places import Place
from guideline.rehearsal.running import RehearsalError
from guideline.site import Address, Host, Site

NAMES = 53

_MOUNTS = 'mount --bind "$1" /etc/resolv.conf && mount --bind "$2" /etc/hosts && shift 2 && exec "$@"'


def terminal_of(lab: Lab, host: Host) -> Place:
    """Return the terminal from which people of a chat host's zone come. Raises RehearsalError where none may."""
    for place in lab.positions:
        if place.name == f"terminal-{host.zone}":
            return place
    raise RehearsalError("rehearsal.no-terminal", zone=host.zone)


def edge_of(site: Site, host: Host) -> Host:
    """Return where clients of a chat host's zone connect."""
    return next(iter(site.with_role("edge", host.zone)), host)


def at_terminal(lab: Lab, terminal: Place, host: Host, flows: Sequence[Flow]) -> list[str]:
    """Return the words before a command that run it at a terminal, which resolves names as people's do there."""
    files = [lab.box.folder / f"{terminal.name}-{name}" for name in ("resolv.conf", "hosts")]
    for file, text in zip(files, _resolving(lab.site, terminal, host, flows), strict=True):
        file.write_text(text, encoding="ascii")
    return [*lab.at(terminal.name), "unshare", "--mount", "sh", "-c", _MOUNTS, "sh", *map(str, files)]


def _resolving(site: Site, terminal: Place, host: Host, flows: Sequence[Flow]) -> tuple[str, str]:
    """Return a terminal's resolv.conf and hosts file.

    Where the site lets terminals ask its names host, that is who tells the edge's address, and nobody else;
    where it doesn't, the public names tell it, of which the hosts file stands in the place.
    """
    servers = [
        address
        for names in site.with_role("names", host.zone)
        for address in names.addresses
        if _may_ask(flows, terminal, address)
    ]
    loopback = "127.0.0.1 localhost\n::1 localhost\n"
    if servers:
        return "".join(f"nameserver {address}\n" for address in servers), loopback
    edge = edge_of(site, host)
    name = edge.public_name or host.server_name
    return "", loopback + "".join(f"{address} {name}\n" for address in edge.addresses)


def _may_ask(flows: Sequence[Flow], terminal: Place, server: Address) -> bool:
    return any(may(flows, own, server, NAMES, "udp") for own in terminal.addresses if own.version == server.version)

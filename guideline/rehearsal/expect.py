"""What the model says of one packet, and all the packets worth trying at a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from guideline.network import Flow
from guideline.rehearsal.places import Place
from guideline.site import Address

SSH = 22
"""Where operators come in."""

UNUSED: tuple[int, ...] = (1, 23, 80, 2222, 5433, 8080, 9090, 60999)
"""Ports that are tried although nobody listens there: what is closed must be closed where nothing answers too."""


UNUSED_UDP: tuple[int, ...] = (1, 53, 123, 161, 500, 5353, 60999)
"""The same in UDP; names and time are tried everywhere, whether or not a site has somebody who answers."""


NO_PORT = 0
"""What stands for the port where a protocol has none."""


@dataclass(frozen=True, slots=True)
class Try:
    """One connection, datagram or echo request: from a place to an address of another, at a port."""

    source: Place
    target: Place
    address: Address
    port: int
    protocol: str = "tcp"


def may(flows: Iterable[Flow], source: Address, target: Address, port: int, protocol: str = "tcp") -> bool:
    """Tell whether a flow of the model lets a packet pass."""
    return any(
        leads(flow, target, port, protocol) and any(source in n for n in flow.source if n.version == source.version)
        for flow in flows
    )


def allowed(flows: Iterable[Flow], one: Try) -> bool:
    """Tell whether a flow of the model lets a try pass."""
    source = source_of(one.source, one.address)
    return source is not None and may(flows, source, one.address, one.port, one.protocol)


def leads(flow: Flow, target: Address, port: int, protocol: str = "tcp") -> bool:
    """Tell whether a flow leads to an address and port, from wherever."""
    meets = flow.protocol == protocol and flow.port in (None, port)
    return meets and any(target in n for n in flow.target if n.version == target.version)


def tries(places: Sequence[Place], ports: Iterable[int], protocol: str = "tcp") -> Iterator[Try]:
    """Yield everything to try: all pairs of which one end at least is a host of the site, both families.

    Between two machines that aren't the site's the site has no say; a host and itself meet on loopback.
    """
    asked = sorted(set(ports))
    for source in places:
        for target in places:
            if source.name == target.name or not (source.host or target.host):
                continue
            for address in target.addresses:
                if source_of(source, address) is not None:
                    yield from (Try(source, target, address, port, protocol) for port in asked)


def source_of(place: Place, target: Address) -> Address | None:
    """Return the address from which a place sends to ``target``; None where it has none of that family."""
    return next((a for a in place.addresses if a.version == target.version), None)


def ports_of(flows: Iterable[Flow], protocol: str = "tcp") -> set[int]:
    """Return the ports that the flows name."""
    return {flow.port for flow in flows if flow.port is not None and flow.protocol == protocol}

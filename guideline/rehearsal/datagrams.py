"""All pairs in UDP, and by echo requests (ICMP): what arrives is counted by the receiver's own kernel.

Each receiver gets, for as long as it takes, a table that notes which datagrams came past its packet filter.
A datagram may be lost by chance and never arrives by chance: one that was due and didn't come is sent again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

from guideline.network import Flow
from guideline.rehearsal.expect import NO_PORT, UNUSED_UDP, Try, allowed, ports_of, source_of, tries
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.probe import Difference, Probed
from guideline.rehearsal.running import run
from guideline.rehearsal.standing import listeners
from guideline.rehearsal.world import World
from guideline.site import Address

FROM = 47999
"""The port that every try is sent from; nothing else is counted."""

ROUNDS, PAUSE = 3, 0.3

TABLE = "guideline_counting"
_COUNTING = """table inet %(table)s {
	set seen4 { type ipv4_addr . ipv4_addr . inet_service; size 65535; flags dynamic; }
	set seen6 { type ipv6_addr . ipv6_addr . inet_service; size 65535; flags dynamic; }
	set echo4 { type ipv4_addr . ipv4_addr; size 65535; flags dynamic; }
	set echo6 { type ipv6_addr . ipv6_addr; size 65535; flags dynamic; }
	chain arrived {
		type filter hook input priority 200; policy accept;
		udp sport %(mark)d add @seen4 { ip saddr . ip daddr . udp dport }
		udp sport %(mark)d add @seen6 { ip6 saddr . ip6 daddr . udp dport }
		icmp type echo-request icmp id %(mark)d add @echo4 { ip saddr . ip daddr }
		icmpv6 type echo-request icmpv6 id %(mark)d add @echo6 { ip6 saddr . ip6 daddr }
	}
}
"""
"""Later than every filter of ours on the same way in: what was dropped never comes here."""

_SCRIPT = Path(__file__).with_name("sending.py")
_Arrival = tuple[Address, Address, int]


def probe_datagrams(
    lab: Lab, flows: Sequence[Flow], world: World, *, ports: Iterable[int] = (), sources: Iterable[str] = ()
) -> Probed:
    """Send from everywhere to every port that waits anywhere, that a flow names, that is given, and some unused.

    ``sources`` are names of places to which to keep. Raises RehearsalError where the sending itself fails.
    """
    asked = {*UNUSED_UDP, *ports_of(flows, "udp"), *ports}
    for machine in lab.machines:
        asked |= {one.port for one in listeners(machine) if one.protocol == "udp"}
    return _probe(lab, flows, world, asked, "udp", sources=sources, mark=FROM)


def probe_echoes(lab: Lab, flows: Sequence[Flow], world: World, *, sources: Iterable[str] = ()) -> Probed:
    """Send echo requests from everywhere, both families. Raises RehearsalError where the sending itself fails.

    A request that was answered is a known connection for a while: each run has a number of its own.
    """
    mark = 1024 + int(world.clock() * 10) % 60_000
    return _probe(lab, flows, world, {NO_PORT}, "icmp", sources=sources, mark=mark)


def _probe(
    lab: Lab,
    flows: Sequence[Flow],
    world: World,
    asked: Iterable[int],
    protocol: str,
    *,
    sources: Iterable[str],
    mark: int,
) -> Probed:
    names = set(sources)
    wanted = [one for one in tries(lab.places, asked, protocol) if not names or one.source.name in names]
    with _counted(lab, mark):
        _send(lab, wanted, world.python, mark)
        arrived = _arrived(lab)
        late = [one for one in wanted if allowed(flows, one) and _key(one) not in arrived]
        if late:
            _send(lab, late, world.python, mark)
            arrived |= _arrived(lab)
    came = {one: _key(one) in arrived for one in wanted}
    differences = tuple(
        Difference(one, "arrived" if here else "filtered", allowed=allowed(flows, one))
        for one, here in came.items()
        if here is not allowed(flows, one)
    )
    answers = {"arrived": sum(came.values()), "filtered": len(came) - sum(came.values())}
    return Probed(len(wanted), tuple(sorted(asked)), answers, differences)


def _key(one: Try) -> tuple[Address | None, Address, int]:
    return source_of(one.source, one.address), one.address, one.port


def _send(lab: Lab, wanted: Sequence[Try], python: str, mark: int) -> None:
    by_source: dict[str, list[list[str | int]]] = {}
    for one in wanted:
        held = by_source.setdefault(one.source.name, [])
        held.append([str(source_of(one.source, one.address)), str(one.address), one.port])

    def one_source(name: str) -> None:
        feed = json.dumps({"mark": mark, "rounds": ROUNDS, "pause": PAUSE, "tries": by_source[name]})
        run([*lab.at(name), python, "-I", str(_SCRIPT)], feed=feed)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_source, by_source))


@contextmanager
def _counted(lab: Lab, mark: int) -> Iterator[None]:
    """Have every place note what arrives; it is as it was afterwards."""
    names = [place.name for place in lab.places]
    try:
        for name in names:
            run([*lab.at(name), "nft", "-f", "-"], feed=_COUNTING % {"table": TABLE, "mark": mark})
        yield
    finally:
        for name in names:
            # Adding it first makes taking it away right for those that never had it.
            run([*lab.at(name), "nft", "-f", "-"], feed=f"table inet {TABLE}\ndelete table inet {TABLE}\n")


def _arrived(lab: Lab) -> set[_Arrival]:
    found: set[_Arrival] = set()
    for place in lab.places:
        told = json.loads(run([*lab.at(place.name), "nft", "-j", "list", "table", "inet", TABLE]))
        for item in told["nftables"]:
            found |= set(_elements(item.get("set", {})))
    return found


def _elements(held: Mapping[str, object]) -> Iterator[_Arrival]:
    """Yield what a set holds: source, target and port of each."""
    elements = held.get("elem", [])
    assert isinstance(elements, list)
    for element in elements:
        value = element.get("elem", {}).get("val", element) if "elem" in element else element
        source, target, *port = value["concat"]
        yield ip_address(source), ip_address(target), int(port[0]) if port else NO_PORT

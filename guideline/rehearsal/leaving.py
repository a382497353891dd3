"""Where packets go while a site is deployed: nothing leaves a mirrored zone's host but to its mirror and names.

Each host gets, for as long as it takes, a table that counts what its programs send, before any filter of its own
could stop it: a try counts, whether or not it would have arrived. The table follows no connections, so that the
host meets its own first packet filter as in production. What has seen one host's packets is read from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from guideline.bundle.model import FlowControl, Guideline
from guideline.finding import Finding, Place
from guideline.network import Flow
from guideline.rehearsal.clauses import closing_clause
from guideline.rehearsal.expect import leads
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.running import RehearsalError, run
from guideline.site import Address, Host, Site, followed

TABLE = "guideline_leaving"
RULE = "rehearsal/leaves"

_ANSWERING: Mapping[str, int] = {"names": 53, "time": 123}
"""From which port the hosts that are asked in UDP answer, by their role."""

_KINDS = ("mirror", "zone", "clocks", "answers", "link", "elsewhere")


@dataclass(frozen=True, slots=True)
class Left:
    """What one host has sent, in packets.

    ``mirror``: to the zone's mirror and names hosts. ``zone``: to hosts of the zone to which a flow of the site
    leads. ``clocks``: what a time host asks the servers that the site names. ``answers``: TCP that opens nothing,
    what the zone's own names and time tell, and what a kernel says of who isn't there, to hosts of the zone.
    ``link``: neighbours' own talk, which no router carries. ``elsewhere`` is all the rest, and ``where`` the first
    few addresses it was for.
    """

    mirror: int = 0
    zone: int = 0
    clocks: int = 0
    answers: int = 0
    link: int = 0
    elsewhere: int = 0
    where: tuple[str, ...] = ()


@dataclass(slots=True)
class Leaving:
    """What is being counted; ``seen`` is filled when the counting ends, by host."""

    seen: dict[str, Left] = field(default_factory=dict)


def watched(lab: Lab) -> list[Host]:
    """Return the booted hosts of zones that have a mirror."""
    zones = {host.zone for host in lab.site.with_role("mirror")}
    return [host for machine in lab.machines if (host := lab.site.host(machine.name)).zone in zones]


@contextmanager
def leaving(lab: Lab, flows: Sequence[Flow]) -> Iterator[Leaving]:
    """Count while the block runs. Raises RehearsalError where a host's counters are gone before they were read."""
    hosts, told = watched(lab), Leaving()
    for host in hosts:
        _nft(lab, host, counting(lab.site, host, flows))
    try:
        yield told
        told.seen = {host.name: _read(lab, host) for host in hosts}
    finally:
        for host in hosts:
            if lab.machine(host.name).alive:
                # Adding it first makes taking it away right where it is gone already.
                _nft(lab, host, f"table inet {TABLE}\ndelete table inet {TABLE}\n")


def of_leaving(seen: Mapping[str, Left], site: Site, guideline: Guideline) -> list[Finding]:
    """Return a finding for each host that sent anything to anywhere else, with the clause that shuts its zone."""
    found = []
    for name, left in seen.items():
        if left.elsewhere:
            clause = _shutting(guideline, site.host(name).zone)
            args = {"host": name, "count": left.elsewhere, "where": ", ".join(left.where) or "?"}
            place = Place(name, key="elsewhere")
            found.append(Finding(RULE, clause, "error", place, "rehearsal.leaves", args, subject=name))
    return found


def counting(site: Site, host: Host, flows: Sequence[Flow]) -> str:
    """Return the table that counts what a host sends."""
    near = [other for other in site.hosts if other.zone == host.zone and other != host]
    given = [other for other in near if {"mirror", "names"} & set(other.roles)]
    led = [other for other in near if any(_leads(flow, host, other) for flow in flows)]
    neighbours = "{ nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld2-listener-report }"
    lines = ['oif "lo" accept', f'icmpv6 type {neighbours} counter name "link" accept']
    lines += _to(given, "", "mirror")
    lines += _asking(followed(site, host) if "time" in host.roles else ())
    lines += _to(near, "tcp flags & (syn | ack) != syn", "answers")
    # Asked before its time service is up, a kernel says so.
    lines += _to(near, "icmp type destination-unreachable", "answers", "icmpv6 type destination-unreachable")
    for role, port in _ANSWERING.items():
        lines += _to(near if role in host.roles else (), f"udp sport {port}", "answers")
    lines += _to(led, "", "zone")
    lines += [
        "add @where4 { ip daddr . meta l4proto . th dport }",
        "add @where6 { ip6 daddr . meta l4proto . th dport }",
    ]
    lines.append('counter name "elsewhere"')
    counters = "".join(f"\tcounter {kind} {{ }}\n" for kind in _KINDS)
    sets = "".join(
        f"\tset where{version} {{ type {kind} . inet_proto . inet_service; size 1024; flags dynamic; }}\n"
        for version, kind in ((4, "ipv4_addr"), (6, "ipv6_addr"))
    )
    hook = "\t\ttype filter hook output priority -300; policy accept;\n"
    body = "".join(f"\t\t{line}\n" for line in lines)
    return f"table inet {TABLE} {{\n{counters}{sets}\tchain leaving {{\n{hook}{body}\t}}\n}}\n"


def _asking(servers: Sequence[Address]) -> list[str]:
    family = {4: "ip", 6: "ip6"}
    return [f'udp dport 123 {family[a.version]} daddr {a} counter name "clocks" accept' for a in servers]


def _to(hosts: Sequence[Host], matching: str, kind: str, in_six: str = "") -> list[str]:
    """Return what counts packets to hosts that match; ``in_six`` is how that is written for IPv6 where it differs."""
    lines = []
    for version, family, held in ((4, "ip", matching), (6, "ip6", in_six or matching)):
        addresses = sorted({a for host in hosts for a in host.addresses if a.version == version}, key=int)
        if addresses:
            near = ", ".join(map(str, addresses))
            lines.append(f'{held} {family} daddr {{ {near} }} counter name "{kind}" accept'.strip())
    return lines


def _leads(flow: Flow, source: Host, target: Host) -> bool:
    starts = any(a in n for a in source.addresses for n in flow.source if n.version == a.version)
    return starts and any(_ends(flow, address) for address in target.addresses)


def _ends(flow: Flow, address: Address) -> bool:
    return leads(flow, address, flow.port or 0, flow.protocol)


def _nft(lab: Lab, host: Host, text: str) -> None:
    run([*lab.at(host.name), "nft", "-f", "-"], feed=text)


def _read(lab: Lab, host: Host) -> Left:
    if not lab.machine(host.name).alive:
        raise RehearsalError("rehearsal.not-counted", host=host.name)
    try:
        told = json.loads(run([*lab.at(host.name), "nft", "-j", "list", "table", "inet", TABLE]))["nftables"]
    except RehearsalError as error:
        raise RehearsalError("rehearsal.not-counted", host=host.name) from error
    counts = {item["counter"]["name"]: int(item["counter"]["packets"]) for item in told if "counter" in item}
    where = [_where(one) for item in told if "set" in item for one in item["set"].get("elem", [])]
    return Left(**{kind: counts[kind] for kind in _KINDS}, where=tuple(sorted(where)[:5]))


def _where(element: Mapping[str, object]) -> str:
    inner = element.get("elem", element)
    value = inner.get("val", inner) if isinstance(inner, Mapping) else inner
    parts = value["concat"] if isinstance(value, Mapping) else [value]
    address, protocol, port = (*parts, "?", "?")[:3] if isinstance(parts, list) else (parts, "?", "?")
    return f"{address} {protocol}/{port}"


def _shutting(guideline: Guideline, zone: str) -> str:
    """Return the clause that lets nothing out of a zone, else the one that drops what is not written."""
    for control in guideline.of(FlowControl):
        if (control.verdict, control.source, control.target) == ("deny", zone, "outside"):
            return control.clause
    return closing_clause(guideline)

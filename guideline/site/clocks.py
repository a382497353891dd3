"""Clocks: who hands out the time in a zone, whom that host follows, and that a flow leads there."""

from __future__ import annotations

from collections.abc import Iterator

from guideline.site.ends import leads
from guideline.site.model import Address, Host, Site
from guideline.source import Problem
from guideline.source.yaml import Document

PORT = 123


def followed(site: Site, host: Host) -> tuple[Address, ...]:
    """Return whose time a host takes: its zone's time hosts, or what they follow themselves."""
    servers = site.with_role("time", host.zone)
    if host in servers:
        return site.time.get(host.zone, ())
    return tuple(server.addresses[0] for server in servers)


def clocks(site: Site, document: Document) -> Iterator[Problem]:
    """Yield what keeps a host from the time that it should take."""
    for zone, servers in site.time.items():
        where = document.mark(("time", "servers", zone))
        if not site.with_role("time", zone):
            yield Problem("site.time-alone", where, {"zone": zone})
        for number, address in enumerate(servers):
            if any(address in host.addresses for host in site.hosts):
                at = document.mark(("time", "servers", zone, number))
                yield Problem("site.time-own", at, {"address": str(address)})
    flows = [flow for flow in site.flows if (flow.port, flow.protocol) == (PORT, "udp")]
    for index, host in enumerate(site.hosts):
        for address in followed(site, host):
            if not any(leads(site, flow, host, address) for flow in flows):
                args = {"name": host.name, "address": str(address)}
                yield Problem("site.time-no-flow", document.mark(("hosts", index)), args)

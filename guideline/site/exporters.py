"""Figures for whoever watches: which services export them, at which port, and that the monitor alone gets there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guideline.site.ends import leads
from guideline.site.model import Host, Site, SiteFlow
from guideline.source import Problem
from guideline.source.yaml import Document

EXPORTERS: Mapping[str, str] = {"host": "", "database": "database", "chat": "chat"}
"""What may export figures, and the role of the hosts that have it; "" is every host."""

WATCHERS = ("monitor", "backup")
"""The roles that may be let in to figures."""


def exported(site: Site, host: Host) -> dict[str, int]:
    """Return the port of each kind of figures that a host exports."""
    ports = {"host": site.ports.host_metrics, "database": site.ports.database_metrics, "chat": site.ports.chat_metrics}
    return {kind: ports[kind] for kind in site.exporters if EXPORTERS[kind] in ("", *host.roles)}


def exporters(site: Site, document: Document) -> Iterator[Problem]:
    """Yield what lets others than the monitor get at figures, or keeps it from them."""
    if not site.exporters:
        return
    ports = {port for host in site.hosts for port in exported(site, host).values()}
    for index, flow in enumerate(site.flows):
        if flow.port in ports and flow.protocol == "tcp" and not _watches(site, flow):
            args = {"name": flow.id, "port": flow.port}
            yield Problem("site.metrics-open", document.mark(("flows", index, "from")), args)
    for zone in dict.fromkeys(host.zone for host in site.hosts):
        if not site.with_role("monitor", zone):
            yield Problem("site.metrics-nobody", document.mark(("exporters",)), {"zone": zone})
    for index, host in enumerate(site.hosts):
        for port in exported(site, host).values():
            asked = [flow for flow in site.flows if (flow.port, flow.protocol) == (port, "tcp")]
            for monitor in site.with_role("monitor", host.zone):
                if not any(leads(site, flow, monitor, host.addresses[0]) for flow in asked):
                    args = {"name": host.name, "port": port, "monitor": monitor.name}
                    yield Problem("site.metrics-no-flow", document.mark(("hosts", index)), args)


def _watches(site: Site, flow: SiteFlow) -> bool:
    named = next((host.roles for host in site.hosts if host.name == flow.source), (flow.source,))
    return bool(set(WATCHERS) & set(named))

"""What the ends of a site's own flows mean, as far as the site alone can tell."""

from __future__ import annotations

from ipaddress import ip_network

from guideline.site.model import Address, Host, Site, SiteFlow


def is_network(text: str) -> bool:
    """Tell whether a flow's end is written as a network or an address."""
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def leads(site: Site, flow: SiteFlow, source: Host, target: Address) -> bool:
    """Tell whether a flow of the site leads from a host to an address, be it a host of its zone or beyond."""
    if flow.zones and source.zone not in flow.zones:
        return False
    if not any(_holds(site, flow.source, source.zone, address) for address in source.addresses):
        return False
    return _holds(site, flow.target, source.zone, target)


def _holds(site: Site, end: str, zone: str, address: Address) -> bool:
    """Tell whether an address lies at an end; roles are those of ``zone``."""
    if end == "any":
        return True
    if is_network(end):
        return address in ip_network(end)
    if end in site.zones:
        return any(address in network for network in site.zones[end].networks)
    return any(address in h.addresses for h in site.hosts if h.name == end or (end in h.roles and h.zone == zone))

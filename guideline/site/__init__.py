"""``site.yaml`` → Site: zones, hosts, roles, peers and flows of one authority's servers."""

from guideline.site.clocks import followed
from guideline.site.ends import is_network
from guideline.site.exporters import exported
from guideline.site.inforce import bundle_of
from guideline.site.load import find_site, load_site
from guideline.site.model import (
    SYMBOLS,
    ZONES,
    Address,
    Host,
    Limits,
    Member,
    Network,
    Paths,
    Peer,
    Ports,
    Sealing,
    Site,
    SiteFlow,
    WebClient,
    Zone,
)

__all__ = [
    "SYMBOLS",
    "ZONES",
    "Address",
    "Host",
    "Limits",
    "Member",
    "Network",
    "Paths",
    "Peer",
    "Ports",
    "Sealing",
    "Site",
    "SiteFlow",
    "WebClient",
    "Zone",
    "bundle_of",
    "exported",
    "find_site",
    "followed",
    "is_network",
    "load_site",
]

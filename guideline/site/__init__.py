"""``site.yaml`` → Site: zones, hosts, roles, peers and flows of one authority's servers."""

from guideline.site.clocks import followed
from guideline.site.ends import is_network
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
    Site,
    SiteFlow,
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
    "Site",
    "SiteFlow",
    "Zone",
    "bundle_of",
    "find_site",
    "followed",
    "is_network",
    "load_site",
]

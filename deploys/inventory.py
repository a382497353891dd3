"""From a site to pyinfra's inventory: every host with plain data, a group a role."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from guideline.site import Host, Site, load_site

Entry = tuple[str, dict[str, Any]]

PYTHON = "/opt/guideline/bin/python"
"""The interpreter on real hosts that has Synapse and the kit."""


def hosts_of(folder: Path, as_of: date) -> list[Entry]:
    """Return the hosts of the site in ``folder`` with their data, all of it fit for JSON. Raises SourceError."""
    site = load_site(folder)
    return [_entry(site, host, as_of) for host in site.hosts]


def _entry(site: Site, host: Host, as_of: date) -> Entry:
    """A host on loopback is this machine; the others are reached by SSH at their first address."""
    data: dict[str, Any] = {
        "site": str(site.folder.resolve()),
        "site_host": host.name,
        "as_of": as_of.isoformat(),
        "root": str(Path.cwd()),
    }
    if host.loopback:
        return "@local", {**data, "python": sys.executable}
    return host.name, {**data, "python": PYTHON, "ssh_hostname": str(host.addresses[0])}


def roles_of(folder: Path) -> dict[str, list[str]]:
    """Return the names of the hosts that bear each role."""
    site = load_site(folder)
    groups: dict[str, list[str]] = {}
    for host in site.hosts:
        for role in host.roles:
            groups.setdefault(role, []).append("@local" if host.loopback else host.name)
    return groups

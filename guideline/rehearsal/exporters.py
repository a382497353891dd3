"""Whether the monitor of a zone gets the figures that the site says its hosts export: asked from the monitor itself."""

from __future__ import annotations

import json
from collections.abc import Mapping

from guideline.site import Host, Site, exported

RULE = "rehearsal/exporter"

SAYS: Mapping[str, str] = {"host": "node_boot_time_seconds ", "database": "pg_up 1", "chat": "synapse_build_info{"}
"""What stands in the figures of each kind when all is well."""

ASK = """
import json, sys, urllib.request as u
told = {}
for url, word in json.load(sys.stdin):
    try:
        told[url] = word in u.urlopen(url, timeout=8).read().decode("utf-8", "replace")
    except OSError:
        told[url] = False
json.dump(told, sys.stdout)
"""
COMMAND = ["python3", "-I", "-c", ASK]


def asked(site: Site, monitor: Host, standing: set[str]) -> str:
    """Return what a monitor asks for: of the hosts of its zone that stand, each kind of figures at its address."""
    urls = []
    for host in site.hosts:
        if host.zone == monitor.zone and host.name in standing:
            address = host.addresses[0]
            where = f"[{address}]" if address.version == 6 else str(address)
            urls += [(f"http://{where}:{port}/metrics", SAYS[kind]) for kind, port in exported(site, host).items()]
    return json.dumps(urls)


def silent(told: str) -> list[str]:
    """Return the addresses that gave no figures, or not what they say when all is well."""
    return sorted(url for url, well in json.loads(told).items() if not well)

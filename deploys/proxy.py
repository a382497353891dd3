"""The way out for phones' push gateways: named hosts, port 443, and nothing else.

The names stand in ``push-gateways.txt`` beside ``site.yaml``, one a line; without that file nothing passes.
"""

from __future__ import annotations

import re
from pathlib import Path

from guideline.site import Host, Site

from .here import Here
from .operations import validated_file
from .service import packages, service

CONFIG = "/etc/tinyproxy/tinyproxy.conf"
FILTER = "/etc/tinyproxy/guideline-names"
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def gateways(folder: Path) -> tuple[str, ...]:
    """Return the names of a site's push gateways. Raises ValueError for what is no name."""
    file = folder / "push-gateways.txt"
    if not file.is_file():
        return ()
    lines = (line.partition("#")[0].strip().lower() for line in file.read_text("utf-8").splitlines())
    names = tuple(sorted({line for line in lines if line}))
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not the name of a host: {name!r}")
    return names


def tinyproxy(site: Site, mine: Host) -> str:
    """Return the proxy's configuration: chat servers of its zone alone, to the names in ``FILTER`` alone."""
    own = site.proxy_at(mine.zone) == "127.0.0.1"
    at = "127.0.0.1" if own else str(mine.addresses[0])
    lines = ["User tinyproxy", "Group tinyproxy", f"Port {site.ports.proxy}", f"Listen {at}"]
    lines += ["Timeout 600", "Syslog On", "LogLevel Connect", "MaxClients 100", "DisableViaHeader Yes"]
    chats = [str(address) for chat in site.with_role("chat", mine.zone) for address in chat.addresses]
    lines += [f"Allow {address}" for address in ([at] if own else chats)]
    lines += [f'Filter "{FILTER}"', "FilterExtended On", "FilterDefaultDeny Yes", "ConnectPort 443"]
    return "\n".join([*lines, ""])


def patterns(names: tuple[str, ...]) -> str:
    """Return the filter: each name as a whole, so that no other can end in it."""
    # An empty filter would let everything pass in some releases: one that fits nothing stands there instead.
    lines = ["^{}$".format(name.replace(".", "\\.")) for name in names] or ["^$"]
    return "\n".join([*lines, ""])


def proxy(now: Here) -> None:
    """Have the zone's proxy let the chat servers reach the push gateways."""
    if "proxy" not in now.mine.roles:
        return
    packages(name="Packages of the proxy", names=("tinyproxy-bin", "tinyproxy"))
    text = patterns(gateways(now.site.folder))
    validated_file(name="Push gateways", dest=FILTER, text=text, mode="644")
    validated_file(name="Proxy", dest=CONFIG, text=tinyproxy(now.site, now.mine), mode="644")
    service(name="Proxy's service", unit="tinyproxy.service", reads=(CONFIG, FILTER))

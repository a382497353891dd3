"""The time: each host follows its zone's time hosts and nobody else; those follow the servers that the site names."""

from __future__ import annotations

from collections.abc import Iterable

from pyinfra.api.command import StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.context import host
from pyinfra.operations import files

from guideline.site import Host, Site, followed

from .here import Here
from .operations import validated_file
from .service import packages, service

UNIT = "chrony.service"
CONFIG = "/etc/chrony/chrony.conf"
OPTIONS = "/etc/default/chrony"


class InContainer(FactBase[bool]):
    """Whether the host shares the kernel, and so the clock, of another machine."""

    def command(self) -> StringCommand:
        """Return the command that prints the kind of container, or ``none``."""
        return StringCommand("systemd-detect-virt --container || true")

    def process(self, output: Iterable[str]) -> bool:
        """Look for a kind."""
        return "".join(output).strip() not in ("", "none")


def chrony(site: Site, mine: Host) -> str:
    """Return the configuration of one host: whom it follows, and whom a time host tells the time.

    Without a server that answers, a time host goes by its own clock (stratum 10), so that its zone stays of one
    mind. Nothing listens for commands but a socket of the host itself.
    """
    lines = [f"server {address} iburst" for address in followed(site, mine)]
    if "time" in mine.roles:
        by_family = {address.version: address for address in reversed(mine.addresses)}
        lines += [f"bindaddress {by_family[version]}" for version in sorted(by_family)]
        lines += [f"allow {network}" for network in site.zones[mine.zone].networks]
        lines += ["local stratum 10"]
    else:
        lines += ["port 0"]
    lines += ["cmdport 0", "driftfile /var/lib/chrony/chrony.drift", "makestep 1 3", "rtcsync", "leapsectz right/UTC"]
    return "\n".join([*lines, ""])


def options(*, contained: bool) -> str:
    """Return the options of the daemon: in a container it follows the time and leaves the kernel's clock alone."""
    return f'DAEMON_OPTS="-F 1{" -x" if contained else ""}"\n'


def clock(now: Here) -> None:
    """Have a host take the time from where the site says, where its zone has a time host."""
    if not now.site.with_role("time", now.mine.zone):
        return
    packages(name="Packages of the time", names=("chrony",))
    contained = bool(host.get_fact(InContainer))
    check = ("/bin/sh", "-c", '/usr/sbin/chronyd -p -f "$1" >/dev/null', "sh", "{}")
    validated_file(name="Time", dest=CONFIG, text=chrony(now.site, now.mine), check=check, mode="644")
    validated_file(name="Time's options", dest=OPTIONS, text=options(contained=contained), mode="644")
    reads = [CONFIG, OPTIONS]
    if contained:
        # Debian's unit starts only where the kernel's clock may be set.
        drop_in = f"/etc/systemd/system/{UNIT}.d/50-guideline.conf"
        files.directory(name="Folder of the time's unit", path=f"/etc/systemd/system/{UNIT}.d", mode="755")
        validated_file(name="Time's unit", dest=drop_in, text="[Unit]\nConditionCapability=\n", mode="644")
        reads.append(drop_in)
    service(name="Time's service", unit=UNIT, reads=tuple(reads), reloads=False)

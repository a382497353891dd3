"""The kernel's settings of a host: in the file of the next boot, and in the kernel that runs now.

Who compares the file alone never sees what somebody set by hand; here the running value is what counts.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host

from .operations import validated_file

FILE = "/etc/sysctl.d/60-guideline.conf"

SETTINGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "addresses": (
        "Services bind the site's addresses alone; at boot they may start before the addresses are up.",
        {"net/ipv4/ip_nonlocal_bind": "1", "net/ipv6/ip_nonlocal_bind": "1"},
    ),
    "no way through": (
        "No host is a way through to another network.",
        {
            "net/ipv4/ip_forward": "0",
            "net/ipv6/conf/all/forwarding": "0",
            "net/ipv4/conf/all/accept_redirects": "0",
            "net/ipv6/conf/all/accept_redirects": "0",
        },
    ),
}
"""What is set and why, by what it is for; keys are paths below ``/proc/sys``."""

EACH = "/proc/sys/net/ipv[46]/conf/*/forwarding"
"""IPv4 forwards at a single interface too, whatever the setting for all of them says."""


def wanted() -> dict[str, str]:
    """Return every setting with its value."""
    return {key: value for _, held in SETTINGS.values() for key, value in held.items()}


def file_text() -> str:
    """Return the file of the next boot."""
    lines = []
    for why, held in SETTINGS.values():
        lines += [f"# {why}", *(f"{key.replace('/', '.')} = {value}" for key, value in held.items())]
    return "\n".join([*lines, ""])


class KernelSettings(FactBase[dict[str, str]]):
    """The running values of some settings, and of forwarding at every interface."""

    def command(self, keys: Iterable[str]) -> StringCommand:
        """Return the command that prints them as ``path=value``."""
        paths = [QuoteString(f"/proc/sys/{key}") for key in keys]
        return StringCommand("for f in", *paths, EACH, '; do echo "$f=$(cat "$f")"; done')

    def process(self, output: Iterable[str]) -> dict[str, str]:
        """Read the lines; the values of these settings are single numbers."""
        held = dict(line.strip().rsplit("=", 1) for line in output if "=" in line)
        return {path.removeprefix("/proc/sys/"): value for path, value in held.items()}


@operation()
def running(settings: Mapping[str, str]) -> Generator[StringCommand, None, None]:
    """Have the running kernel hold some settings, and forward at no interface.

    + settings: values by their paths below ``/proc/sys``
    """
    now = host.get_fact(KernelSettings, keys=tuple(settings))
    every = {key: "0" for key in now if key.endswith("/forwarding")}
    awry = {key: value for key, value in {**every, **settings}.items() if now.get(key) != value}
    if not awry:
        host.noop("the kernel holds them")
        return
    # All of them, in their order: whoever changes forwarding changes what the kernel thinks of redirects too.
    alone = {key: value for key, value in awry.items() if key not in settings}
    for key, value in (*settings.items(), *sorted(alone.items())):
        yield StringCommand("echo", QuoteString(value), ">", QuoteString(f"/proc/sys/{key}"))


def kernel() -> None:
    """Bring the kernel of a host, now and after the next boot, to what a host of a site needs."""
    validated_file(name="Kernel", dest=FILE, text=file_text(), mode="644")
    running(name="Kernel's settings", settings=wanted())

"""The packet filter: loaded under a clock, confirmed over a connection of its own, and only then kept.

The rules are the kit's own table, loaded at boot by a unit of the kit's own before any network comes up.
A new set is loaded beside a timer that puts the old one back. The operator's side then opens a fresh
connection: where that succeeds the timer is stopped and the rules are kept, else the timer has its way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator

from pyinfra.api.command import FunctionCommand, QuoteString, StringCommand
from pyinfra.api.exceptions import ConnectError
from pyinfra.api.host import Host
from pyinfra.api.operation import operation
from pyinfra.api.state import State
from pyinfra.context import host

from guideline.settings import write

from .facts import FirewallState, MissingPackages
from .here import Here
from .operations import validated_file
from .service import packages, service

TABLE = "guideline"
KEPT = "/etc/guideline/firewall.nft"
STAGED = "/etc/guideline/.firewall.staged"
BEFORE = "/etc/guideline/.firewall.before"
CLOCK = "guideline-firewall-rollback"
MEET = "guideline_meet"
"""A table that accepts everything, and by which the kernel begins to follow the connections that stand."""

MEETING = f"""table inet {MEET}
delete table inet {MEET}
table inet {MEET} {{
	chain input {{ type filter hook input priority -5; ct state established accept; }}
	chain output {{ type filter hook output priority -5; ct state established accept; }}
}}
"""
SECONDS = 45
"""How long an unconfirmed set of rules may stand."""

UNIT_NAME = "guideline-firewall.service"
UNIT = f"""[Unit]
Description=Packet filter of the guideline
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f {KEPT}
ExecReload=/usr/sbin/nft -f {KEPT}

[Install]
WantedBy=sysinit.target
"""


@operation()
def packet_filter(
    text: str, seconds: int = SECONDS, waits: bool = False
) -> Generator[StringCommand | FunctionCommand, None, None]:
    """Bring the kernel's table and the file that is loaded at boot to ``text``.

    + text: the whole table as ``nft -f`` reads it
    + seconds: how long it may stand unconfirmed
    + waits: leave a host as it is that has no nftables yet
    """
    if waits and host.get_fact(MissingPackages, names=("nftables",)):
        host.noop("nftables has yet to come from the mirror")
        return
    wanted = hashlib.sha256(text.encode()).hexdigest()
    now = host.get_fact(FirewallState, path=KEPT, table=TABLE)
    if now["digest"] == wanted and now["live"] and now["live"] == now["kept"]:
        host.noop("the packet filter is as it should be")
        return
    yield StringCommand(
        "umask 077 && mkdir -p /etc/guideline && chmod 755 /etc/guideline && cat >", STAGED, _stdin=text
    )
    yield StringCommand("nft -c -f", STAGED, "1>&2 || { rm -f", STAGED, "; exit 1; }")
    table = QuoteString(TABLE)
    # What puts the old table back, as one transaction: the table of now, or none.
    yield StringCommand(
        "umask 077; { echo 'table inet", TABLE, "'; echo 'delete table inet", TABLE, "';",
        "nft list table inet", table, "2>/dev/null; true; } >", BEFORE,
    )  # fmt: skip
    yield StringCommand("systemctl stop", f"{CLOCK}.timer", f"{CLOCK}.service", "2>/dev/null; true")
    yield StringCommand(
        "systemd-run --quiet --collect --unit", CLOCK, f"--on-active={int(seconds)}", "--timer-property=AccuracySec=1s",
        "/usr/sbin/nft -f", BEFORE,
    )  # fmt: skip
    # Where nothing followed connections before, the answer to this very command would be the first packet
    # that is seen of ours: a new connection outwards, which no flow names. So the kernel gets to know it first.
    yield StringCommand("nft -f -", _stdin=MEETING)
    yield StringCommand("nft list tables >/dev/null")
    yield StringCommand("nft -f", STAGED, "&& nft delete table inet", MEET)
    yield FunctionCommand(confirm, (), {})
    yield StringCommand(
        "systemctl stop", f"{CLOCK}.timer", "&& chmod 640", STAGED, "&& mv -f", STAGED, KEPT, "&& rm -f", BEFORE
    )


def confirm(state: State, host: Host) -> bool:
    """Open a connection of its own to the host and run a command over it; tell whether that worked."""
    fresh = type(host.connector)(state, host)
    try:
        fresh.connect()
        done, _ = fresh.run_shell_command(StringCommand("true"), print_output=False, print_input=False)
    except (ConnectError, OSError, EOFError) as error:
        # Whatever keeps us out, the old rules must come back.
        host.log(f"cut off, the old rules come back: {type(error).__name__}")
        return False
    finally:
        client = getattr(fresh, "client", None)
        if client is not None:
            client.close()
    return bool(done)


def firewall_first(now: Here) -> None:
    """Bring a host's packet filter to the site's flows before all else, where the host can have one yet."""
    text = write("nftables", now.guideline, now.site, now.mine)
    packet_filter(name="Packet filter", text=text, waits=True)


def firewall(now: Here) -> None:
    """Have a packet filter, and have it hold at every boot."""
    packages(name="Packages of the packet filter", names=("nftables",))
    text = write("nftables", now.guideline, now.site, now.mine)
    packet_filter(name="Packet filter, installed now", text=text)
    validated_file(name="Packet filter at boot", dest=f"/etc/systemd/system/{UNIT_NAME}", text=UNIT, mode="644")
    service(name="Packet filter's unit", unit=UNIT_NAME, reads=(f"/etc/systemd/system/{UNIT_NAME}",))

"""What else stands on a live host and must fit the site: listeners, addresses, forwarding, units, tables, clocks."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.network import Flow
from guideline.rehearsal.clauses import closing_clause, described_clause
from guideline.rehearsal.clocks import RULE as CLOCK
from guideline.rehearsal.clocks import SOURCES, judge_clock
from guideline.rehearsal.expect import SSH, leads
from guideline.rehearsal.exporters import COMMAND, asked, silent
from guideline.rehearsal.exporters import RULE as EXPORTER
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.running import RehearsalError
from guideline.site import Address, followed

LISTENER, EVERYWHERE = "rehearsal/listener", "rehearsal/listens-everywhere"
ADDRESS, FORWARDS = "rehearsal/address", "rehearsal/forwards"
UNIT, TABLE, CLIENT = "rehearsal/unit", "rehearsal/other-table", "rehearsal/client"

_OWN_TABLE = ("inet", "guideline")
_FORWARDING = "cd /proc/sys && grep -H . net/ipv4/ip_forward net/ipv[46]/conf/*/forwarding"


@dataclass(frozen=True, slots=True)
class Listener:
    """One socket that waits for connections or datagrams; ``address`` is None for every address of the host."""

    address: Address | None
    port: int
    program: str
    protocol: str = "tcp"


def judge_standing(lab: Lab, flows: Sequence[Flow], guideline: Guideline) -> list[Finding]:
    """Return what stands on the hosts that the site doesn't know. Raises RehearsalError for a host that won't tell."""
    closing, described = closing_clause(guideline), described_clause(guideline)
    found = []
    for machine in lab.machines:
        for check in _CHECKS:
            for rule, key, say in check(lab, machine, flows):
                clause = described if rule in (ADDRESS, UNIT, CLOCK, EXPORTER, CLIENT) else closing
                args = {"host": machine.name, "found": key}
                found.append(
                    Finding(rule, clause, "error", Place(machine.name, key=key), say, args, subject=machine.name)
                )
    return found


def listeners(machine: Machine) -> list[Listener]:
    """Return who waits for connections or datagrams on a host, loopback left out."""
    found = []
    for line in _told(machine, ["ss", "-H", "-t", "-u", "-l", "-n", "-p"]).splitlines():
        fields = line.split()
        where, _, port = fields[4].rpartition(":")
        name = where.strip("[]").partition("%")[0]
        address = None if name in ("*", "0.0.0.0", "::") else ip_address(name)  # noqa: S104 - what is looked for
        program = re.search(r'\(\("([^"]+)"', line)
        if address is None or not address.is_loopback:
            found.append(Listener(address, int(port), program.group(1) if program else "?", fields[0]))
    return found


_Seen = Iterator[tuple[str, str, str]]


def _listeners(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """A service waits at the host's own addresses, at a port that some flow leads to."""
    own = machine.place.addresses
    for one in listeners(machine):
        key = f"{one.program} {one.protocol} {one.address or '*'}:{one.port}"
        if one.address is None:
            yield EVERYWHERE, key, "rehearsal.listens-everywhere"
        # The operator's machine is maintained from itself, which no flow between machines tells.
        wanted = (one.port, one.protocol) == (SSH, "tcp") and "operator" in lab.site.host(machine.name).roles
        if not (wanted or any(leads(flow, address, one.port, one.protocol) for flow in flows for address in own)):
            yield LISTENER, key, "rehearsal.listener"


def _addresses(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    del lab, flows
    told: list[dict[str, Any]] = json.loads(_told(machine, ["ip", "-j", "address"]))
    held = {
        ip_address(info["local"])
        for interface in told
        for info in interface.get("addr_info", [])
        if info.get("scope") == "global"
    }
    for address in sorted(held ^ set(machine.place.addresses), key=str):
        yield ADDRESS, str(address), "rehearsal.address" if address in held else "rehearsal.address-missing"
    for interface in told:
        if interface["ifname"] not in ("lo", "host0"):
            yield ADDRESS, interface["ifname"], "rehearsal.interface"


def _forwarding(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """IPv4 forwards at a single interface too, whatever the setting for all of them says."""
    del lab, flows
    for line in _told(machine, ["sh", "-c", _FORWARDING]).splitlines():
        name, _, value = line.rpartition(":")
        if value != "0":
            yield FORWARDS, name, "rehearsal.forwards"


def _units(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """A unit that is to start at boot runs, and none has failed."""
    del lab, flows
    failed = _told(machine, ["systemctl", "list-units", "--failed", "--no-legend", "--plain"]).splitlines()
    for line in failed:
        yield UNIT, line.split()[0], "rehearsal.unit-failed"
    enabled = _told(
        machine, ["systemctl", "list-unit-files", "--type=service", "--state=enabled", "--no-legend", "--plain"]
    )
    names = [line.split()[0] for line in enabled.splitlines() if "@." not in line.split()[0]]
    fields = ("Id", "ActiveState", "Type", "ConditionResult", "RemainAfterExit")
    shown = _told(machine, ["systemctl", "show", f"--property={','.join(fields)}", *names]) if names else ""
    for block in shown.strip().split("\n\n"):
        unit = dict(line.split("=", 1) for line in block.splitlines() if "=" in line)
        lasting = unit.get("Type") != "oneshot" or unit.get("RemainAfterExit") == "yes"
        if lasting and unit.get("ConditionResult") == "yes" and unit.get("ActiveState") not in ("active", "failed"):
            yield UNIT, unit.get("Id", "?"), "rehearsal.unit-stopped"


def _tables(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """Another table may redirect packets before ours sees them, or drop what ours lets pass."""
    del lab, flows
    for item in json.loads(_told(machine, ["nft", "-j", "list", "tables"]))["nftables"]:
        table = item.get("table")
        if table is not None and (table["family"], table["name"]) != _OWN_TABLE:
            yield TABLE, f"{table['family']} {table['name']}", "rehearsal.other-table"


def _clocks(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """Where a zone has a time host, clocks follow whom the site says."""
    del flows
    host = lab.site.host(machine.name)
    if lab.site.with_role("time", host.zone):
        yield from judge_clock(machine.on(SOURCES).stdout, host, followed(lab.site, host))


def _figures(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """The monitor of a zone gets what the site says is exported there."""
    del flows
    host = lab.site.host(machine.name)
    if lab.site.exporters and "monitor" in host.roles:
        standing = {other.name for other in lab.machines if other.alive}
        for url in silent(_told(machine, COMMAND, asked(lab.site, host, standing))):
            yield EXPORTER, url, "rehearsal.exporter"


def _client(lab: Lab, machine: Machine, flows: Sequence[Flow]) -> _Seen:
    """An edge hands out the web client of the site's tarball, to the byte, and nothing besides."""
    from deploys.tarball import TREE, held, listing

    del flows
    host = lab.site.host(machine.name)
    if host.client_name:
        wanted = hashlib.sha256(listing(held(lab.site, host)).encode()).hexdigest()
        if _told(machine, ["sh", "-c", TREE]).split()[0] != wanted:
            yield CLIENT, host.client_name, "rehearsal.client"


_CHECKS: tuple[Callable[[Lab, Machine, Sequence[Flow]], _Seen], ...] = (
    _listeners,
    _addresses,
    _forwarding,
    _units,
    _tables,
    _clocks,
    _figures,
    _client,
)


def _told(machine: Machine, command: list[str], feed: str | None = None) -> str:
    done = machine.on(command, feed)
    if done.returncode:
        said = " / ".join(done.stderr.splitlines()[-2:])
        raise RehearsalError("program.failed", program=f"{machine.name}: {command[0]}", code=done.returncode, said=said)
    return done.stdout

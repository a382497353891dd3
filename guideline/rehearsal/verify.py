"""The live hosts judged by the guideline: what their kernels filter, and the files that were put there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.rehearsal.artwork import judge_artwork
from guideline.rehearsal.clauses import described_clause
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.served import TARGET, judge_served
from guideline.settings import judge, roles_of, target_names
from guideline.site import Host, Site
from guideline.source import SourceError

RULES = ["nft", "-j", "list", "ruleset"]

UNITS: Mapping[str, str] = {
    "chat": "guideline-chat.service",
    "edge": "nginx.service",
    "page": "guideline-page.service",
    "steward": "guideline-steward.service",
}
"""The units that the guideline speaks of, by the role of their host; a chat host has a steward too."""


def verify(lab: Lab, guideline: Guideline, targets: Collection[str] = ()) -> list[Finding]:
    """Return what on the live hosts breaks the guideline; each finding's subject is its host.

    ``targets`` are those to which to keep; all that can be read from a live host for none.
    """
    found = []
    for machine in lab.machines:
        host = lab.site.host(machine.name)
        for target, read in _READERS.items():
            if target in (targets or target_names()) and _has(target, host):
                found += _judge(target, read(machine, lab.site), guideline, lab.site, host)
        if TARGET in (targets or target_names()):
            found += judge_served(machine, guideline, lab.site)
        if "systemd" in (targets or target_names()):
            found += _units(machine, guideline, lab.site, host)
            found += judge_artwork(machine, guideline, lab.site, host)
    return found


def _units(machine: Machine, guideline: Guideline, site: Site, host: Host) -> Iterator[Finding]:
    """Judge each unit of ours as systemd has put it together, drop-ins too, by what is asked of its role alone."""
    for role, unit in UNITS.items():
        if role in host.roles or (role == "steward" and "chat" in host.roles):
            done = machine.on(["systemctl", "cat", "--", unit])
            text = None if done.returncode else done.stdout
            narrowed = replace(host, roles=(role,))
            yield from _judge("systemd", text, guideline, site, narrowed, f"{host.name}:{unit}")


def _judge(
    target: str, text: str | None, guideline: Guideline, site: Site, host: Host, file: str = ""
) -> list[Finding]:
    """Judge one file; one that isn't there or can't be read is a finding too."""
    file = file or f"{host.name}:{target}"
    if text is None:
        return [_missing(target, file, host, guideline, "rehearsal.file-missing")]
    try:
        found = judge(target, text, file, guideline, site=site, host=host)
    except SourceError:
        return [_missing(target, file, host, guideline, "rehearsal.file-unreadable")]
    return [one._replace(subject=host.name) for one in found]


def _missing(target: str, file: str, host: Host, guideline: Guideline, say: str) -> Finding:
    clause, args = described_clause(guideline), {"target": target, "host": host.name}
    return Finding(f"{target}/file", clause, "error", Place(file), say, args, subject=host.name)


def _has(target: str, host: Host) -> bool:
    roles = roles_of(target)
    return not roles or bool(set(roles) & set(host.roles))


def _kernel(machine: Machine, site: Site) -> str | None:
    del site
    done = machine.on(RULES)
    return None if done.returncode else done.stdout


def _homeserver(machine: Machine, site: Site) -> str | None:
    return _file(machine, str(site.paths.config / "homeserver.yaml"))


def _sshd(machine: Machine, site: Site) -> str | None:
    del site
    return _file(machine, "/etc/ssh/sshd_config")


def _nginx(machine: Machine, site: Site) -> str | None:
    del site
    return _file(machine, "/etc/nginx/nginx.conf")


def _database(machine: Machine, site: Site) -> str | None:
    """Return both files in one text: no line of one can be taken for a line of the other."""
    del site
    folder = "/etc/postgresql/15/main"
    parts = [_file(machine, f"{folder}/{name}") for name in ("postgresql.conf", "pg_hba.conf")]
    return None if None in parts else "\n".join(part for part in parts if part is not None)


def _file(machine: Machine, path: str) -> str | None:
    done = machine.on(["cat", path])
    return None if done.returncode else done.stdout


_READERS: Mapping[str, Callable[[Machine, Site], str | None]] = {
    "nftables": _kernel,
    "nginx": _nginx,
    "postgresql": _database,
    "sshd": _sshd,
    "synapse": _homeserver,
}
"""How each target's truth is read from a live host."""

"""pyinfra deploys to the rehearsed hosts by SSH, from the operator's machine of their zone, as in production."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from guideline.network import Flow
from guideline.rehearsal.expect import SSH, may
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.places import Place
from guideline.rehearsal.running import RehearsalError, attempt
from guideline.rehearsal.world import World


@dataclass(frozen=True, slots=True)
class Applied:
    """What one apply did: operations that changed a host, by host; ``said`` is all that pyinfra printed."""

    changed: Mapping[str, tuple[str, ...]]
    failed: Mapping[str, tuple[str, ...]]
    operations: int
    said: str

    @property
    def changes(self) -> int:
        """How many operations changed a host."""
        return sum(map(len, self.changed.values()))


def apply(
    lab: Lab,
    flows: Sequence[Flow],
    deploys: Sequence[str],
    world: World,
    *,
    only: Sequence[str] = (),
    data: Mapping[str, str] | None = None,
) -> Applied:
    """Run deploys, one after the other, on the hosts of the lab (those ``only`` names), the zones side by side.

    Raises RehearsalError where nothing can be told of them.
    """
    crews = by_operator(lab, flows, only)
    inventory = inventory_of(lab)

    def one(crew: tuple[str, list[str]]) -> list[Applied]:
        options = [word for name in crew[1] for word in ("--limit", name)]
        options += [word for key, value in (data or {}).items() for word in ("--data", f"{key}={value}")]
        return [_run(lab, crew[0], [*options, str(inventory), name], world) for name in deploys]

    with ThreadPoolExecutor(max(1, len(crews))) as pool:
        parts = [part for crew in pool.map(one, crews.items()) for part in crew]
    names = [machine.name for machine in lab.machines]
    return Applied(
        {name: _joined(part.changed.get(name, ()) for part in parts) for name in names},
        {name: _joined(part.failed.get(name, ()) for part in parts) for name in names},
        sum(part.operations for part in parts),
        "".join(part.said for part in parts),
    )


def by_operator(lab: Lab, flows: Sequence[Flow], only: Sequence[str] = ()) -> dict[str, list[str]]:
    """Return from which place each host is maintained: one that the site's flows let in by SSH, its zone's first.

    Raises RehearsalError for a host that nobody can reach.
    """
    found: dict[str, list[str]] = {}
    operators = {host.name for host in lab.site.with_role("operator")}
    ordered = sorted(lab.places, key=lambda place: (place.name not in operators, not place.host))
    for machine in lab.machines:
        ways = [place for place in ordered if _reaches(flows, place, machine.place)]
        nearest = sorted(ways, key=lambda place: place.zone != machine.place.zone)
        if not nearest:
            raise RehearsalError("rehearsal.no-operator", host=machine.name)
        if not only or machine.name in only:
            found.setdefault(nearest[0].name, []).append(machine.name)
    return found


def _reaches(flows: Sequence[Flow], source: Place, target: Place) -> bool:
    if source == target:
        return True
    return any(
        may(flows, s, target.addresses[0], SSH) for s in source.addresses if s.version == target.addresses[0].version
    )


def _run(lab: Lab, operator: str, options: Sequence[str], world: World) -> Applied:
    access = [
        "--ssh-user",
        "root",
        "--ssh-key",
        str(lab.key),
        "--data",
        f"ssh_known_hosts_file={lab.known_hosts}",
        "--data",
        "ssh_strict_host_key_checking=yes",
    ]
    # Every command is printed: a secret that were an argument would show, and judge_leaks looks.
    # pyinfra leaves its notes of a crash in the folder it runs in: that of the rehearsal, which goes with it.
    command = [
        *lab.at(operator, lab.box.folder),
        world.python,
        "-m",
        "pyinfra",
        "-y",
        "-vvv",
        "--json",
        *access,
        *options,
    ]
    done = attempt(command, environment={**world.environment, "PYTHONPATH": str(world.checkout)})
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        said = " / ".join(line.strip() for line in done.stderr.splitlines()[-6:] if line.strip())
        raise RehearsalError("rehearsal.apply-untold", place=operator, said=said) from error
    return _read(told, done.stdout + done.stderr)


def _read(told: Mapping[str, object], said: str) -> Applied:
    results = told.get("results")
    if not isinstance(results, dict):
        raise RehearsalError("rehearsal.apply-untold", place="pyinfra", said=said[-300:])
    changed: dict[str, list[str]] = {}
    failed: dict[str, list[str]] = {host: [] for host in results.get("failed_hosts", [])}
    for operation in results["operations"]:
        for table, hosts in ((changed, operation["success"]), (failed, operation["error"])):
            for host in hosts:
                table.setdefault(host, []).append(operation["name"])
    # A host that failed before any operation (no connection, a fact) has no operation to name.
    unnamed = {host: tuple(names) or ("-",) for host, names in failed.items()}
    return Applied({h: tuple(n) for h, n in changed.items()}, unnamed, int(results["totals"]["hosts"]), said)


def _joined(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for part in parts for name in part)


def inventory_of(lab: Lab) -> Path:
    """Return the site's file for pyinfra: the one beside its folder, or one like it where there is none."""
    folder = lab.site.folder.resolve()
    beside = folder.parent / f"{folder.name}.py"
    if beside.is_file():
        return beside
    made = lab.box.folder / f"{folder.name}.py"
    made.write_text(_INVENTORY.format(folder=str(folder)), encoding="utf-8")
    return made


_INVENTORY = """from datetime import date
from pathlib import Path

from deploys.inventory import hosts_of, roles_of

_folder = Path({folder!r})
all = hosts_of(_folder, date.today())
globals().update(roles_of(_folder))
"""

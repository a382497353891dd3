"""Applies that are struck down one after the other, each at another spot, on the way to the first whole one."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from guideline.rehearsal import DEPLOYS, Lab, Machine, World
from guideline.rehearsal.machines import await_up, boot
from tests.deploys.strikes import Strike

DRIVER = Path(__file__).with_name("spot.py")
PATIENCE = 240.0

SECRETS = """cd /; for f in etc/guideline/secrets/* var/backups/guideline/password var/backups/guideline/key \\
etc/ssh/ssh_host_*_key; do [ ! -f "$f" ] || sha256sum "$f"; done"""


@dataclass
class Struck:
    """One apply that was struck down: ``where`` says how far its command was when it happened."""

    strike: Strike
    where: str
    secrets: Mapping[str, Mapping[str, str]]


def march(
    here: Lab, strikes: Sequence[Strike], world: World, data: Mapping[str, str], hosts: Sequence[str]
) -> tuple[Lab, list[Struck]]:
    """Start applies until each strike has had one: at which spot it comes to first, an apply is struck down.

    Return the lab with the hosts that were booted again.
    """
    told, left = [], list(strikes)
    while left:
        index, where = _until_a_spot(here, left, world, data, hosts, len(told))
        if index is None:
            told += [Struck(one, where, {}) for one in left]
            break
        one = left.pop(index)
        if one.host_too:
            here = again(here, one.host, world)
        told.append(Struck(one, where, {name: secrets_of(here.machine(name)) for name in hosts}))
    return here, told


def secrets_of(machine: Machine) -> dict[str, str]:
    """Return the digests of the secrets that are in place on a host."""
    lines = machine.on(["sh", "-c", SECRETS]).stdout.splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def _until_a_spot(
    here: Lab, left: Sequence[Strike], world: World, data: Mapping[str, str], hosts: Sequence[str], number: int
) -> tuple[int | None, str]:
    """Apply, end it at the first spot that it comes to, and return which one that was and how far its command."""
    access = ["--ssh-user", "root", "--ssh-key", str(here.key), "--data", f"ssh_known_hosts_file={here.known_hosts}"]
    given = [word for key, value in data.items() for word in ("--data", f"{key}={value}")]
    limits = [word for name in hosts for word in ("--limit", name)]
    mark, said = here.box.folder / f"spot-{number}", here.box.folder / f"spot-{number}.log"
    spots = json.dumps([[one.host, one.operation, one.command, one.seconds] for one in left])
    command = [*here.at("operator-1", here.box.folder), world.python, str(DRIVER), str(mark), spots, "-y"]
    with said.open("wb") as log:
        child = subprocess.Popen(
            [*command, *access, *given, *limits, str(world.checkout / "inventory" / "kakuu.py"), *DEPLOYS],
            env={**world.environment, "PYTHONPATH": str(world.checkout)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            for _ in range(int(PATIENCE / 0.02)):
                if child.poll() is not None or mark.exists():
                    break
                time.sleep(0.02)
            index, _, how = mark.read_text("ascii").partition(" ") if mark.exists() else ("", "", "")
            if index and left[int(index)].host_too:
                os.kill(here.machine(left[int(index)].host).leader, 9)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, 9)
            child.wait()
    if not index:
        return None, f"never: {said.read_text('utf-8', 'replace')[-1500:]}"
    return int(index), how


def again(here: Lab, name: str, world: World) -> Lab:
    """Boot a host that was ended without a word."""
    old = here.machine(name)
    # systemd-nspawn keeps the host's files locked until it has seen its end.
    while old.alive or _nspawns(old):
        time.sleep(0.05)
    new = boot(here.box, old.place, world.sleep)
    await_up(new, world.sleep)
    return replace(here, machines=tuple(new if machine == old else machine for machine in here.machines))


def _nspawns(machine: Machine) -> bool:
    mark = f"--directory={machine.folder}/root".encode()
    return any(mark in words for words in map(_words, Path("/proc").glob("[0-9]*/cmdline")))


def _words(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\0")
    except OSError:
        return []

"""Applies that are struck down one after the other, each at a later spot, on the way to the first whole one."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from guideline.rehearsal import Lab, Machine, World
from guideline.rehearsal.machines import await_up, boot
from tests.deploys.strikes import Strike

DRIVER = Path(__file__).with_name("spot.py")
PATIENCE = 240.0

SECRETS = """cd /; for f in etc/guideline/secrets/* var/backups/guideline/password var/backups/guideline/key \\
etc/ssh/ssh_host_*_key; do [ ! -f "$f" ] || sha256sum "$f"; done"""

BARE = """export DEBIAN_FRONTEND=noninteractive
[ ! -x /usr/bin/pg_lsclusters ] || pg_lsclusters -h | while read v n _; do pg_dropcluster --stop "$v" "$n"; done
there=$(dpkg-query -W -f '${Package} ${db:Status-Status}\\n' %s 2>/dev/null | awk '$2 == "installed" {print $1}')
[ -z "$there" ] || apt-get purge -y -q --autoremove $there 1>&2
rm -rf /opt/guideline /etc/nginx /etc/postgresql /etc/postgresql-common /var/lib/postgresql /etc/unbound /etc/tinyproxy
rm -rf /var/lib/apt/lists/*"""
"""Takes away what the image carries of what the deploys install, so that they install it."""

CARRIED = (
    "chrony nginx-light nginx-common restic tinyproxy tinyproxy-bin unbound "
    "postgresql postgresql-15 postgresql-common postgresql-client-common python3-venv python3-psycopg2"
)


@dataclass
class Struck:
    """One apply that was struck down: ``where`` says how far its command was when it happened."""

    strike: Strike
    where: str
    secrets: Mapping[str, Mapping[str, str]]


def bare(machines: Iterable[Machine]) -> None:
    """Take what the deploys install from hosts that were just booted."""

    def one(machine: Machine) -> None:
        done = machine.on(["bash", "-c", BARE % CARRIED])
        assert done.returncode == 0, done.stderr[-800:]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, machines))


def march(
    here: Lab, strikes: Sequence[Strike], world: World, data: Mapping[str, str], hosts: Sequence[str]
) -> tuple[Lab, list[Struck]]:
    """Start an apply for each strike and strike it there; return the lab with the hosts that were booted again."""
    told = []
    for number, one in enumerate(strikes):
        where = _until_the_spot(here, one, world, data, hosts, number)
        if one.host_too and not where.startswith("never"):
            here = again(here, one.host, world)
        told.append(Struck(one, where, {name: secrets_of(here.machine(name)) for name in hosts}))
    return here, told


def secrets_of(machine: Machine) -> dict[str, str]:
    """Return the digests of the secrets that are in place on a host."""
    lines = machine.on(["sh", "-c", SECRETS]).stdout.splitlines()
    return {path: digest for digest, path in (line.split(maxsplit=1) for line in lines)}


def _until_the_spot(
    here: Lab, one: Strike, world: World, data: Mapping[str, str], hosts: Sequence[str], number: int
) -> str:
    access = ["--ssh-user", "root", "--ssh-key", str(here.key), "--data", f"ssh_known_hosts_file={here.known_hosts}"]
    given = [word for key, value in data.items() for word in ("--data", f"{key}={value}")]
    limits = [word for name in hosts for word in ("--limit", name)]
    mark, said = here.box.folder / f"spot-{number}", here.box.folder / f"spot-{number}.log"
    spot = [str(DRIVER), str(mark), one.host, one.operation, str(one.command), str(one.seconds)]
    command = [*here.at("operator-1", here.box.folder), world.python, *spot, "-y", *access, *given, *limits]
    with said.open("wb") as log:
        child = subprocess.Popen(
            [*command, str(world.checkout / "inventory" / "kakuu.py"), "deploys.whole.whole_site"],
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
            if one.host_too and mark.exists():
                os.kill(here.machine(one.host).leader, 9)
        finally:
            if child.poll() is None:
                os.killpg(child.pid, 9)
            child.wait()
    return mark.read_text("ascii") if mark.exists() else f"never: {said.read_text('utf-8', 'replace')[-1500:]}"


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

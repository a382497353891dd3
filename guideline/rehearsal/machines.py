"""Throw-away hosts: overlays of the image that systemd-nspawn boots, each with its own systemd and sshd."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from guideline.rehearsal.box import Box, group
from guideline.rehearsal.places import Place
from guideline.rehearsal.running import RehearsalError, attempt, run
from guideline.rehearsal.wiring import bridge
from guideline.rehearsal.world import Sleep

_A = TypeVar("_A")

_BOOT = 60.0
_STEP = 0.1
_HOST_KEY = "etc/ssh/ssh_host_ed25519_key"
_HALT = getattr(signal, "SIGRTMIN") + 4  # noqa: B009 - made at run time: type checkers on other systems don't know it


@dataclass(frozen=True, slots=True)
class Machine:
    """A booted host: ``leader`` is its first process, ``root`` its files as the box sees them."""

    place: Place
    folder: Path
    leader: int

    @property
    def name(self) -> str:
        """The host's name."""
        return self.place.name

    @property
    def network(self) -> Path:
        """The path of its network."""
        return Path(f"/proc/{self.leader}/ns/net")

    @property
    def alive(self) -> bool:
        """Whether its first process still runs."""
        return Path(f"/proc/{self.leader}/ns/net").exists()

    def on(self, command: list[str], feed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program on the host itself, past SSH and packet filters: for looking and for breaking things."""
        return attempt(["nsenter", "-t", str(self.leader), "-a", "--", *command], feed=feed, patience=120)


def lay(box: Box, image: Path, place: Place, network: str, key: str) -> Path:
    """Mount a host's overlay, give it its name, addresses, host key and operator, and return its root from here."""
    folder = box.folder / "hosts" / place.name
    for name in ("upper", "work", "root"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    layers = f"lowerdir={image},upperdir={folder}/upper,workdir={folder}/work"
    box.inside(["mount", "-t", "overlay", "overlay", "-o", layers, f"{folder}/root"])
    root = _root(box, place)
    _put(root / "etc/hostname", f"{place.name}\n")
    _put(root / "etc/hosts", f"127.0.0.1 localhost\n::1 localhost\n127.0.1.1 {place.name}\n")
    _put(root / "etc/systemd/network/10-site.network", network)
    (root / "root/.ssh").mkdir(mode=0o700, exist_ok=True)
    _put(root / "root/.ssh/authorized_keys", key, 0o600)
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", place.name, "-f", root / _HOST_KEY])
    return root


def _root(box: Box, place: Place) -> Path:
    """Return a host's files, which only the box has mounted, as they are seen from outside it."""
    return Path(f"/proc/{box.keeper}/root{box.folder}/hosts/{place.name}/root")


def host_key(box: Box, place: Place) -> str:
    """Return a host's public key."""
    return " ".join((_root(box, place) / f"{_HOST_KEY}.pub").read_text("ascii").split()[:2])


def boot(box: Box, place: Place, sleep: Sleep) -> Machine:
    """Boot a laid host and return it once its systemd is up. Raises RehearsalError."""
    folder = box.folder / "hosts" / place.name
    trees = group(box.folder, place.name)
    spawn = [
        *box.enter(),
        "systemd-nspawn",
        "--quiet",
        "--register=no",
        "--keep-unit",
        "--boot",
        f"--machine={place.name}",
        f"--directory={folder}/root",
        f"--network-bridge={bridge(place.zone)}",
        "--link-journal=no",
        "--resolv-conf=off",
        "--timezone=off",
        "--console=pipe",
    ]
    joins = "".join(f'echo $$ > "{tree}/cgroup.procs"; ' for tree in trees)
    with (folder / "console").open("wb") as console:
        child = subprocess.Popen(
            ["sh", "-c", f'{joins}exec "$@"', "sh", *spawn],
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            start_new_session=True,
        )
    box.children.append(child)
    leader = _until(lambda: _leader(child.pid) if child.poll() is None else -1, sleep)
    if leader is None or leader < 0:
        said = _last(folder / "console") or f"systemd-nspawn: {child.poll()}"
        raise RehearsalError("rehearsal.no-boot", host=place.name, said=said)
    return Machine(place, folder, leader)


def await_up(machine: Machine, sleep: Sleep) -> None:
    """Return once a host's systemd has started everything. Raises RehearsalError."""
    said = _until(lambda: _running(machine), sleep)
    if said is None or not machine.alive:
        raise RehearsalError("rehearsal.no-boot", host=machine.name, said=_last(machine.folder / "console"))


def halt(machines: list[Machine], sleep: Sleep, seconds: float = 10.0) -> None:
    """Ask hosts to shut down and wait for them; those that don't are ended with the box."""
    for machine in machines:
        if machine.alive:
            os.kill(machine.leader, _HALT)
    for _ in range(int(seconds / _STEP)):
        if not any(machine.alive for machine in machines):
            return
        sleep(_STEP)


def find(box: Box, place: Place) -> Machine | None:
    """Return a host that was booted before and still runs, known by its control group and its name."""
    for tree in group(box.folder, place.name):
        for procs in tree.rglob("init.scope/cgroup.procs"):
            for pid in procs.read_text("ascii").split():
                name = Path(f"/proc/{pid}/root/etc/hostname")
                if name.is_file() and name.read_text("utf-8").strip() == place.name:
                    return Machine(place, box.folder / "hosts" / place.name, int(pid))
    return None


def _put(path: Path, text: str, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def _leader(pid: int) -> int | None:
    """Return the first process of the host that an nsenter, its child systemd-nspawn, its child, has booted."""
    for step in (_children(pid), [g for c in _children(pid) for g in _children(c)]):
        for child in step:
            if _comm(child) == "systemd" and Path(f"/proc/{child}/root/etc/hostname").exists():
                return child
    return None


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def _comm(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text("utf-8").strip()
    except OSError:
        return ""


def _running(machine: Machine) -> str | None:
    said = machine.on(["systemctl", "is-system-running"]).stdout.strip()
    return said if re.fullmatch("running|degraded", said) or not machine.alive else None


def _until(question: Callable[[], _A | None], sleep: Sleep) -> _A | None:
    for _ in range(int(_BOOT / _STEP)):
        answer = question()
        if answer is not None:
            return answer
        sleep(_STEP)
    return None


def _last(console: Path) -> str:
    lines = console.read_text("utf-8", "replace").splitlines() if console.exists() else []
    return " / ".join(line.strip() for line in lines[-4:])

"""A site's hosts on this machine, with its own addresses, from nothing to nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp

from guideline.rehearsal.box import Box, end
from guideline.rehearsal.image import build_image, drop_drafts, using_image
from guideline.rehearsal.machines import Machine, await_up, boot, find, halt, host_key, lay
from guideline.rehearsal.places import Place, place_of, positions_of
from guideline.rehearsal.running import RehearsalError, run
from guideline.rehearsal.wiring import netns, network_file, wire
from guideline.rehearsal.world import Sleep, World
from guideline.site import Site
from guideline.source.turns import take, turn


@dataclass(frozen=True, slots=True)
class Lab:
    """Booted hosts of a site, and the other places from which it can be reached."""

    site: Site
    box: Box
    machines: tuple[Machine, ...]
    positions: tuple[Place, ...]

    @property
    def key(self) -> Path:
        """The operator's private key."""
        return self.box.folder / "operator"

    @property
    def known_hosts(self) -> Path:
        """The hosts' public keys, by address, as an operator would have noted them."""
        return self.box.folder / "known_hosts"

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place from which probes start: hosts, then positions."""
        return (*(m.place for m in self.machines), *self.positions)

    def machine(self, name: str) -> Machine:
        """Return the host of this name. Raises KeyError."""
        for machine in self.machines:
            if machine.name == name:
                return machine
        raise KeyError(name)

    def network(self, name: str) -> Path:
        """Return the path of a place's network. Raises KeyError."""
        for place in self.positions:
            if place.name == name:
                return self.box.network(netns(place))
        return self.machine(name).network

    def at(self, name: str, folder: Path = Path("/")) -> list[str]:
        """Return the words before a command that run it in a place's network, with this machine's files."""
        return self.box.enter(self.network(name), folder)


@contextmanager
def lab(site: Site, world: World, *, only: Iterable[str] = (), keep: bool = False) -> Iterator[Lab]:
    """Boot a site's hosts and give them; take everything down at the end, but with ``keep``.

    ``only`` are names of hosts or zones to which to keep. Raises RehearsalError.
    """
    ready(site)
    hosts = chosen(site, only)
    with using_image(world, site) as (image, used):
        folder, running = _folder(world.state, site)
        try:
            box = Box.open(folder, world.sleep, keep=keep, holds=[used])
            try:
                yield _boot(site, box, image, hosts, world)
            finally:
                if not keep:
                    standing = [found for host in site.hosts if (found := find(box, place_of(host)))]
                    halt(standing, world.sleep, seconds=5.0)
                    box.close(world.sleep)
        finally:
            os.close(running)


def kept(site: Site, state: Path) -> Lab | None:
    """Return the lab that an earlier run has kept for this site, if it still stands."""
    for folder in sorted((state / "labs").glob(f"{_plain(site.id)}-*")):
        box = Box.standing(folder)
        if box is not None and _site_of(folder) == str(site.folder.absolute()):
            machines = tuple(m for host in site.hosts if (m := find(box, place_of(host))))
            if machines:
                return Lab(site, box, machines, positions_of(site))
    return None


def replaced(here: Lab, name: str, world: World) -> Lab:
    """Throw a host's disk away and boot a new one in its place, empty as the first was. Raises RehearsalError."""
    old = here.machine(name)
    halt([old], world.sleep)
    here.box.inside(["umount", "--lazy", str(old.folder / "root")])
    for folder in ("upper", "work", "root"):
        shutil.rmtree(old.folder / folder)
    public = here.key.with_suffix(".pub").read_text("ascii")
    lay(here.box, build_image(world, here.site), old.place, network_file(here.site, old.place), public)
    new = boot(here.box, old.place, world.sleep)
    await_up(new, world.sleep)
    lab_ = replace(here, machines=tuple(new if machine == old else machine for machine in here.machines))
    _note_keys(lab_)
    return lab_


def clean(state: Path, sleep: Sleep) -> list[str]:
    """End every rehearsal under ``state``, crashed or kept, and return their names; one at work is not touched.

    Raises RehearsalError.
    """
    ended = []
    with turn(state.absolute() / ".labs.lock"):
        for folder in sorted(path for path in _labs(state).glob("*") if path.is_dir()):
            held = take(folder / _LOCK, wait=False)
            if held is not None:
                os.close(held)
                end(folder, sleep)
                ended.append(folder.name)
    drop_drafts(state)
    return ended


def chosen(site: Site, only: Iterable[str]) -> tuple[Place, ...]:
    """Return the hosts that ``only`` names by host or by zone; all for none. Raises RehearsalError."""
    names = set(only)
    unknown = names - {h.name for h in site.hosts} - {h.zone for h in site.hosts}
    if unknown:
        known = ", ".join([*dict.fromkeys(h.zone for h in site.hosts), *(h.name for h in site.hosts)])
        raise RehearsalError("rehearsal.no-such-host", name=min(unknown), known=known)
    return tuple(place_of(h) for h in site.hosts if not names or {h.name, h.zone} & names)


def ready(site: Site) -> None:
    """Raise RehearsalError where this machine or this site can't be rehearsed at all."""
    if os.geteuid():
        raise RehearsalError("rehearsal.not-root")
    if any(host.loopback for host in site.hosts):
        raise RehearsalError("rehearsal.on-loopback", site=site.id)
    programs = ("mmdebstrap", "systemd-nspawn", "nsenter", "unshare", "setpriv", "ip", "nft", "ssh-keygen")
    _make_room(len(site.hosts))
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        raise RehearsalError("rehearsal.program-missing", program=", ".join(missing))


def _make_room(hosts: int) -> None:
    """Let the kernel watch files for that many systemds: its own bound, for a whole machine, is some 14 hosts."""
    bound, wanted = Path("/proc/sys/fs/inotify/max_user_instances"), 256 + 16 * hosts
    if int(bound.read_text("ascii")) < wanted:
        bound.write_text(f"{wanted}\n", encoding="ascii")


def _boot(site: Site, box: Box, image: Path, hosts: Sequence[Place], world: World) -> Lab:
    positions = positions_of(site)
    world.tell("rehearsal.boot")
    wire(box, site, positions)
    key = box.folder / "operator"
    run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "rehearsal", "-f", key])
    public = key.with_suffix(".pub").read_text("ascii")
    for place in hosts:
        lay(box, image, place, network_file(site, place), public)
    machines = tuple(boot(box, place, world.sleep) for place in hosts)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda machine: await_up(machine, world.sleep), machines))
    here = Lab(site, box, machines, positions)
    _note_keys(here)
    return here


def _note_keys(here: Lab) -> None:
    places = [machine.place for machine in here.machines]
    lines = [f"{address} {host_key(here.box, place)}" for place in places for address in place.addresses]
    here.known_hosts.write_text("\n".join(lines) + "\n", encoding="ascii")


_LOCK = ".lock"
"""Held, in a rehearsal's folder, by the process that is at work on it."""


def _labs(state: Path) -> Path:
    return state.absolute() / "labs"


def _folder(state: Path, site: Site) -> tuple[Path, int]:
    """Make the folder of a new rehearsal, of a name that no other has, and hold its lock."""
    labs = _labs(state)
    labs.mkdir(parents=True, exist_ok=True)
    with turn(state.absolute() / ".labs.lock"):
        folder = Path(mkdtemp(prefix=f"{_plain(site.id)}-", dir=labs))
        running = take(folder / _LOCK)
    assert running is not None
    told = {"site": str(site.folder.absolute()), "pid": os.getpid()}
    (folder / "lab.json").write_text(json.dumps(told) + "\n", "utf-8")
    return folder, running


def _site_of(folder: Path) -> str:
    """Return the folder of the site that a rehearsal is of: sites' names may begin alike."""
    told = folder / "lab.json"
    return str(json.loads(told.read_text("utf-8"))["site"]) if told.exists() else ""


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", text)[:40]

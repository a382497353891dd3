"""The Debian 12 image of which every host is an overlay: built once, named by what it holds."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from guideline.rehearsal.running import run
from guideline.rehearsal.world import World
from guideline.site import Site
from guideline.source.turns import prune, take, use_of

BASE: tuple[str, ...] = ("dbus", "iproute2", "openssh-server", "python3", "systemd", "systemd-sysv")
"""The least Debian that boots, lets the operator in by SSH and runs what pyinfra sends: the rest comes from mirrors."""

_EXPORTERS = ("prometheus-node-exporter", "prometheus-postgres-exporter")
SLEEPING: tuple[str, ...] = ("nginx", "postgresql", "unbound", "tinyproxy", "chrony", *_EXPORTERS)
"""Services that only a deploy may start, where the image has them at all."""

_KEPT = 2
"""How many images besides the one in use stay."""

_UNWANTED = (
    "systemd-networkd-wait-online.service",
    "systemd-timesyncd.service",
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
)


def held_by(site: Site) -> tuple[str, ...]:
    """Return what the image of a site holds: the least, or all it installs where a zone of its has no mirror."""
    from deploys.pack import packages_of

    mirrored = {host.zone for host in site.with_role("mirror")}
    bare = {host.zone for host in site.hosts} - mirrored
    return tuple(sorted({*BASE, *(packages_of(site) if bare else ())}))


def image_key(packages: tuple[str, ...]) -> str:
    """Return the name of the image: what it holds, and how it is prepared."""
    from deploys.debian import SUITE

    recipe = (SUITE, *packages, *SLEEPING, *_UNWANTED, "6")
    return hashlib.sha256("\n".join(recipe).encode()).hexdigest()[:12]


def build_image(world: World, site: Site) -> Path:
    """Return the image's folder, building it where it is missing: about a minute, 0.3 GB. Raises RehearsalError.

    Two that need it at once build it once: the second waits. Images that nobody uses go, but the newest few.
    """
    with using_image(world, site) as (image, _):
        return image


@contextmanager
def using_image(world: World, site: Site) -> Iterator[tuple[Path, int]]:
    """Give the image's folder and a descriptor: nobody takes the image away while a process has that open.

    Raises RehearsalError.
    """
    images = world.state.absolute() / "image"
    packages = held_by(site)
    wanted = images / image_key(packages)
    held = take(images / ".lock", wait=False)
    if held is None:
        world.tell("rehearsal.image-waits")
        held = take(images / ".lock")
    assert held is not None
    try:
        if not wanted.is_dir():
            world.tell("rehearsal.image")
            _build(images, wanted, packages, world)
        used = take(use_of(wanted), shared=True)
        assert used is not None
        os.utime(use_of(wanted))
        prune(images, wanted, _KEPT)
    finally:
        os.close(held)
    try:
        yield wanted, used
    finally:
        os.close(used)


def _build(images: Path, wanted: Path, packages: tuple[str, ...], world: World) -> None:
    """Build under a name that nobody takes for an image, and give it its own once it is whole."""
    from deploys.debian import SUITE, sources_of

    draft = Path(mkdtemp(prefix=f".{wanted.name}.", dir=images))
    try:
        draft.chmod(0o755)
        options = ("--variant=minbase", "--format=directory", "--quiet", '--aptopt=APT::Install-Recommends "false"')
        run(["mmdebstrap", *options, f"--include={','.join(packages)}", SUITE, draft, "-"], feed=sources_of(world.apt))
        _prepare(draft)
        draft.rename(wanted)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def drop_drafts(state: Path) -> None:
    """Remove what builds that were killed have left; one that is at work is not touched."""
    images = state / "image"
    if not images.is_dir():
        return
    held = take(images / ".lock", wait=False)
    if held is not None:
        for draft in (path for path in images.glob(".*.*") if path.is_dir()):
            shutil.rmtree(draft, ignore_errors=True)
        os.close(held)


def _prepare(root: Path) -> None:
    """Take away what a host must have of its own, and what would reach for a network by itself."""
    for key in (root / "etc/ssh").glob("ssh_host_*"):
        key.unlink()
    (root / "etc/apt/sources.list").unlink(missing_ok=True)
    shutil.rmtree(root / "etc/apt/sources.list.d", ignore_errors=True)
    for name in ("machine-id", "resolv.conf", "hostname"):
        (root / "etc" / name).unlink(missing_ok=True)
        (root / "etc" / name).write_text("", encoding="utf-8")
    there = [unit for unit in SLEEPING if (root / f"lib/systemd/system/{unit}.service").exists()]
    if there:
        run(["systemctl", f"--root={root}", "--quiet", "disable", *there])
    run(["systemctl", f"--root={root}", "--quiet", "mask", *_UNWANTED])
    run(["systemctl", f"--root={root}", "--quiet", "enable", "systemd-networkd.service", "ssh.service"])
    run(["systemctl", f"--root={root}", "--quiet", "set-default", "multi-user.target"])
    # What dpkg writes on a host that lives for minutes needn't survive a power cut.
    (root / "etc/dpkg/dpkg.cfg.d/rehearsal").write_text("force-unsafe-io\n", encoding="utf-8")
    # The journal of a host that lives for minutes needs no disk.
    drop_in = root / "etc/systemd/journald.conf.d/rehearsal.conf"
    drop_in.parent.mkdir(parents=True, exist_ok=True)
    drop_in.write_text("[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\n", encoding="utf-8")

"""The Debian 12 image of which every host is an overlay: built once, named by what it holds."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from guideline.rehearsal.carry import environment, requirements_key
from guideline.rehearsal.running import RehearsalError, run
from guideline.rehearsal.turns import take
from guideline.rehearsal.world import World

SUITE = "bookworm"

BASE: tuple[str, ...] = (
    "ca-certificates",
    "dbus",
    "iproute2",
    "nftables",
    "openssh-server",
    "procps",
    "python3",
    "sudo",
    "systemd",
    "systemd-sysv",
    "tzdata",
)
"""What a freshly installed server has: it boots, filters packets and lets the operator in by SSH."""

MIRRORED: tuple[str, ...] = (
    "age",
    "chrony",
    "curl",
    "logrotate",
    "nginx-light",
    "openssh-client",
    "openssl",
    "postgresql",
    "python3-psycopg2",
    "python3-venv",
    "restic",
    "rsync",
    "tinyproxy",
    "unbound",
)
"""What a host would install from its site's mirror; the image carries it until the offline pack does."""

SLEEPING: tuple[str, ...] = ("chrony", "nginx", "postgresql", "unbound", "logrotate.timer", "tinyproxy")
"""Services of MIRRORED, which only a deploy may start."""

_UNWANTED = (
    "systemd-networkd-wait-online.service",
    "systemd-timesyncd.service",
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
)


def image_key(requirements: Path) -> str:
    """Return the name of the image: what it holds, and how ``build_image`` prepares it."""
    recipe = (SUITE, *sorted((*BASE, *MIRRORED)), *SLEEPING, *_UNWANTED, requirements_key(requirements), "5")
    return hashlib.sha256("\n".join(recipe).encode()).hexdigest()[:12]


def build_image(world: World) -> Path:
    """Return the image's folder, building it where it is missing: about two minutes, 0.9 GB. Raises RehearsalError.

    Two that need it at once build it once: the second waits. Images that nobody uses go, but the newest few.
    """
    with using_image(world) as (image, _):
        return image


@contextmanager
def using_image(world: World) -> Iterator[tuple[Path, int]]:
    """Give the image's folder and a descriptor: nobody takes the image away while a process has that open.

    Raises RehearsalError.
    """
    images = world.state.absolute() / "image"
    wanted = images / image_key(world.requirements)
    held = take(images / ".lock", wait=False)
    if held is None:
        world.tell("rehearsal.image-waits")
        held = take(images / ".lock")
    assert held is not None
    try:
        if not wanted.is_dir():
            world.tell("rehearsal.image")
            _build(images, wanted, world)
        used = take(_use(wanted), shared=True)
        assert used is not None
        os.utime(_use(wanted))
        prune(images, wanted)
    finally:
        os.close(held)
    try:
        yield wanted, used
    finally:
        os.close(used)


def _build(images: Path, wanted: Path, world: World) -> None:
    """Build under a name that nobody takes for an image, and give it its own once it is whole."""
    draft = Path(mkdtemp(prefix=f".{wanted.name}.", dir=images))
    try:
        draft.chmod(0o755)
        packages = ",".join((*BASE, *MIRRORED))
        options = ("--variant=minbase", "--format=directory", "--quiet", '--aptopt=APT::Install-Recommends "false"')
        run(["mmdebstrap", *options, f"--include={packages}", SUITE, draft, "-"], feed=sources_of(world.apt))
        _prepare(draft)
        environment(world.state.absolute(), draft, world.requirements, world.python, world.environment)
        draft.rename(wanted)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def prune(images: Path, wanted: Path, keep: int = 2) -> list[str]:
    """Remove images that nobody uses, but ``wanted`` and the ``keep`` used last, and return their names."""
    others = [path for path in images.iterdir() if path.is_dir() and not path.name.startswith(".") and path != wanted]
    gone = []
    for path in sorted(others, key=_used_last, reverse=True)[keep:]:
        if path.is_symlink():
            continue  # another state's, which is minded there
        held = take(_use(path), wait=False)
        if held is not None:
            shutil.rmtree(path, ignore_errors=True)
            _use(path).unlink(missing_ok=True)
            os.close(held)
            gone.append(path.name)
    return gone


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


def _use(image: Path) -> Path:
    """Return the lock that everyone holds who uses an image, wherever the image really lies."""
    real = image.resolve()
    return real.parent / f".{real.name}.use"


def _used_last(image: Path) -> float:
    note = _use(image)
    return (note if note.exists() else image).stat().st_mtime


def sources_of(apt: Path) -> str:
    """Return those of the machine's own package sources that offer Debian 12. Raises RehearsalError."""
    found = []
    for file in sorted((apt / "sources.list.d").glob("*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text("utf-8")):
            if re.search(rf"^Suites:.*\b{SUITE}\b", stanza, re.MULTILINE) and _main(stanza):
                found += _one_lines(stanza)
    for file in (apt / "sources.list", *sorted((apt / "sources.list.d").glob("*.list"))):
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        found += [line for line in lines if re.match(rf"deb\s.*\s{SUITE}(-updates|-security)?\s.*\bmain\b", line)]
    if not found:
        raise RehearsalError("rehearsal.no-sources", suite=SUITE, folder=apt)
    return "\n".join(dict.fromkeys(found)) + "\n"


def _main(stanza: str) -> bool:
    return "deb" in _field(stanza, "Types") and "main" in _field(stanza, "Components")


def _field(stanza: str, name: str) -> list[str]:
    found = re.search(rf"^{name}:(.*)$", stanza, re.MULTILINE)
    return found.group(1).split() if found else []


def _one_lines(stanza: str) -> list[str]:
    key = _field(stanza, "Signed-By")
    option = f"[signed-by={key[0]}] " if key and key[0].startswith("/") else ""
    return [f"deb {option}{uri} {suite} main" for uri in _field(stanza, "URIs") for suite in _field(stanza, "Suites")]


def _prepare(root: Path) -> None:
    """Take away what a host must have of its own, and what would reach for a network by itself."""
    for key in (root / "etc/ssh").glob("ssh_host_*"):
        key.unlink()
    (root / "etc/apt/sources.list").unlink(missing_ok=True)
    shutil.rmtree(root / "etc/apt/sources.list.d", ignore_errors=True)
    for name in ("machine-id", "resolv.conf", "hostname"):
        (root / "etc" / name).unlink(missing_ok=True)
        (root / "etc" / name).write_text("", encoding="utf-8")
    run(["systemctl", f"--root={root}", "--quiet", "disable", *SLEEPING])
    run(["systemctl", f"--root={root}", "--quiet", "mask", *_UNWANTED])
    run(["systemctl", f"--root={root}", "--quiet", "enable", "systemd-networkd.service", "ssh.service"])
    run(["systemctl", f"--root={root}", "--quiet", "set-default", "multi-user.target"])
    # The journal of a host that lives for minutes needs no disk.
    drop_in = root / "etc/systemd/journald.conf.d/rehearsal.conf"
    drop_in.parent.mkdir(parents=True, exist_ok=True)
    drop_in.write_text("[Journal]\nStorage=volatile\nRuntimeMaxUse=16M\n", encoding="utf-8")

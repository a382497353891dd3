"""What the image carries until the site's mirror serves it: Synapse's environment, and the kit itself."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from guideline.rehearsal.running import RehearsalError, run

HOME = Path("opt/guideline")
"""Where a host's own Python environment lies, below its root."""

PACKAGES = HOME / "lib/python3.11/site-packages"

_FOR_THE_HOST = ("--python-version=3.11", "--implementation=cp", "--abi=cp311", "--abi=abi3", "--abi=none")


def requirements_key(requirements: Path) -> str:
    """Return what names the environment of these pinned requirements."""
    return hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]


def environment(state: Path, root: Path, requirements: Path, python: str, variables: Mapping[str, str]) -> None:
    """Make the environment below ``root`` from wheels whose hashes are pinned. Raises RehearsalError.

    The wheels are fetched on this machine, once; nothing below ``root`` reaches for a network.
    """
    wheels = state / "wheels" / requirements_key(requirements)
    if not wheels.is_dir():
        draft = wheels.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        options = ("--quiet", "--require-hashes", "--only-binary=:all:", *_FOR_THE_HOST)
        run([python, "-m", "pip", "download", *options, "-d", draft, "-r", requirements], environment=variables)
        draft.rename(wheels)
    inside = root / "wheels"
    try:
        shutil.copytree(wheels, inside)
        shutil.copy(requirements, inside / "requirements.txt")
        run(["chroot", root, "/usr/bin/python3", "-m", "venv", "--system-site-packages", f"/{HOME}"], environment=_BARE)
        offline = ("--quiet", "--no-index", "--find-links=/wheels")
        pins = ("--require-hashes", "-r", "/wheels/requirements.txt")
        run(["chroot", root, f"/{HOME}/bin/python", "-m", "pip", "install", *offline, *pins], environment=_BARE)
    finally:
        shutil.rmtree(inside, ignore_errors=True)


def kit(checkout: Path, folder: Path, python: str, variables: Mapping[str, str]) -> Path:
    """Build the kit's wheel from a checkout into ``folder`` and return it. Raises RehearsalError."""
    # It ends with us, however we end: it would write into the folder of a rehearsal that was cleaned up.
    build: list[str | Path] = [
        "setpriv",
        "--pdeathsig",
        "KILL",
        python,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        folder,
    ]
    run(build, cwd=checkout, environment=variables)
    built = sorted(folder.glob("guideline-*.whl"))
    if not built:
        raise RehearsalError("rehearsal.no-kit", folder=checkout)
    return built[-1]


def install_kit(wheel: Path, root: Path) -> None:
    """Unpack the kit's wheel into the environment below ``root``."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(root / PACKAGES)


_BARE = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}

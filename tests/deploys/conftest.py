"""A pack, and the internet zone of 架空市 on rehearsed hosts: deployed once, after runs that were killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 20)
HOSTS = ("store-1", "db-1", "chat-1", "edge-1", "keep-1")
SIGNER = "pack@kakuu.example"


@pytest.fixture(scope="session")
def pack() -> Path:
    """Return a signed pack of debs, wheels and this checkout; what was fetched before is kept."""
    from deploys.pack import fetch_debs, seal, with_kit

    folder = ROOT / ".state" / "test-pack"
    keys = ROOT / ".state" / "test-pack-keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.environ.get("GNUPGHOME")
    os.environ["GNUPGHOME"] = str(keys)
    try:
        if not (keys / "pubring.kbx").exists():
            make = [
                "gpg",
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--quick-gen-key",
                SIGNER,
                "ed25519",
                "sign",
                "never",
            ]
            subprocess.run(make, check=True, capture_output=True)
        fetch_debs(folder)
        wheels = folder / "wheels"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        pins = ["--require-hashes", "--only-binary", ":all:", "-r", "requirements/run.txt", "-d", str(wheels)]
        subprocess.run([*pip, *pins], cwd=ROOT, check=True, capture_output=True)
        for old in wheels.glob("guideline-*.whl"):
            old.unlink()
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
        subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
        kit = next(wheels.glob("guideline-*.whl"))
        pinned = with_kit((ROOT / "requirements/run.txt").read_text("utf-8"), kit)
        (folder / "requirements.txt").write_text(pinned, encoding="utf-8")
        seal(folder, SIGNER, datetime.now(UTC))
    finally:
        os.environ.pop("GNUPGHOME")
        if before is not None:
            os.environ["GNUPGHOME"] = before
    return folder


@dataclass
class Zone:
    """The hosts of a zone as they stand, and how to bring more to them."""

    lab: object
    run: object
    first: object
    killed: int


@pytest.fixture(scope="session")
def zone(pack, tmp_path_factory) -> Iterator[Zone]:
    from guideline.network import allowed_flows
    from guideline.rehearsal import World, apply, lab
    from guideline.site import bundle_of, find_site, load_site

    site = load_site(find_site("kakuu"))
    flows = allowed_flows(site, bundle_of(site).at(DAY))
    world = World(
        state=ROOT / ".state" / "rehearsal",
        checkout=ROOT,
        python=sys.executable,
        environment=dict(os.environ),
        sleep=time.sleep,
        clock=time.monotonic,
        tell=lambda key: None,
    )
    with lab(site, world, only=(*HOSTS, "operator-1")) as here:
        data = {"as_of": DAY.isoformat(), "pack": str(pack), "root": str(here.box.folder / "operator-root")}

        def run(*deploys: str, only: tuple[str, ...] = HOSTS):
            return apply(here, flows, deploys or ("deploys.whole.whole_site",), world, only=only, data=data)

        killed = sum(_killed(here, world, data, seconds) for seconds in (4, 9, 15, 22, 30))
        yield Zone(here, run, run(), killed)


def _killed(here, world, data: dict[str, str], seconds: float) -> bool:
    """Start an apply and end it without a word after so many seconds; tell whether it was still at work."""
    access = ["--ssh-user", "root", "--ssh-key", str(here.key), "--data", f"ssh_known_hosts_file={here.known_hosts}"]
    given = [word for key, value in data.items() for word in ("--data", f"{key}={value}")]
    limits = [word for name in HOSTS for word in ("--limit", name)]
    command = [*here.at("operator-1", here.box.folder), world.python, "-m", "pyinfra", "-y", *access, *given, *limits]
    child = subprocess.Popen(
        [*command, str(ROOT / "inventory" / "kakuu.py"), "deploys.whole.whole_site"],
        env={**world.environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        child.wait()
        return True
    return False

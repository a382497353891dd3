"""A pack, and the internet zone of 架空市 on rehearsed hosts: deployed once in peace, once after many killed runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from guideline.network import allowed_flows
from guideline.rehearsal import Applied, Lab, World, apply, lab
from guideline.site import bundle_of, find_site, load_site
from tests.deploys.march import Struck, bare, march, secrets_of
from tests.deploys.picture import picture
from tests.deploys.strikes import STRIKES, Strike

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

    lab: Lab
    run: Callable[..., Applied]
    first: Applied
    struck: Sequence[Struck]
    seen: Mapping[str, Mapping[str, str]]
    """What stood on the hosts after the first whole apply."""
    kept: Mapping[str, Mapping[str, str]]
    """The digests of their secrets then."""
    again: Applied


@pytest.fixture(scope="session")
def world() -> World:
    return World(
        state=ROOT / ".state" / "rehearsal",
        checkout=ROOT,
        python=sys.executable,
        environment=dict(os.environ),
        sleep=time.sleep,
        clock=time.monotonic,
        tell=lambda key: None,
    )


@contextmanager
def deployed(world: World, pack: Path, strikes: Sequence[Strike] = ()) -> Iterator[Zone]:
    """Boot the zone's hosts without what the deploys install, strike applies down, and let one come to its end."""
    site = load_site(find_site("kakuu"))
    flows = allowed_flows(site, bundle_of(site).at(DAY))
    with lab(site, world, only=(*HOSTS, "operator-1")) as booted:
        data = {"as_of": DAY.isoformat(), "pack": str(pack), "root": str(booted.box.folder / "operator-root")}
        bare(machine for machine in booted.machines if machine.name in HOSTS)
        here, struck = march(booted, strikes, world, data, HOSTS)

        def run(*deploys: str, only: tuple[str, ...] = HOSTS) -> Applied:
            return apply(here, flows, deploys or ("deploys.whole.whole_site",), world, only=only, data=data)

        first = run()
        kept = {name: secrets_of(here.machine(name)) for name in HOSTS}
        yield Zone(here, run, first, struck, pictures(here), kept, run())


@pytest.fixture(scope="session")
def calm(world, pack) -> Mapping[str, Mapping[str, str]]:
    """Return what stands on the hosts after one apply that nothing has troubled."""
    with deployed(world, pack) as stands:
        assert not any(stands.first.failed.values()), stands.first.said[-3000:]
        return stands.seen


@pytest.fixture(scope="session")
def zone(world, pack) -> Iterator[Zone]:
    with deployed(world, pack, STRIKES) as stands:
        yield stands


def pictures(here: Lab) -> dict[str, dict[str, str]]:
    def on(name: str) -> Callable[[str], str]:
        def run(line: str) -> str:
            done = here.machine(name).on(["bash", "-c", line])
            assert done.returncode == 0, done.stderr[-800:]
            return done.stdout

        return run

    return {name: picture(on(name)) for name in HOSTS}

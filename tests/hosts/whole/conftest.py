"""The whole site of 架空市 on throw-away hosts: deployed once a session, for what needs every service."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import pytest

from guideline.rehearsal import DEPLOYS, Applied, Lab, World, apply, lab, packed
from guideline.site import Site, find_site, load_site
from tests.deploys.client import digest, tarball
from tests.rehearsal.conftest import flows, guideline, handed, table, world

__all__ = ["flows", "guideline", "handed", "table", "world"]


@dataclass
class Whole:
    """The hosts as they stand after an apply, how to apply again, and a shell on a host past its filters."""

    lab: Lab
    first: Applied
    run: Callable[..., Applied]

    def on(self, host: str, line: str, feed: str | None = None) -> str:
        """Run a line of shell on a host and return what it printed; it must succeed."""
        done = self.lab.machine(host).on(["bash", "-c", line], feed)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def zone(self, name: str) -> Lab:
        """Return the lab with the hosts of one zone alone."""
        return replace(self.lab, machines=tuple(m for m in self.lab.machines if m.place.zone == name))


CANARY = "Y2FuYXJ5"
"""Every secret planted before the first apply begins with it: deploys keep a secret that is there."""


def canary(host: str, name: str) -> str:
    """Return a secret that no other shares a part with, but for its beginning."""
    return CANARY + sha256(f"{host} {name}".encode()).hexdigest()


def plant(here: Lab) -> None:
    """Put secrets of our own where the deploys would make theirs."""
    for machine in here.machines:
        roles = here.site.host(machine.name).roles
        files = {}
        if "chat" in roles:
            server = here.site.with_role("database", machine.place.zone)[0]
            folder = "/etc/guideline/secrets"
            files |= {
                f"{folder}/{name}": canary(machine.name, name)
                for name in ("macaroon", "form", "registration", "steward")
            }
            # 32 bytes in base64 without padding end in a digit of four bits.
            files[f"{folder}/signing.key"] = f"ed25519 a_cnry {canary(machine.name, 'signing')[:42]}A"
            password = canary(machine.name, "database")
            files[f"{folder}/database.pgpass"] = f"{server.addresses[0]}:5432:synapse:synapse:{password}"
        if "backup" in roles:
            files["/var/backups/guideline/password"] = canary(machine.name, "backup")
        for path, text in files.items():
            line = 'umask 077; mkdir -p "${1%/*}" && cat > "$1"'
            assert machine.on(["sh", "-c", line, "sh", path], f"{text}\n").returncode == 0


def well(address: str) -> str:
    """Return the line of shell that waits for a chat server, with nothing but what every host has."""
    ask = "/usr/bin/python3 -I -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=5)'"
    tried = f"{ask} http://{address}:8008/health 2>/dev/null"
    return f"for i in $(seq 60); do {tried} && exit; sleep 0.5; done; exit 1"


@dataclass(frozen=True)
class Kept:
    """What the operator has besides: the identity that opens what is sealed, and for whom it is sealed."""

    identity: str
    recipient: str


@pytest.fixture(scope="session")
def operator(tmp_path_factory) -> Kept:
    path = tmp_path_factory.mktemp("operator") / "identity"
    subprocess.run(["age-keygen", "-o", path], check=True, capture_output=True)
    text = path.read_text("ascii")
    return Kept(text, re.findall("age1[0-9a-z]+", text)[0])


@pytest.fixture(scope="session")
def site(tmp_path_factory, operator: Kept) -> Site:
    """架空市 with all that a site may have: the stand-in of a web client, and the internet zone's authority sealed."""
    folder = tmp_path_factory.mktemp("site") / "kakuu"
    shutil.copytree(find_site("kakuu"), folder)
    data = tarball()
    (folder / "client.tar.gz").write_bytes(data)
    more = (
        f"web_client: {{file: client.tar.gz, sha256: {digest(data)}}}\n"
        f"secrets: {{internet: {{recipients: [{operator.recipient}], identity: identity.txt}}}}\n"
    )
    file = folder / "site.yaml"
    text = file.read_text("utf-8").replace("model: alpha\n", f"model: alpha\n{more}", 1)
    for name in ("kakuu.example", "kakuu.internal"):
        line = f"    public_name: chat.{name}\n"
        text = text.replace(line, f"{line}    client_name: app.{name}\n", 1)
    file.write_text(text, encoding="utf-8")
    return load_site(folder)


@pytest.fixture(scope="session")
def whole(site: Site, operator: Kept, flows, world: World, handed) -> Iterator[Whole]:
    with packed(site, world) as carried, lab(site, world) as here:
        data = {**handed, **carried, "root": str(here.box.folder / "operator-root")}

        def run(*deploys: str, only: tuple[str, ...] = ()) -> Applied:
            return apply(stood.lab, flows, deploys or DEPLOYS, world, only=only, data=data)

        plant(here)
        root = here.box.folder / "operator-root"
        root.mkdir(exist_ok=True)
        (root / "identity.txt").touch(0o600)
        (root / "identity.txt").write_text(operator.identity, encoding="ascii")
        stood = Whole(here, Applied({}, {}, 0, ""), run)
        stood.first = run()
        assert not any(stood.first.failed.values()), stood.first.said[-3000:]
        yield stood

"""The clauses on networks and servers, the kit's sites, and the programs that read what we write."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.model import Guideline
from guideline.site import Site, find_site, load_site
from guideline.source import packaged

# Debian keeps these where an ordinary user's PATH doesn't look.
SEARCH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
PROGRAMS = ("nft", "nginx")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that run Debian's own programs: they belong to the tier that installs them."""
    for item in items:
        if set(PROGRAMS) & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.programs)


@pytest.fixture(scope="session")
def guideline(tmp_path_factory: pytest.TempPathFactory) -> Guideline:
    """Return the reference's clauses on networks and servers, and no others."""
    folder = tmp_path_factory.mktemp("bundle") / "reference"
    (folder / "clauses").mkdir(parents=True)
    reference = packaged("policies") / "reference"
    shutil.copy(reference / "bundle.yaml", folder)
    for name in ("50-network.yaml", "60-server.yaml", "62-server-files.yaml"):
        shutil.copy(reference / "clauses" / name, folder / "clauses")
    return load_bundle(folder).at(date(2026, 10, 1))


@pytest.fixture(scope="session")
def reference() -> Guideline:
    """Return the whole baseline, as `guideline validate` takes it by default."""
    return load_bundle("reference").at(date(2026, 10, 1))


@pytest.fixture(scope="session")
def kakuu() -> Site:
    return load_site(find_site("kakuu"))


@pytest.fixture(scope="session")
def embedded() -> Site:
    return load_site(find_site("embedded"))


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def nft() -> Run:
    """Return a runner of shell lines in a user and network namespace of their own: no root, no trace."""
    assert shutil.which("nft", path=SEARCH), "needs Debian's nftables: apt-get install nftables"

    def run(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": SEARCH}
        command = ["unshare", "--map-root-user", "--net", "sh", "-c", line]
        return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def nginx() -> str:
    found = shutil.which("nginx", path=SEARCH)
    assert found, "needs Debian's nginx: apt-get install nginx-light"
    return found

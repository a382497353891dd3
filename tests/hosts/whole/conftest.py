"""The whole site of 架空市 on throw-away hosts: deployed once a session, for what needs every service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from guideline.rehearsal import DEPLOYS, Applied, Lab, World, apply, lab
from guideline.site import Site, find_site, load_site
from tests.rehearsal.conftest import flows, guideline, handed, world

__all__ = ["flows", "guideline", "handed", "world"]


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


@pytest.fixture(scope="session")
def site() -> Site:
    return load_site(find_site("kakuu"))


@pytest.fixture(scope="session")
def whole(site: Site, flows, world: World, handed) -> Iterator[Whole]:
    with lab(site, world) as here:
        data = {**handed, "root": str(here.box.folder / "operator-root")}

        def run(*, only: tuple[str, ...] = ()) -> Applied:
            return apply(here, flows, DEPLOYS, world, only=only, data=data)

        first = run()
        assert not any(first.failed.values()), first.said[-3000:]
        yield Whole(here, first, run)

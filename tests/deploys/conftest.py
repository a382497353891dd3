"""A pack, and the internet zone of 架空市 on rehearsed hosts: deployed once in peace, once after many killed runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from guideline.network import allowed_flows
from guideline.rehearsal import Applied, Lab, World, apply, lab, packed
from guideline.site import bundle_of, find_site, load_site
from tests.deploys.march import Struck, march, secrets_of
from tests.deploys.picture import picture
from tests.deploys.strikes import STRIKES, Strike
from tests.rehearsal.conftest import DAY, table, world

__all__ = ["DAY", "table", "world"]
HOSTS = ("store-1", "db-1", "chat-1", "edge-1", "keep-1")


@pytest.fixture(scope="session")
def pack(world) -> Iterator[dict[str, str]]:
    """Give the data of a signed pack of debs, wheels and this checkout; what was fetched before is kept."""
    with packed(load_site(find_site("kakuu")), world) as data:
        yield data


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


@contextmanager
def deployed(world: World, pack: Mapping[str, str], strikes: Sequence[Strike] = ()) -> Iterator[Zone]:
    """Boot the zone's hosts, strike applies down, and let one come to its end."""
    site = load_site(find_site("kakuu"))
    flows = allowed_flows(site, bundle_of(site).at(DAY))
    with lab(site, world, only=(*HOSTS, "operator-1")) as booted:
        data = {"as_of": DAY.isoformat(), **pack, "root": str(booted.box.folder / "operator-root")}
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


@pytest.fixture
def on(zone: Zone) -> Callable[..., str]:
    """Return a runner of shell lines on a host, past SSH and packet filters; it returns what they print."""

    def run(host: str, line: str, feed: str | None = None) -> str:
        done = zone.lab.machine(host).on(["bash", "-c", line], feed)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    return run


def pictures(here: Lab) -> dict[str, dict[str, str]]:
    def on(name: str) -> Callable[[str], str]:
        def run(line: str) -> str:
            done = here.machine(name).on(["bash", "-c", line])
            assert done.returncode == 0, done.stderr[-800:]
            return done.stdout

        return run

    return {name: picture(on(name)) for name in HOSTS}

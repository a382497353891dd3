"""An apply that is struck down in the middle, operator or host, is made good by the next: as if nothing had been."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.deploys.conftest import HOSTS, deployed, pictures
from tests.deploys.picture import differences
from tests.deploys.strikes import STRIKES

pytestmark = pytest.mark.rehearsal


def test_the_table_has_twenty_kinds_of_spots_and_five_dead_hosts():
    spots = {(one.host, one.operation, one.command, one.host_too) for one in STRIKES}
    assert len(spots) == len(STRIKES)
    assert len({one.operation for one in STRIKES}) >= 20
    assert sum(one.host_too for one in STRIKES) >= 5


def converged(zone, calm) -> None:
    """Assert that the hosts stand as if nobody had been struck, and that nothing is left to do."""
    assert not any(zone.first.failed.values()), zone.first.said[-3000:]
    assert {one.strike: one.where for one in zone.struck if one.where.startswith("never")} == {}
    assert {name: found for name in HOSTS if (found := differences(calm[name], zone.seen[name]))} == {}
    for one in zone.struck:
        for name, held in one.secrets.items():
            assert held.items() <= zone.kept[name].items(), (one.strike, name)
    assert (zone.again.changes, dict(zone.again.failed)) == (0, dict.fromkeys(zone.again.failed, ()))


def test_after_all_of_them_in_turn_the_next_apply_converges(calm, zone, world):
    figures = world.state / "killed.json"
    figures.unlink(missing_ok=True)
    converged(zone, calm)
    figures.write_text(json.dumps(told(zone), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def told(zone) -> dict[str, Any]:
    """Return what the report of figures tells of it."""
    secrets = {(name, path) for one in zone.struck for name, held in one.secrets.items() for path in held}
    return {
        "hosts": list(HOSTS),
        "struck": [{**asdict(one.strike), "where": one.where} for one in zone.struck],
        "compared": sum(len(zone.seen[name]) for name in HOSTS),
        "secrets": len(secrets),
        "changes": zone.first.changes,
        "again": zone.again.changes,
    }


def test_a_file_left_behind_would_be_seen(zone):
    machine = zone.lab.machine("keep-1")
    before = pictures(zone.lab)["keep-1"]
    machine.on(["sh", "-c", "cp -p /var/backups/guideline/password /var/backups/guideline/.password.draft"])
    after = pictures(zone.lab)["keep-1"]
    assert list(differences(before, after)) == ["/var/backups/guideline/.password.draft"]
    machine.on(["rm", "/var/backups/guideline/.password.draft"])


@pytest.mark.proof
@pytest.mark.parametrize("strike", STRIKES, ids=lambda one: f"{one.host} {one.operation}{' (host)' * one.host_too}")
def test_each_of_them_alone_is_made_good_by_the_next_apply(world, pack, calm, strike):
    with deployed(world, pack, [strike]) as stands:
        converged(stands, calm)

"""Live hosts judged by the guideline: what is opened on one that runs its services turns a named check red."""

from __future__ import annotations

import shlex
from dataclasses import replace

import pytest

from guideline.rehearsal import verify
from guideline.site import bundle_of
from tests.deploys.conftest import DAY
from tests.deploys.opened import OPENED

pytestmark = pytest.mark.rehearsal

ROWS = "opened.json"


@pytest.fixture
def look(zone):
    """Return a function that judges one live host and returns the clause by the rule it found broken."""
    guideline = bundle_of(zone.lab.site).at(DAY)

    def run(host):
        only = replace(zone.lab, machines=(zone.lab.machine(host),))
        return {(one.rule, one.clause) for one in verify(only, guideline)}

    return run


@pytest.mark.parametrize("case", OPENED, ids=lambda case: case.name)
def test_what_is_opened_turns_its_check_red(zone, look, table, case):
    file, machine = shlex.quote(case.file), zone.lab.machine(case.host)
    edit = f"cp -p {file} /root/kept && sed -i {shlex.quote(case.edit)} {file} && ! cmp -s /root/kept {file}"
    done = machine.on(["sh", "-c", edit])
    try:
        assert done.returncode == 0, done.stderr
        found = look(case.host)
    finally:
        machine.on(["mv", "/root/kept", case.file])
    table.append(
        {"broken": case.name, "by": "judge", "host": case.host, "rule": case.rule, "caught": sorted(map(list, found))}
    )
    assert {clause for rule, clause in found if rule == case.rule} - {""}
    assert look(case.host) == set()

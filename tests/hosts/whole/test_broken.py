"""Hosts that run every service can fail: each thing broken turns its named check red, and is well again after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guideline.rehearsal import judge_standing, verify
from tests.hosts.whole.broken import WHOLE

pytestmark = pytest.mark.rehearsal

ROWS = "whole.json"


@pytest.fixture
def look(whole, flows, guideline):
    """Return a function that judges one live host and returns the clause by the rule it found broken."""

    def run(host):
        only = replace(whole.lab, machines=(whole.lab.machine(host),))
        # A monitor looks at the other hosts of its zone as well.
        seen = whole.lab if "monitor" in whole.lab.site.host(host).roles else only
        found = verify(only, guideline) + judge_standing(seen, flows, guideline)
        return {(one.rule, one.clause) for one in found if one.subject == host}

    return run


@pytest.mark.parametrize("host", ["edge-1", "chat-2", "db-1", "db-2", "store-1", "store-2", "keep-2", "operator-2"])
def test_a_host_that_is_as_it_should_be_is_clean(look, host):
    assert look(host) == set()


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_what_is_broken_turns_its_check_red(whole, look, table, case):
    try:
        whole.on(case.host, case.how)
        found = look(case.host)
    finally:
        whole.on(case.host, case.undo)
    table.append(
        {"broken": case.name, "by": "judge", "host": case.host, "rule": case.rule, "caught": sorted(map(list, found))}
    )
    assert {clause for rule, clause in found if rule == case.rule} - {""}
    assert look(case.host) == set()

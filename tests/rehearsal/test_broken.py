"""The rehearsal can fail: each thing that is broken turns its named check red, and is well again after."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from guideline.network import allowed_flows
from guideline.network import judge as judge_paths
from guideline.rehearsal import (
    apply,
    judge_standing,
    of_applies,
    of_probe,
    probe,
    probe_datagrams,
    probe_echoes,
    verify,
)
from guideline.site import Peer, SiteFlow
from tests.rehearsal.broken import BROKEN
from tests.rehearsal.conftest import GROUND, GROUND_HOLDS

pytestmark = pytest.mark.rehearsal

ROWS = "broken.json"

PROBES = {"packets": probe, "datagrams": probe_datagrams, "echoes": probe_echoes}


@pytest.fixture
def look(stage, guideline, flows, world, handed):
    """Return a function that looks with one of the checks and returns the (rule, clause) it found."""
    here = stage.lab

    def run(case):
        only = replace(here, machines=tuple(m for m in here.machines if m.name == case.host))
        if case.by == "judge":
            found = verify(only, guideline, GROUND_HOLDS) + judge_standing(only, flows, guideline)
        elif case.by in PROBES:
            found = of_probe(PROBES[case.by](here, flows, world, sources=case.sources), flows, guideline)
        else:
            done = apply(here, flows, GROUND, world, only=[case.host], data=handed)
            found = of_applies(done, guideline, again=True)
        return {(one.rule, one.clause) for one in found}

    return run


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.by}: {case.name}")
def test_each_thing_broken_turns_its_check_red(stage, look, table, case):
    machine = stage.lab.machine(case.host)
    done = machine.on(["sh", "-c", case.how])
    assert (done.returncode, done.stderr) == (0, "")
    try:
        found = look(case)
    finally:
        undone = machine.on(["sh", "-c", case.undo])
    assert undone.returncode == 0, undone.stderr
    table.append(
        {"broken": case.name, "by": case.by, "host": case.host, "rule": case.rule, "caught": sorted(map(list, found))}
    )
    assert {clause for rule, clause in found if rule == case.rule} - {""}
    assert look(case) == set()
    if case.by == "apply":
        # What is mended is well again to whoever only looks.
        assert look(replace(case, by="judge")) == set()


WHY = {"ja": "試験", "en": "a test"}


def flow(source, target, port):
    from guideline.bundle.model import Text

    return SiteFlow("wide", source, target, port, "tcp", (), Text(**WHY))


PATHS = [
    ("outside", "chat-2", "network/outside-to-admin"),
    ("edge-1", "chat-2", "network/internet-to-admin"),
    ("internet", "mynumber", "network/internet-to-mynumber"),
    ("outside", "10.50.0.0/24", "network/outside-to-mynumber"),
    ("chat-2", "outside", "network/admin-to-outside"),
    ("db-2", "chat-1", "network/admin-to-internet"),
    ("any", "chat-2", "network/outside-to-admin"),
]


@pytest.mark.parametrize("source, target, rule", PATHS)
def test_a_flow_widened_in_the_site_opens_a_path(site, guideline, table, source, target, rule):
    wide = replace(site, flows=(*site.flows, flow(source, target, 443)))
    found = {one.rule: one.clause for one in judge_paths(wide, guideline)}
    caught = sorted(map(list, found.items()))
    table.append(
        {"broken": f"a flow from {source} to {target}", "by": "model", "host": "", "rule": rule, "caught": caught}
    )
    assert found[rule] == "network.zones-apart"
    assert judge_paths(site, guideline) == []


def admin_too(site):
    """A second interface: the edge has an address in the admin zone as well."""
    both = replace(site.host("edge-1"), addresses=(*site.host("edge-1").addresses, ip_address("10.40.0.99")))
    return replace(site, hosts=tuple(both if h.name == "edge-1" else h for h in site.hosts))


SITES = [
    ("a peer more", lambda s: replace(s, peers=(*s.peers, Peer("chat.x.example", "internet", (ip_address("198.51.100.77"),)))), "network/federation-in"),
    ("a peer less", lambda s: replace(s, peers=s.peers[1:]), "nftables/only-flows"),
    ("a flow more", lambda s: replace(s, flows=(*s.flows, flow("operator", "edge", 9100))), "network/site-flow"),
    ("a flow less", lambda s: replace(s, flows=s.flows[:-1]), "nftables/only-flows"),
    ("terminals grown", lambda s: replace(s, zones={**s.zones, "admin": replace(s.zones["admin"], clients=(ip_network("10.40.0.0/24"),))}), "network/clients"),
    ("an address in a second zone", admin_too, "rehearsal/address"),
]  # fmt: skip


@pytest.mark.parametrize("name, change, rule", SITES, ids=lambda v: v if isinstance(v, str) else "")
def test_a_site_that_is_not_what_stands_there_is_seen(stage, guideline, table, name, change, rule):
    other = change(stage.lab.site)
    here = replace(stage.lab, site=other)
    places = {h.name: h.addresses for h in other.hosts}
    here = replace(
        here, machines=tuple(replace(m, place=replace(m.place, addresses=places[m.name])) for m in here.machines)
    )
    flows = allowed_flows(other, guideline)
    found = {
        (one.rule, one.clause) for one in verify(here, guideline, GROUND_HOLDS) + judge_standing(here, flows, guideline)
    }
    table.append({"broken": name, "by": "judge", "host": "every", "rule": rule, "caught": sorted(map(list, found))})
    assert {clause for found_rule, clause in found if found_rule == rule} - {""}

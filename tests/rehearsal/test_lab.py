"""Real hosts with the site's own addresses: deployed as in production, kept apart by their own packet filters alone."""

from __future__ import annotations

import json
import os

import pytest

from guideline.rehearsal import judge_standing, of_applies, of_probe, probe, probe_datagrams, probe_echoes, verify
from tests.rehearsal.conftest import GROUND_HOLDS

pytestmark = pytest.mark.rehearsal


def test_every_host_has_its_own_systemd_name_and_addresses(stage, site):
    for host in site.hosts:
        machine = stage.lab.machine(host.name)
        assert machine.on(["hostname"]).stdout.strip() == host.name
        assert machine.on(["cat", "/proc/1/comm"]).stdout.strip() == "systemd"
        shown = json.loads(machine.on(["ip", "-j", "address", "show", "dev", "host0"]).stdout)
        held = {info["local"] for info in shown[0]["addr_info"] if info["scope"] == "global"}
        assert held == {str(address) for address in host.addresses}


def test_no_cable_keeps_them_apart(stage, site):
    """Before any packet filter, everything reaches everything: what is stopped later was stopped by the hosts."""
    assert "filtered" not in stage.bare.answers
    assert "unreachable" not in stage.bare.answers
    assert stage.bare.tried > 1500
    assert len(stage.bare.differences) > stage.bare.tried * 0.9


def test_the_second_apply_changes_nothing_on_any_host(stage, site, guideline):
    assert {name for name, changed in stage.first.changed.items() if changed} == {host.name for host in site.hosts}
    assert of_applies(stage.first, guideline, again=False) == []
    assert of_applies(stage.second, guideline, again=True) == []


def test_the_kernels_answer_is_the_models_for_every_pair(stage, flows, guideline, world, capsys):
    seen = probe(stage.lab, flows, world)
    with capsys.disabled():
        print(  # noqa: T201 - the number tried is told
            f"\n{seen.tried} connections tried, {dict(seen.answers)}, {len(seen.differences)} differences"
        )
    assert of_probe(seen, flows, guideline) == []
    assert seen.tried == stage.bare.tried
    assert seen.answers["open"] + seen.answers["refused"] > 20


def test_no_cable_stops_datagrams(stage):
    """Before any packet filter every datagram arrives, so what is stopped later was stopped by the hosts."""
    assert stage.bare_datagrams.answers["filtered"] == 0
    assert stage.bare_datagrams.tried > 1500


def test_the_receivers_count_is_the_models_for_every_pair_in_udp(stage, flows, guideline, world, capsys):
    seen = probe_datagrams(stage.lab, flows, world)
    with capsys.disabled():
        print(f"\n{seen.tried} datagrams sent, {dict(seen.answers)}, {len(seen.differences)} differences")  # noqa: T201 - the number tried is told
    assert of_probe(seen, flows, guideline) == []
    assert seen.tried == stage.bare_datagrams.tried
    assert {53, 123} <= set(seen.ports)
    # From each database to the chat of its zone, in both families.
    assert seen.answers["arrived"] == 4


def test_no_cable_stops_echo_requests_and_every_filter_does(stage, flows, guideline, world, capsys):
    """No flow of any guideline is ICMP: where nothing filters all arrive, and then none."""
    assert stage.bare_echoes.answers["filtered"] == 0
    seen = probe_echoes(stage.lab, flows, world)
    with capsys.disabled():
        print(f"\n{seen.tried} echo requests sent, {dict(seen.answers)}, {len(seen.differences)} differences")  # noqa: T201 - the number tried is told
    assert of_probe(seen, flows, guideline) == []
    assert (seen.answers["arrived"], seen.tried) == (0, stage.bare_echoes.tried)
    assert {one.version for place in stage.lab.places for one in place.addresses} == {4, 6}
    assert seen.tried > 150


def test_counting_leaves_nothing_on_a_host(stage):
    for machine in stage.lab.machines:
        assert machine.on(["nft", "list", "tables"]).stdout.splitlines() == ["table inet guideline"]


def test_both_families_and_every_kind_of_place_were_tried(stage):
    places = {place.name for place in stage.lab.positions}
    assert {"outside", "terminal-internet", "machine-internet", "terminal-admin", "machine-admin"} <= places
    assert {"machine-mynumber", "chat.tonari.example", "chat.tonari.internal", "flow-desk"} <= places
    assert all(len(place.addresses) == 2 for place in stage.lab.positions if place.name != "flow-desk")


def test_live_hosts_hold_what_the_guideline_says(stage, guideline, flows):
    found = verify(stage.lab, guideline, GROUND_HOLDS) + judge_standing(stage.lab, flows, guideline)
    assert [(one.subject, one.rule, one.place.key) for one in found] == []


def test_a_host_that_lacks_its_configuration_is_told(stage, guideline):
    """The ground has no chat server on it: that is seen."""
    assert {(one.subject, one.rule) for one in verify(stage.lab, guideline, ("synapse",))} == {
        ("chat-1", "synapse/file"),
        ("chat-2", "synapse/file"),
    }


def test_the_operator_of_one_zone_reaches_no_host_of_another(stage, world):
    seen = {}
    for operator, target in (("operator-1", "chat-2"), ("operator-2", "chat-1"), ("operator-2", "chat-2")):
        address = str(stage.lab.machine(target).place.addresses[0])
        known = f"-oUserKnownHostsFile={stage.lab.known_hosts}"
        options = [
            known,
            "-oStrictHostKeyChecking=yes",
            "-oConnectTimeout=3",
            "-oBatchMode=yes",
            "-i",
            str(stage.lab.key),
        ]
        command = [*stage.lab.at(operator), "ssh", *options, f"root@{address}", "hostname"]
        seen[operator, target] = os.waitstatus_to_exitcode(os.system(" ".join(command) + " >/dev/null 2>&1"))
    assert seen == {("operator-1", "chat-2"): 255, ("operator-2", "chat-1"): 255, ("operator-2", "chat-2"): 0}

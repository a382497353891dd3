"""Flows join roles of one zone; what they name outright may cross."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from guideline.bundle.model import FlowControl
from guideline.network import allowed_flows, difference, overlap


def flow(source, target, port=443, **more):
    return FlowControl("network/test", "network.test", "error", source, target, port, **more)


def holds(networks, address):
    return any(ip_address(address) in network for network in networks)


@pytest.mark.parametrize(
    "control, ids",
    [
        (flow("edge", "chat"), {"network.test_internet", "network.test_admin"}),
        (flow("edge", "chat", zones=("admin",)), {"network.test_admin"}),
        (flow("edge", "chat", zones=("mynumber",)), set()),
        (flow("peer", "edge"), {"network.test_internet", "network.test_admin"}),
        (flow("internet", "admin"), {"network.test_everywhere"}),
        (flow("any", "mynumber"), {"network.test_everywhere"}),
        (flow("edge", "chat", verdict="deny"), set()),
    ],
)
def test_a_control_gives_a_flow_a_zone(kakuu, guideline_of, control, ids):
    own = {f"site.{f.id}_{zone}" for f in kakuu.flows for zone in ("internet", "admin")}
    assert {f.id for f in allowed_flows(kakuu, guideline_of([control]))} - own == ids


def test_a_flow_between_roles_never_crosses_a_zone(kakuu, guideline_of):
    for found in allowed_flows(kakuu, guideline_of([flow("edge", "chat"), flow("chat", "database")])):
        zones = {h.zone for h in kakuu.hosts for a in h.addresses if holds((*found.source, *found.target), str(a))}
        assert len(zones) == 1


def test_clients_are_terminals_and_where_said_everybody_outside(kakuu, guideline_of):
    by_id = {f.id: f for f in allowed_flows(kakuu, guideline_of([flow("client", "edge")]))}
    internet, admin = by_id["network.test_internet"].source, by_id["network.test_admin"].source
    assert holds(internet, "203.0.113.40")
    assert holds(internet, "192.0.2.1")
    assert not holds(internet, "10.40.0.200")
    assert not holds(internet, "10.90.0.10")
    assert not holds(internet, "203.0.113.21")
    assert holds(admin, "10.40.0.200")
    assert not holds(admin, "192.0.2.1")
    assert not holds(admin, "2001:db8:99::1")


def test_every_flow_has_both_families_and_an_id_of_its_own(kakuu, guideline_of):
    controls = [flow("client", "edge"), flow("peer", "edge", 8448), flow("chat", "peer")]
    named = [replace(control, rule=f"network/test-{index}") for index, control in enumerate(controls)]
    flows = allowed_flows(kakuu, guideline_of(named))
    assert len({f.id for f in flows}) == len(flows)
    for found in flows:
        assert {n.version for n in found.source} == {4, 6}


@pytest.mark.parametrize(
    "whole, minus, left",
    [
        (["10.0.0.0/8"], ["10.0.0.0/9"], ["10.128.0.0/9"]),
        (["10.0.0.0/30"], ["10.0.0.1/32"], ["10.0.0.0/32", "10.0.0.2/31"]),
        (["10.0.0.0/24"], ["10.0.0.0/8"], []),
        (["10.0.0.0/24"], ["2001:db8::/32"], ["10.0.0.0/24"]),
        (["2001:db8::/126"], ["2001:db8::1/128"], ["2001:db8::/128", "2001:db8::2/127"]),
        (["10.0.0.0/25", "10.0.0.128/25"], [], ["10.0.0.0/24"]),
    ],
)
def test_difference(whole, minus, left):
    networks = [ip_network(n) for n in whole], [ip_network(n) for n in minus]
    assert difference(*networks) == tuple(ip_network(n) for n in left)
    assert not overlap(difference(*networks), networks[1])

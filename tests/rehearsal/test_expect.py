"""What the model says of one packet, and which packets are tried."""

from __future__ import annotations

from ipaddress import ip_address as at

import pytest

from guideline.rehearsal import place_of, positions_of
from guideline.rehearsal.expect import UNUSED, leads, may, ports_of, tries

CASES = [
    ("192.0.2.9", "203.0.113.10", 443, True),
    ("192.0.2.9", "203.0.113.10", 8448, False),
    ("192.0.2.9", "203.0.113.20", 8008, False),
    ("192.0.2.9", "10.40.0.20", 443, False),
    ("198.51.100.10", "203.0.113.10", 8448, True),
    ("2001:db8:20::10", "2001:db8:10:0:f000::10", 8448, True),
    ("2001:db8:20::11", "2001:db8:10:0:f000::10", 8448, False),
    ("203.0.113.10", "203.0.113.20", 8008, True),
    ("203.0.113.5", "203.0.113.21", 22, True),
    ("203.0.113.5", "10.40.0.20", 22, False),
    ("10.40.0.129", "10.40.0.20", 443, True),
    ("10.40.0.30", "10.40.0.20", 443, False),
    ("10.40.0.193", "10.40.0.20", 9000, True),
    ("10.40.0.20", "192.0.2.9", 443, False),
    ("10.40.0.20", "203.0.113.20", 8448, False),
]


@pytest.mark.parametrize("source, target, port, allowed", CASES)
def test_the_model_answers_for_one_packet(flows, source, target, port, allowed):
    assert may(flows, at(source), at(target), port) is allowed
    assert not may(flows, at(source), at(target), port, "udp")


def test_the_model_tells_tcp_from_udp(flows):
    here = at("10.40.0.21"), at("10.40.0.20"), 123
    assert may(flows, *here, "udp")
    assert not may(flows, *here)
    assert ports_of(flows, "udp") == {123}


def test_a_flow_leads_somewhere_whoever_asks(flows):
    assert any(leads(flow, at("203.0.113.10"), 443) for flow in flows)
    assert not any(leads(flow, at("203.0.113.10"), 23) for flow in flows)


def test_every_pair_is_tried_in_both_directions_and_families(site, flows):
    places = [*map(place_of, site.hosts), *positions_of(site)]
    found = list(tries(places, {*ports_of(flows), *UNUSED}))
    ports = len({*ports_of(flows), *UNUSED})
    pairs = {(one.source.name, one.target.name) for one in found}
    hosts = {host.name for host in site.hosts}
    for source in places:
        for target in places:
            wanted = source != target and bool({source.name, target.name} & hosts)
            assert ((source.name, target.name) in pairs) is wanted
    both = [one for one in found if "flow-desk" not in (one.source.name, one.target.name)]
    assert len([one for one in both if one.address.version == 4]) == len(both) / 2
    assert len(found) % ports == 0
    assert len(found) == len(set(found))

"""No path leads where the guideline denies one; each way of opening one is found, with the path."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network

import pytest

from guideline.bundle.model import FlowControl, Text
from guideline.network import allowed_flows, judge, positions, reaches
from guideline.network.addresses import overlap
from guideline.site import SiteFlow
from guideline.words import say


def allow(source, target, port, **more):
    return FlowControl(f"network/{source}-{target}", "network.test", "error", source, target, port, **more)


def deny(source, target, port=None):
    return FlowControl(f"network/no-{source}-{target}", "network.test", "error", source, target, port, verdict="deny")


ALLOWED = [
    allow("client", "edge", 443),
    allow("edge", "chat", 8008),
    allow("chat", "database", 5432),
    allow("peer", "edge", 8448),
    allow("chat", "peer", 8448),
]
DENIED = [
    deny(source, target)
    for source, target in [
        ("outside", "admin"),
        ("internet", "admin"),
        ("outside", "mynumber"),
        ("internet", "mynumber"),
        ("admin", "internet"),
        ("admin", "outside"),
        ("admin", "mynumber"),
    ]
]


def site_flow(source, target, port=22, zones=()):
    return SiteFlow("extra", source, target, port, "tcp", zones, Text("試し"))


def test_the_site_of_the_kit_keeps_its_zones_apart(kakuu, guideline_of):
    assert judge(kakuu, guideline_of([*ALLOWED, *DENIED])) == []


@pytest.mark.parametrize(
    "source, target, hops",
    [
        ("outside", "edge-1", 1),
        ("outside", "chat-1", 2),
        ("outside", "db-1", 3),
        ("chat.tonari.example", "db-1", 3),
        ("operator-1", "db-1", 1),
        ("chat-1", "outside", 1),
        ("db-1", "store-1", 1),
        ("db-1", "operator-1", None),
        ("outside", "operator-1", None),
        ("outside", "chat-2", None),
        ("admin", "chat-1", None),
        ("chat-2", "chat.tonari.internal", 1),
    ],
)
def test_hops_are_counted(kakuu, guideline_of, source, target, hops):
    path = reaches(kakuu, allowed_flows(kakuu, guideline_of(ALLOWED)), source, target)
    assert (len(path) if path else None) == hops


def test_the_last_hop_can_be_held_to_a_port(kakuu, guideline_of):
    flows = allowed_flows(kakuu, guideline_of(ALLOWED))
    assert reaches(kakuu, flows, "outside", "db-1", 5432)
    assert reaches(kakuu, flows, "outside", "db-1", 8448) is None


# Each mutation of the site or of the flows that joins what must stay apart, and the end of the path it opens.
MUTATIONS = [
    (lambda s: replace(s, flows=(*s.flows, site_flow("chat-1", "chat-2"))), "chat-1 → chat-2:22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("edge-1", "admin"))), ":22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("internet", "db-2"))), "→ db-2:22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("0.0.0.0/0", "chat-2"))), "→ chat-2:22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("::/0", "db-2"))), "→ db-2:22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("10.0.0.0/8", "edge-1"))), "→ edge-1:22"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("db-2", "outside", 443))), "db-2 → chat.tonari.example:443"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("chat-2", "mynumber", 1521))), "→ mynumber:1521"),
    (lambda s: replace(s, flows=(*s.flows, site_flow("edge", "any", 443, ("internet",)))), ":443"),
    (lambda s: second_interface(s, "db-2", "203.0.113.33"), "db-2"),
    (lambda s: second_interface(s, "edge-1", "10.40.0.9"), "edge-1"),
    (lambda s: clients(s, "admin", "192.0.2.0/24"), "→ chat-2:443"),
    (lambda s: clients(s, "internet", "10.0.0.0/8"), "→ edge-1:443"),
]


def second_interface(site, name, address):
    hosts = [replace(h, addresses=(*h.addresses, ip_address(address))) if h.name == name else h for h in site.hosts]
    return replace(site, hosts=tuple(hosts))


def clients(site, zone, network):
    held = site.zones[zone]
    return replace(site, zones={**site.zones, zone: replace(held, clients=(*held.clients, ip_network(network)))})


@pytest.mark.parametrize("mutate, shown", MUTATIONS)
def test_each_way_of_joining_the_zones_is_found_with_its_path(kakuu, guideline_of, mutate, shown):
    found = judge(mutate(kakuu), guideline_of([*ALLOWED, *DENIED]))
    assert found
    assert any(shown in str(f.args["path"]) for f in found)
    for one in found:
        assert say("ja", one.say, **one.args)
        assert say("en", one.say, **one.args)
        assert (one.clause, one.severity) == ("network.test", "error")
        assert one.place.file.endswith("site.yaml")


def test_no_two_positions_share_an_address(kakuu):
    places = positions(kakuu)
    assert [p.name for i, p in enumerate(places) for other in places[:i] if overlap(p.networks, other.networks)] == []

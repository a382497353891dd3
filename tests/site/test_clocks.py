"""Every host takes the time from its zone's time host, or the site is refused, with the host's line."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from guideline.site import find_site, followed, load_site
from guideline.source import SourceError
from guideline.words import say

SITE = """\
schema: guideline-site/1
authority: {ja: 架空市}
bundle: kakuu
database: sqlite
time: {servers: {internet: [192.0.2.123]}}
zones:
  internet: {networks: [203.0.113.0/26]}
  admin: {networks: [10.40.0.0/24]}
hosts:
  - {name: store-1, zone: internet, roles: [names, time], addresses: [203.0.113.23]}
  - {name: edge-1, zone: internet, roles: [edge], addresses: [203.0.113.10, 203.0.113.11]}
  - {name: edge-2, zone: admin, roles: [edge], addresses: [10.40.0.10]}
flows:
  - {id: time, from: edge, to: time, port: 123, protocol: udp, why: 時刻}
  - {id: time-out, from: time, to: 192.0.2.0/24, port: 123, protocol: udp, zones: [internet], why: 時刻}
"""
TIME = "time: {servers: {internet: [192.0.2.123]}}"


def write(folder, text):
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


def test_hosts_follow_the_time_host_of_their_zone_and_that_follows_whom_the_site_names(tmp_path):
    site = load_site(write(tmp_path, SITE))
    by_name = {host.name: [str(a) for a in followed(site, host)] for host in site.hosts}
    assert by_name == {"store-1": ["192.0.2.123"], "edge-1": ["203.0.113.23"], "edge-2": []}


# What is changed, the problem, and a piece of the line that it points at.
BROKEN = [
    (TIME, "time: {servers: {admin: [192.0.2.123]}}", "site.time-alone", "servers"),
    (TIME, "time: {servers: {internet: [203.0.113.10]}}", "site.time-own", "servers"),
    (TIME, "time: {servers: {internet: [192.0.3.123]}}", "site.time-no-flow", "store-1"),
    (TIME, "time: {servers: {internet: [ntp.example]}}", "site.bad-address", "servers"),
    (TIME, "time: {server: {internet: [192.0.2.123]}}", "unknown-key", "time"),
    ("from: edge, to: time, port: 123", "from: edge, to: time, port: 124", "site.time-no-flow", "edge-1"),
    ("123, protocol: udp, why", "123, why", "site.time-no-flow", "edge-1"),
    ("from: edge, to: time", "from: edge, to: names, zones: [admin]", "site.time-no-flow", "edge-1"),
    ("from: edge, to: time", "from: chat, to: time", "site.time-no-flow", "edge-1"),
    ("from: time, to: 192.0.2.0/24", "from: time, to: 192.0.2.0/26", "site.time-no-flow", "store-1"),
]


@pytest.mark.parametrize("old, new, code, where", BROKEN)
def test_a_host_that_could_not_have_the_time_is_told(tmp_path, old, new, code, where):
    assert old in SITE
    text = SITE.replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        load_site(write(tmp_path, text))
    (problem,) = (p for p in caught.value.problems if p.code == code)
    assert where in text.splitlines()[problem.mark.line - 1]
    if code.startswith("site.time"):
        assert {say(lang, code, **problem.args) for lang in ("ja", "en")}


@pytest.mark.parametrize(
    "source, target",
    [
        ("edge-1", "store-1"),
        ("203.0.113.0/26", "time"),
        ("internet", "203.0.113.23"),
        ("any", "internet"),
        ("203.0.113.11", "names"),
    ],
)
def test_the_ends_of_the_flow_may_be_written_in_any_way(tmp_path, source, target):
    text = SITE.replace("from: edge, to: time", f"from: {source}, to: {target}", 1)
    assert load_site(write(tmp_path, text)).host("edge-1").roles == ("edge",)


@pytest.mark.parametrize("name", ["kakuu", "kakuu-pilot", "kakuu-one", "kakuu-ken"])
def test_in_the_sites_of_the_kit_every_host_has_whom_to_follow_in_its_own_zone(name):
    site = load_site(find_site(name))
    for host in site.hosts:
        if "time" not in host.roles:
            (address,) = followed(site, host)
            assert any(address in network for network in site.zones[host.zone].networks)
    if name == "kakuu":
        assert followed(site, site.host("store-1")) == (ip_address("192.0.2.123"),)
        assert followed(site, site.host("store-2")) == ()

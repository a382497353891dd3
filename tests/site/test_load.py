"""Sites are read as they are written, and everything wrong in one is told at once, with its place."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from guideline.site import find_site, load_site
from guideline.source import SourceError
from guideline.words import say

SITE = """\
schema: guideline-site/1
authority: {ja: 架空市}
bundle: kakuu
database: sqlite
zones:
  internet: {networks: [203.0.113.0/26], clients: [203.0.113.32/27, outside]}
  admin: {networks: [10.40.0.0/24]}
hosts:
  - name: chat-1
    zone: internet
    roles: [edge, chat]
    addresses: [203.0.113.20]
    server_name: chat.kakuu.example
  - {name: chat-2, zone: admin, roles: [chat], addresses: [10.40.0.20], server_name: chat.kakuu.internal}
peers:
  - {name: chat.tonari.example, zone: internet, addresses: [198.51.100.10]}
flows:
  - {id: ssh, from: operator, to: chat, port: 22, why: 保守}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kakuu"


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name, hosts, peers, database", [("embedded", 1, 0, "sqlite"), ("kakuu", 12, 3, "postgresql")])
def test_the_sites_of_the_kit_load(name, hosts, peers, database):
    site = load_site(find_site(name))
    assert (site.id, len(site.hosts), len(site.peers), site.database) == (name, hosts, peers, database)


def test_defaults_are_filled_in_and_addresses_typed(folder):
    site = load_site(write(folder, SITE))
    assert site.ports.chat == 8008
    assert site.limits.upload == "50M"
    assert site.hosts[0].addresses == (ip_address("203.0.113.20"),)
    assert site.zones["internet"].clients == (ip_network("203.0.113.32/27"),)
    assert site.zones["internet"].from_outside
    assert site.flows[0].protocol == "tcp"


def test_outside_is_everything_that_no_zone_holds(folder):
    outside = load_site(write(folder, SITE)).zones["outside"].networks

    def holds(address: str) -> bool:
        return any(ip_address(address) in network for network in outside)

    assert holds("198.51.100.10")
    assert holds("2001:db8::1")
    assert not holds("203.0.113.20")
    assert not holds("10.40.0.99")
    assert sum(n.num_addresses for n in outside if n.version == 4) == 2**32 - 2**6 - 2**8


def test_a_peer_on_the_administrative_network_is_not_outside():
    site = load_site(find_site("kakuu"))
    peer = next(p for p in site.peers if p.zone == "admin")
    assert not any(a in n for a in peer.addresses for n in site.zones["outside"].networks)


def test_site_values_differ_from_host_to_host():
    site = load_site(find_site("kakuu"))
    inside, outside = site.host("chat-2"), site.host("chat-1")
    assert site.value("$site.peers", outside) == ["chat.kakuu-ken.example", "chat.tonari.example"]
    assert site.value("$site.peers", inside) == ["chat.tonari.internal"]
    assert site.value("$site.server_name", inside) == "chat.kakuu.internal"
    assert "0.0.0.0" not in site.value("$site.listen", outside)
    with pytest.raises(KeyError):
        site.value("$site.nothing")


def test_a_site_can_be_moved_and_given_another_port(tmp_path):
    site = load_site(find_site("embedded")).at(tmp_path, port=8123)
    assert site.ports.chat == 8123
    assert site.paths.state.is_relative_to(tmp_path)


# What is changed in the site above, the problem's code, and a piece of the line it must point at.
BROKEN = [
    ("schema: guideline-site/1", "schema: guideline-site/9", "not-one-of", "schema"),
    ("database: sqlite", "database: oracle", "not-one-of", "database"),
    ("database: sqlite", "datebase: sqlite", "unknown-key", "datebase"),
    ("bundle: kakuu\n", "", "missing-key", "schema"),
    ("addresses: [203.0.113.20]", "addresses: [203.0.113.300]", "site.bad-address", "203.0.113.300"),
    ("networks: [203.0.113.0/26]", "networks: [203.0.113.1/26]", "site.bad-address", "203.0.113.1/26"),
    ("addresses: [203.0.113.20]", "addresses: [203.0.113.99]", "site.address-outside-zone", "203.0.113.99"),
    ("networks: [10.40.0.0/24]", "networks: [10.40.0.0/24, 203.0.113.0/28]", "site.zones-overlap", "admin"),
    ("clients: [203.0.113.32/27", "clients: [203.0.112.0/23", "site.address-outside-zone", "203.0.112.0"),
    (
        "{networks: [10.40.0.0/24]}",
        "{networks: [10.40.0.0/24], clients: [outside]}",
        "site.clients-from-outside",
        "admin",
    ),
    ("name: chat-2", "name: chat-1", "site.name-twice", "chat-1, zone: admin"),
    ("zone: admin, roles", "zone: mynumber, roles", "site.no-such-zone", "mynumber"),
    ("    server_name: chat.kakuu.example\n", "", "site.server-name", "chat-1"),
    ("roles: [chat]", "roles: [chat, page]", "site.page-alone", "chat"),
    ("server_name: chat.kakuu.internal", "server_name: chat.kakuu.example", "site.name-twice", "chat-2"),
    ("database: sqlite", "database: postgresql", "site.no-database", "chat-1"),
    ("name: chat.tonari.example", "name: chat.kakuu.example", "site.peer-is-own", "198.51.100.10"),
    ("addresses: [198.51.100.10]", "addresses: [10.40.0.77]", "site.peer-inside", "10.40.0.77"),
    ("addresses: [198.51.100.10]", "addresses: [203.0.113.20]", "site.address-twice", "tonari"),
    ("zone: internet, addresses: [198", "zone: mynumber, addresses: [198", "site.peer-zone", "tonari"),
    ("from: operator", "from: nobody", "site.no-such-end", "ssh"),
    ("port: 22", "port: 0", "out-of-range", "ssh"),
    ("bundle: kakuu", "bundle: kakuu\nbundle: kakuu", "duplicate-key", "bundle"),
]


@pytest.mark.parametrize("old, new, code, where", BROKEN)
def test_each_thing_that_is_wrong_is_told_with_its_place(folder, old, new, code, where):
    assert old in SITE
    text = SITE.replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        load_site(write(folder, text))
    problem = next(p for p in caught.value.problems if p.code == code)
    assert problem.mark.file.endswith("site.yaml")
    assert where in text.splitlines()[problem.mark.line - 1]
    if code.startswith("site."):
        assert say("ja", code, **problem.args)
        assert say("en", code, **problem.args)


def test_a_mynumber_zone_takes_no_server(folder):
    text = SITE.replace("  admin: {networks: [10.40.0.0/24]}", "  mynumber: {networks: [10.40.0.0/24]}").replace(
        "zone: admin", "zone: mynumber"
    )
    with pytest.raises(SourceError) as caught:
        load_site(write(folder, text))
    assert "site.server-in-mynumber" in {p.code for p in caught.value.problems}


def test_all_problems_come_at_once(folder):
    text = SITE.replace("203.0.113.20", "203.0.113.99").replace("from: operator", "from: nobody")
    with pytest.raises(SourceError) as caught:
        load_site(write(folder, text))
    assert {p.code for p in caught.value.problems} == {"site.address-outside-zone", "site.no-such-end"}


def test_an_unknown_site_names_those_that_exist():
    with pytest.raises(SourceError) as caught:
        find_site("nowhere")
    (problem,) = caught.value.problems
    assert problem.code == "site.no-such-site"
    assert "embedded, kakuu" in str(problem.args["known"])


@pytest.mark.parametrize("name", ["embedded", "kakuu"])
def test_staff_are_invented_and_have_extension_numbers_only(name):
    import csv

    with (find_site(name) / "people.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["section"] for row in rows}) >= 2
    assert len({row["user"] for row in rows}) == len(rows)
    assert all(row["phone"].startswith("内線") for row in rows)

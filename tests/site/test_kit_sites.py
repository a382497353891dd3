"""The kit's sites: each is clean in full, and each way of breaking one is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.model import Guideline
from guideline.network import allowed_flows, judge, judge_model, reaches
from guideline.settings import judge as judge_setting
from guideline.settings import roles_of, write, written_names
from guideline.site import Site, find_site, load_site
from guideline.source import SourceError
from guideline.words import say

SITES = ("kakuu", "kakuu-ken", "kakuu-pilot", "kakuu-one")


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    return load_bundle("kakuu").at(date(2026, 11, 22))


@pytest.fixture(scope="module", params=SITES)
def site(request: pytest.FixtureRequest) -> Site:
    return load_site(find_site(request.param))


def test_no_path_leads_where_none_may(site, guideline):
    assert site.model
    assert judge(site, guideline) == []
    assert judge_model(site, guideline) == []


def test_every_setting_of_every_host_is_written_and_judges_clean(site, guideline):
    wrong, judged = [], 0
    for host in site.hosts:
        for target in written_names():
            if not roles_of(target) or set(roles_of(target)) & set(host.roles):
                text = write(target, guideline, site, host)
                judged += 1
                wrong += [(host.name, f) for f in judge_setting(target, text, "f", guideline, site=site, host=host)]
    assert wrong == []
    assert judged >= 2 * len(site.hosts)


def test_the_prefecture_is_as_large_as_it_says():
    ken = load_site(find_site("kakuu-ken"))
    assert len(ken.members) == 30
    assert len(ken.hosts) >= 100
    assert {host.member for host in ken.with_role("chat", "internet")} == {member.id for member in ken.members}


def test_members_meet_by_federation_and_nowhere_else(guideline):
    ken = load_site(find_site("kakuu-ken"))
    flows = allowed_flows(ken, guideline)
    assert [len(reaches(ken, flows, "m01-chat", to) or ()) for to in ("m01-db", "m02-edge", "m02-db")] == [1, 1, 3]
    path = reaches(ken, flows, "m01-chat", "m02-edge") or ()
    assert path[0].flow.port == ken.ports.federation
    for host in ken.with_role("chat", "internet"):
        assert len(ken.value("$site.peers", host)) == 30
        assert host.server_name not in ken.value("$site.peers", host)
    assert reaches(ken, flows, "m01-chat", "m01-chat-a") is None


# site, what is replaced by what in its site.yaml, what must be said.
BROKEN = [
    ("kakuu-ken", "zone: internet, member: m07, roles: [chat]", "zone: internet, member: m77, roles: [chat]", "m77"),
    ("kakuu-ken", "addresses: [198.18.12.20,", "addresses: [198.18.11.20,", "198.18.11.20"),
    ("kakuu-ken", "{name: m05-db, zone: internet, member: m05, roles: [database]", "{name: m05-db, zone: internet, member: m05, roles: [monitor]", "m05"),
    ("kakuu-ken", "internet: [198.18.13.128/25,", "internet: [198.18.12.128/25,", "m02"),
    ("kakuu-ken", "flows:\n", "flows:\n  - {id: short-cut, from: m03-chat, to: m03-chat-a, port: 22, why: 近道}\n", "m03-chat-a:22"),
    ("kakuu-ken", "flows:\n", "flows:\n  - {id: updates, from: store-a, to: outside, port: 443, why: 更新}\n", "store-a → chat.tonari-ken.example:443"),
    ("kakuu-ken", "addresses: [198.18.0.23, ", "addresses: [10.64.0.99, 198.18.0.23, ", "10.64.0.99"),
    ("kakuu-ken", "networks: [10.65.0.0/16,", "networks: [10.64.0.0/12,", "10.64.0.0/12"),
    ("kakuu-ken", "server_name: chat.m09.kakuu-ken.example", "server_name: chat.m08.kakuu-ken.example", "chat.m08.kakuu-ken.example"),
    ("kakuu-pilot", "model: alpha", "model: beta", "endpoint-detection"),
    ("kakuu-pilot", "model: alpha", "model: alpha-prime", "tenants"),
    ("kakuu-pilot", 'clients: [10.41.0.128/25, "fd12:3456:789a:41:8000::/65"]', "clients: [outside]", "admin"),
    ("kakuu-pilot", '    clients: [10.41.0.128/25, "fd12:3456:789a:41:8000::/65"]\n', "", "端末"),
    ("kakuu-pilot", "flows:\n", "flows:\n  - {id: updates, from: mirror, to: outside, port: 443, why: 更新}\n", "store-1 → outside:443"),
    ("kakuu-pilot", "flows:\n", "flows:\n  - {id: lookup, from: chat, to: mynumber, port: 1521, why: 照会, zones: [admin]}\n  - {id: direct, from: chat-1, to: mynumber, port: 1521, why: 照会}\n", "mynumber:1521"),
    ("kakuu-pilot", "zone: admin, roles: [backup]", "zone: mynumber, roles: [backup]", "keep-1"),
    ("kakuu-one", "assurances: [endpoint-detection, log-management, external-audit]", "assurances: [log-management]", "external-audit"),
    ("kakuu-one", "model: beta\n", "model: alpha\n", "端末"),
    ("kakuu-one", "model: beta\n", "model: beta-prime\n", "asset-access-control"),
    ("kakuu-one", "flows:\n", "flows:\n  - {id: files, from: internet, to: admin, port: 445, why: 共有}\n", "files"),
    ("kakuu-one", "flows:\n", "flows:\n  - {id: lookup, from: all-1, to: 10.52.0.9, port: 1521, why: 照会}\n", "all-1:443 → mynumber:1521"),
    ("kakuu-one", ", server_name: chat.kakuu-one.example", "", "all-1"),
    ("kakuu-one", "roles: [edge, chat, database, proxy]", "roles: [edge, chat, proxy]", "database"),
    ("kakuu-one", "192.0.2.23,", "192.0.2.20,", "192.0.2.20"),
]  # fmt: skip


def told(folder: Path, guideline: Guideline) -> str:
    try:
        site = load_site(folder)
    except SourceError as error:
        return "\n".join(say("ja", problem.code, **problem.args) for problem in error.problems)
    return "\n".join(say("ja", f.say, **f.args) for f in (*judge(site, guideline), *judge_model(site, guideline)))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), BROKEN, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(BROKEN)]
)
def test_what_breaks_a_site_is_named(name, old, new, said, guideline, tmp_path):
    text = (find_site(name) / "site.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (tmp_path / "site.yaml").write_text(text.replace(old, new), encoding="utf-8")
    assert said in told(tmp_path, guideline)


@pytest.mark.parametrize("name", SITES)
def test_people_are_read_as_every_verb_reads_them(name):
    rows = (find_site(name) / "people.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "user,name,section,roles,phone"
    users = [row.split(",")[0] for row in rows[1:]]
    assert len(set(users)) == len(users) >= 5
    assert all(len(row.split(",")) == 5 for row in rows)

"""Figures are for the monitor of a zone: a site that shows them to others, or keeps them from it, is refused."""

from __future__ import annotations

import pytest

from guideline.site import exported, find_site, load_site
from guideline.source import SourceError
from guideline.words import say

SITE = """\
schema: guideline-site/1
authority: {ja: 架空市}
bundle: kakuu
database: postgresql
exporters: [host, database]
ports: {host_metrics: 9101}
zones:
  internet: {networks: [203.0.113.0/26]}
hosts:
  - {name: keep-1, zone: internet, roles: [backup, monitor], addresses: [203.0.113.24]}
  - {name: db-1, zone: internet, roles: [database], addresses: [203.0.113.21]}
flows:
  - {id: figures-backup, from: monitor, to: backup, port: 9101, why: 監視}
  - {id: figures-database, from: keep-1, to: database, port: 9101, why: 監視}
  - {id: figures-of-database, from: backup, to: db-1, port: 9187, why: 監視}
"""


def write(folder, text):
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


def test_hosts_export_what_their_roles_have(tmp_path):
    site = load_site(write(tmp_path, SITE))
    assert {host.name: exported(site, host) for host in site.hosts} == {
        "keep-1": {"host": 9101},
        "db-1": {"host": 9101, "database": 9187},
    }
    without = load_site(write(tmp_path, SITE.replace("exporters: [host, database]\n", "")))
    assert not any(exported(without, host) for host in without.hosts)


BROKEN = [
    ("from: monitor, to: backup", "from: any, to: backup", "site.metrics-open", "figures-backup"),
    ("from: keep-1", "from: db-1", "site.metrics-open", "figures-database"),
    ("from: keep-1", "from: 203.0.113.24", "site.metrics-open", "figures-database"),
    ("from: backup", "from: client", "site.metrics-open", "figures-of-database"),
    ("[backup, monitor]", "[backup]", "site.metrics-nobody", "exporters"),
    ("port: 9187", "port: 9188", "site.metrics-no-flow", "db-1"),
    ("port: 9187", "port: 9187, protocol: udp", "site.metrics-no-flow", "db-1"),
    ("to: backup, port: 9101", "to: database, port: 9101", "site.metrics-no-flow", "keep-1"),
    ("exporters: [host, database]", "exporters: [host, everything]", "not-one-of", "exporters"),
]


@pytest.mark.parametrize("old, new, code, where", BROKEN)
def test_figures_for_others_or_for_nobody_are_refused(tmp_path, old, new, code, where):
    assert old in SITE
    text = SITE.replace(old, new, 1)
    with pytest.raises(SourceError) as caught:
        load_site(write(tmp_path, text))
    problem = next(p for p in caught.value.problems if p.code == code)
    assert where in text.splitlines()[problem.mark.line - 1]
    if code.startswith("site."):
        assert {say(lang, code, **problem.args) for lang in ("ja", "en")}


def test_at_kakuu_every_host_is_watched_in_its_own_zone():
    site = load_site(find_site("kakuu"))
    assert all(exported(site, host) for host in site.hosts)
    assert exported(site, site.host("chat-2")) == {"host": 9100, "chat": 9000}

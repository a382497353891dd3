"""postgresql.conf and pg_hba.conf: what we write is what the flows say, and each opening is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from guideline.bundle import load_bundle
from guideline.settings import judge, roles_of, write
from guideline.settings.targets.postgresql import HBA, read
from guideline.source import SourceError

HOST = "db-2"


@pytest.fixture(scope="module")
def hosts():
    return load_bundle("reference").at(date(2026, 10, 1))


@pytest.fixture(scope="module")
def text(hosts, kakuu):
    return write("postgresql", hosts, kakuu, kakuu.host(HOST))


def rules(hosts, text, site=None):
    host = site.host(HOST) if site else None
    return {f.rule for f in judge("postgresql", text, "f", hosts, site=site, host=host)}


def test_what_is_written_judges_clean_and_in_halves(hosts, kakuu, text):
    assert roles_of("postgresql") == ("database",)
    conf, _, records = text.partition(HBA)
    for part in (text, conf, records):
        assert rules(hosts, part, kakuu) == set()
        assert rules(hosts, part) == set()
    assert "hostssl synapse synapse 10.40.0.20/32 scram-sha-256" in records
    assert "203.0.113" not in text


def test_a_host_that_is_chat_and_database_lets_itself_in_and_no_other_does(hosts, kakuu):
    own = "hostssl synapse synapse 10.40.0.21/32 scram-sha-256"
    assert own not in write("postgresql", hosts, kakuu, kakuu.host(HOST))
    both = replace(kakuu.host(HOST), roles=("chat", "database"))
    others = [host for host in kakuu.hosts if host.name not in (HOST, "chat-2")]
    site = replace(kakuu, hosts=(*others, both))
    # The deploys narrow the host to one role: the site says what it is.
    narrow = replace(both, roles=("database",))
    text = write("postgresql", hosts, site, narrow)
    assert own in text
    assert {f.rule for f in judge("postgresql", text, "f", hosts, site=site, host=narrow)} == set()


MUTATIONS = [
    ("ssl = 'on'", "ssl = 'off'", "postgresql/tls"),
    ("ssl = 'on'", "port = 5432", "postgresql/tls"),
    ("'TLSv1.2'", "'TLSv1'", "postgresql/tls-version"),
    ("password_encryption = 'scram-sha-256'", "password_encryption = md5", "postgresql/password-form"),
    ("listen_addresses = '10.40.0.21,", "listen_addresses = '*,", "postgresql/listen-addresses"),
    ("log_connections = 'on'", "log_connections = 0", "postgresql/connections"),
    ("log_disconnections = 'on'", "log_disconnections = off", "postgresql/disconnections"),
    ("hostssl synapse synapse 10.40.0.20/32", "host synapse synapse 10.40.0.20/32", "postgresql/connection-types"),
    ("10.40.0.20/32 scram-sha-256", "10.40.0.20/32 trust", "postgresql/methods"),
    ("10.40.0.20/32 scram-sha-256", "10.40.0.0/24 scram-sha-256", "postgresql/only-flows"),
    ("10.40.0.20/32 scram-sha-256", "10.40.0.20 255.255.0.0 scram-sha-256", "postgresql/only-flows"),
    ("10.40.0.20/32 scram-sha-256", "samenet scram-sha-256", "postgresql/only-flows"),
    ("local all postgres peer", "local all all trust", "postgresql/methods"),
    ("timezone = ", "tymezone = ", "postgresql/unknown-key"),
]


@pytest.mark.parametrize("old, new, rule", MUTATIONS)
def test_each_opening_is_found(hosts, kakuu, text, old, new, rule):
    assert old in text
    assert rule in rules(hosts, text.replace(old, new, 1), kakuu)


def test_without_a_site_only_the_whole_world_is_too_wide(hosts):
    record = "hostssl synapse synapse {} scram-sha-256\n"
    assert rules(hosts, record.format("203.0.113.0/24")) == set()
    for wide in ("0.0.0.0/0", "::/0", "all", "samehost", "db.example"):
        assert rules(hosts, record.format(wide)) == {"postgresql/only-flows"}
    assert rules(hosts, "hostssl all all 0.0.0.0/0 reject\n") == set()


@pytest.mark.parametrize(
    "line, key, value",
    [
        ("ssl on", "ssl", "on"),
        ("SSL = True  # yes", "ssl", "on"),
        ("listen_addresses='a, b'", "listen_addresses", ["a", "b"]),
        ("work_mem = 4MB", "work_mem", "4MB"),
        ("cluster_name = 'it''s'", "cluster_name", "it's"),
        ("max_connections = 1", "max_connections", "1"),
    ],
)
def test_settings_are_read_as_the_server_reads_them(line, key, value):
    assert read(line + "\n", "f").value == {key: value}


def test_records_are_read_with_a_mask_and_with_options():
    held = read(
        'host "all" all 10.0.0.1 255.255.255.0 md5\nhostssl d u ::1/128 cert map=m clientcert=verify-full', "f"
    ).value["hba"]
    assert [(r["database"], r["address"], r["method"], r["options"]) for r in held] == [
        ("all", ["10.0.0.0/24"], "md5", ""),
        ("d", ["::1/128"], "cert", "map=m clientcert=verify-full"),
    ]


@pytest.mark.parametrize("text", ["{a: b}", "host all all", 'local "all', "= 5", "x" * 20_000_000])
def test_what_is_neither_file_is_refused(text):
    with pytest.raises(SourceError):
        read(text, "f")

"""sshd_config: what we write judges clean, each way of opening it turns a named rule red, odd files are refused."""

from __future__ import annotations

from datetime import date

import pytest

from guideline.bundle import load_bundle
from guideline.settings import judge, roles_of, write
from guideline.settings.targets.sshd import read
from guideline.source import SourceError

HOST = "chat-2"


@pytest.fixture(scope="module")
def hosts():
    return load_bundle("reference").at(date(2026, 10, 1))


@pytest.fixture(scope="module")
def text(hosts, kakuu):
    return write("sshd", hosts, kakuu, kakuu.host(HOST))


def rules(hosts, text, site=None):
    host = site.host(HOST) if site else None
    return {(f.rule, f.place.line) for f in judge("sshd", text, "f", hosts, site=site, host=host)}


def test_what_is_written_judges_clean_on_every_host(hosts, kakuu):
    assert roles_of("sshd") == ()
    for host in kakuu.hosts:
        text = write("sshd", hosts, kakuu, host)
        assert judge("sshd", text, "f", hosts, site=kakuu, host=host) == []
        assert judge("sshd", text, "f", hosts) == []


MUTATIONS = [
    ("PasswordAuthentication no", "PasswordAuthentication yes", "sshd/passwords"),
    ("PasswordAuthentication no", "# PasswordAuthentication no", "sshd/passwords"),
    ("PermitRootLogin prohibit-password", "PermitRootLogin yes", "sshd/root"),
    ("AllowTcpForwarding no", "AllowTcpForwarding local", "sshd/tcp-forwarding"),
    ("GatewayPorts no", "GatewayPorts yes", "sshd/gateway"),
    ("PermitTunnel no", "PermitTunnel ethernet", "sshd/tunnels"),
    ("Ciphers ", "Ciphers aes128-cbc,", "sshd/ciphers"),
    ("MACs ", "MACs hmac-md5,", "sshd/macs"),
    ("KexAlgorithms ", "KexAlgorithms diffie-hellman-group1-sha1,", "sshd/key-exchange"),
    ("HostKeyAlgorithms ", "HostKeyAlgorithms ssh-dss,", "sshd/host-keys"),
    ("ListenAddress 10.40.0.20", "ListenAddress 0.0.0.0", "sshd/listen-addresses"),
    ("ListenAddress 10.40.0.20", "ListenAddress 10.40.0.99", "sshd/listen-addresses"),
    ("LoginGraceTime 60", "LoginGraceTime 0", "sshd/grace-without-end"),
    ("LoginGraceTime 60", "LoginGraceTime 1h", "sshd/grace"),
    ("LogLevel VERBOSE", "LogLevel QUIET", "sshd/record"),
    ("LogLevel VERBOSE", "LogLvel VERBOSE", "sshd/unknown-key"),
    ("UsePAM yes", "Include /etc/ssh/more", "sshd/other-files"),
    ("LogLevel VERBOSE", "LogLevel VERBOSE\nMatch User backup\n  PermitRootLogin yes", "sshd/root"),
    ("LogLevel VERBOSE", "LogLevel VERBOSE\nMatch all\nPasswordAuthentication yes", "sshd/passwords"),
]


@pytest.mark.parametrize("old, new, rule", MUTATIONS)
def test_each_opening_is_found(hosts, kakuu, text, old, new, rule):
    assert old in text
    assert rule in {found for found, _ in rules(hosts, text.replace(old, new, 1), kakuu)}


def test_the_first_of_two_wins_and_the_second_is_told(hosts):
    found = rules(hosts, "X11Forwarding no\nX11Forwarding yes\n")
    assert ("sshd/x11", 1) not in found
    assert ("sshd/unknown-key", 2) in found
    assert ("sshd/x11", 1) in rules(hosts, "X11Forwarding yes\nX11Forwarding no\n")


def test_what_holds_for_everybody_is_found_once(hosts):
    found = judge(
        "sshd", "PermitRootLogin yes\nMatch User a\n X11Forwarding no\nMatch User b\n X11Forwarding no\n", "f", hosts
    )
    assert [f.rule for f in found].count("sshd/root") == 1


@pytest.mark.parametrize(
    "line, key, value",
    [
        ("listenaddress [fd12::20]:22", "ListenAddress", ["fd12::20"]),
        ("ListenAddress 10.0.0.1:2222", "ListenAddress", ["10.0.0.1"]),
        ("listenaddress ::", "ListenAddress", ["::"]),
        ("LoginGraceTime=1m30s", "LoginGraceTime", 90),
        ("LoginGraceTime soon", "LoginGraceTime", "soon"),
        ('Subsystem sftp "internal-sftp"', "Subsystem", ["sftp internal-sftp"]),
        ("permitrootlogin without-password", "PermitRootLogin", "prohibit-password"),
        ("ciphers a,b # two", "Ciphers", ["a", "b"]),
        ("Maxauthtries\t3", "MaxAuthTries", 3),
    ],
)
def test_lines_are_read_as_the_server_reads_them(line, key, value):
    assert read(line + "\n", "f")[0].value == {key: value}


@pytest.mark.parametrize("text", ["{a: b}", "Port", 'Banner "open', "[Service]\n", "x" * 20_000_000])
def test_what_is_no_sshd_config_is_refused(text):
    with pytest.raises(SourceError):
        read(text, "f")

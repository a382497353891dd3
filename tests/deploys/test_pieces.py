"""What the deploys write and reckon with, without a host: names, filters, programs, certificates, verifiers."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import subprocess
import sys
from dataclasses import replace
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from deploys.backup import GIVE_CHAT, GIVE_DATABASE, GIVE_KEPT, RESTORE_CHAT, RESTORE_DATABASE, fetch, sources
from deploys.certificates import authority_of, sign
from deploys.clock import chrony, options
from deploys.database import VERIFIER, _sql
from deploys.debian import archive
from deploys.environment import BUILD
from deploys.exporters import arguments
from deploys.facts import FirewallState, MissingPackages, UnitState
from deploys.firewall import confirm
from deploys.names import records, unbound
from deploys.proxy import gateways, patterns, tinyproxy
from deploys.service import DIGEST_PROGRAM, watching
from guideline.site import find_site, load_site

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def kakuu():
    return load_site(find_site("kakuu"))


def test_each_zone_knows_its_own_names_and_no_others(kakuu):
    inside, outside = records(kakuu, "admin"), records(kakuu, "internet")
    assert inside["chat.kakuu.internal"] == kakuu.host("chat-2").addresses
    assert inside["chat.tonari.internal"] == (ip_address("10.90.0.10"), ip_address("fd12:3456:789a:90::10"))
    # A server's name leads to the edge of its zone.
    assert outside["chat.kakuu.example"] == kakuu.host("edge-1").addresses
    assert not set(inside) & set(outside)
    text = unbound(kakuu, kakuu.host("store-2"))
    assert 'local-zone: "." static' in text
    assert "0.0.0.0" not in text
    assert "203.0.113" not in text
    assert "forward" not in text


def test_a_time_host_tells_its_zone_the_time_and_the_others_tell_nobody(kakuu):
    handing, by_itself, taking = (chrony(kakuu, kakuu.host(name)) for name in ("store-1", "store-2", "chat-2"))
    assert "server 192.0.2.123 iburst\n" in handing
    assert {line for line in handing.splitlines() if line.startswith(("bindaddress", "allow"))} == {
        "bindaddress 203.0.113.23",
        "bindaddress 2001:db8:10:0:f000::23",
        "allow 203.0.113.0/26",
        "allow 2001:db8:10::/64",
    }
    assert "server" not in by_itself
    assert "local stratum 10\n" in by_itself
    assert [line for line in taking.splitlines() if line.startswith("server")] == ["server 10.40.0.23 iburst"]
    assert "port 0\n" in taking
    assert "local" not in taking
    assert "allow" not in taking
    for text in (handing, by_itself, taking):
        assert "cmdport 0\n" in text
    assert options(contained=True) == 'DAEMON_OPTS="-F 1 -x"\n'
    assert options(contained=False) == 'DAEMON_OPTS="-F 1"\n'


def test_exporters_listen_to_the_hosts_own_addresses_alone():
    text = arguments("database", ("10.40.0.21", "fd12::21"), 9187)
    assert text.splitlines() == [
        "DATA_SOURCE_NAME='user=prometheus host=/var/run/postgresql dbname=postgres'",
        'ARGS="--web.listen-address=10.40.0.21:9187 --web.listen-address=[fd12::21]:9187"',
    ]
    assert arguments("host", ("10.40.0.21",), 9100) == 'ARGS="--web.listen-address=10.40.0.21:9100"\n'


@pytest.mark.parametrize("name", ["push.example.", "*.example", "push", "a b.example", "例.example", "-a.example"])
def test_what_is_no_name_never_gets_into_the_filter(tmp_path, name):
    (tmp_path / "push-gateways.txt").write_text(f"{name}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not the name"):
        gateways(tmp_path)


def test_the_proxy_lets_out_whole_names_and_without_a_list_nothing(tmp_path, kakuu):
    assert patterns(gateways(tmp_path)) == "^$\n"
    (tmp_path / "push-gateways.txt").write_text("# 通知\nPush.Example.org\n\npush.example.org\n", encoding="utf-8")
    assert patterns(gateways(tmp_path)) == "^push\\.example\\.org$\n"
    text = tinyproxy(kakuu, kakuu.host("proxy-1"))
    assert "FilterDefaultDeny Yes" in text
    assert [line for line in text.splitlines() if line.startswith("Allow")] == [
        "Allow 203.0.113.20",
        "Allow 2001:db8:10:0:f000::20",
    ]


def test_the_proxy_of_a_host_that_is_its_own_chat_server_waits_for_it_alone():
    one = load_site(find_site("kakuu-one"))
    lines = tinyproxy(one, one.host("all-1")).splitlines()
    assert [line for line in lines if line.startswith(("Allow", "Listen"))] == ["Listen 127.0.0.1", "Allow 127.0.0.1"]


@pytest.mark.parametrize(
    "shell, text",
    [
        ("sh", GIVE_DATABASE),
        ("sh", GIVE_CHAT),
        ("bash", RESTORE_DATABASE),
        ("bash", RESTORE_CHAT),
        ("sh", GIVE_KEPT),
        ("sh", BUILD),
    ],
)
def test_every_program_parses(shell, text):
    assert subprocess.run([shell, "-n"], input=text, text=True, check=False).returncode == 0


def test_a_backup_host_keeps_what_others_hold(kakuu):
    given = sources(kakuu, kakuu.host("keep-2"))
    assert [h.name for h in given] == ["db-2", "chat-2"]
    text = fetch(given)
    assert subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode == 0
    assert "StrictHostKeyChecking=yes" in text
    assert "203.0.113" not in text


def test_the_digest_of_a_unit_minds_content_and_not_comments(tmp_path):
    program = tmp_path / "digest"
    program.write_text(DIGEST_PROGRAM.replace("/etc/guideline/watched", str(tmp_path)), encoding="utf-8")
    read, gone = tmp_path / "read", tmp_path / "gone"
    (tmp_path / "a.service").write_text(f"{read}\n{gone}\n", encoding="utf-8")

    def digest(text: str) -> str:
        read.write_text(text, encoding="utf-8")
        ran = subprocess.run(["sh", program, "a.service"], capture_output=True, text=True, check=True)
        return ran.stdout

    first = digest("# 作成 1\nkey = 1\n")
    assert digest("# 作成 2\nkey = 1\n") == first
    assert digest("key = 2\n") != first
    assert digest("# only\n") != first
    before = digest("key = 1\n")
    gone.write_text("there\n", encoding="utf-8")
    assert digest("key = 1\n") != before
    assert watching("a.service").startswith("[Service]\nExecStartPre=-+")


def test_a_verifier_is_what_postgresql_keeps_of_the_password(tmp_path):
    salt = base64.b64encode(b"0123456789abcdef").decode()
    held = tmp_path / "pgpass"
    held.write_text("10.0.0.1:5432:synapse:synapse:himitsu:with:colons\n", encoding="ascii")
    ran = subprocess.run([sys.executable, "-c", VERIFIER, held, salt], capture_output=True, text=True, check=True)
    scheme, rounds_salt, keys = ran.stdout.strip().split("$")
    stored, _, server = keys.partition(":")
    salted = hashlib.pbkdf2_hmac("sha256", b"himitsu:with:colons", b"0123456789abcdef", 4096)
    client = hmac.new(salted, b"Client Key", "sha256").digest()
    assert (scheme, rounds_salt) == ("SCRAM-SHA-256", f"4096:{salt}")
    assert base64.b64decode(stored) == hashlib.sha256(client).digest()
    assert base64.b64decode(server) == hmac.new(salted, b"Server Key", "sha256").digest()
    assert "himitsu" not in ran.stdout


def test_a_role_without_a_known_verifier_keeps_its_password():
    assert "password" not in _sql("synapse", None)
    assert "locale ''C''" in _sql("synapse", None)
    assert "\\set verifier 'SCRAM-SHA-256$x'" in _sql("synapse", "SCRAM-SHA-256$x")


class TestAuthority:
    @staticmethod
    def request(key, name="guideline", signer=None):
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        asked = x509.CertificateSigningRequestBuilder().subject_name(subject)
        asked = asked.add_extension(x509.SubjectAlternativeName([x509.DNSName("elsewhere.example")]), critical=False)
        return asked.sign(signer or key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()

    def test_a_certificate_is_for_the_names_asked_by_the_site_and_for_no_others(self, tmp_path):
        root = authority_of(tmp_path / "pki", "kakuu internet authority", NOW)
        key = ec.generate_private_key(ec.SECP256R1())
        made = sign(tmp_path / "pki", self.request(key), ("chat.kakuu.example", "203.0.113.10"), NOW)
        leaf = x509.load_pem_x509_certificate(made.encode())
        store = Store([x509.load_pem_x509_certificate(root.encode())])
        verifier = PolicyBuilder().store(store).time(NOW)
        for name in (x509.DNSName("chat.kakuu.example"), x509.IPAddress(ip_address("203.0.113.10"))):
            verifier.build_server_verifier(name).verify(leaf, [])
        with pytest.raises(VerificationError):
            verifier.build_server_verifier(x509.DNSName("elsewhere.example")).verify(leaf, [])
        other = PolicyBuilder().store(store).time(NOW + dt.timedelta(days=398))
        with pytest.raises(VerificationError):
            other.build_server_verifier(x509.DNSName("chat.kakuu.example")).verify(leaf, [])

    def test_the_authority_is_made_once_and_its_key_is_its_owners(self, tmp_path):
        first = authority_of(tmp_path / "pki", "one", NOW)
        assert authority_of(tmp_path / "pki", "two", NOW + dt.timedelta(days=1)) == first
        assert {p.stat().st_mode & 0o777 for p in (tmp_path / "pki").iterdir()} == {0o600}
        assert (tmp_path / "pki").stat().st_mode & 0o777 == 0o700
        # Killed between key and certificate, the next run goes on with the key that is there.
        (tmp_path / "pki" / "authority.pem").unlink()
        assert authority_of(tmp_path / "pki", "one", NOW) != first

    @pytest.mark.parametrize(
        "request_", ["", "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"]
    )
    def test_what_is_no_request_is_refused(self, tmp_path, request_):
        authority_of(tmp_path / "pki", "one", NOW)
        with pytest.raises(ValueError):  # noqa: PT011 - each malformed request has a sentence of its own
            sign(tmp_path / "pki", request_, ("a.example",), NOW)


class Cut:
    """A connector whose host can't be reached any more."""

    client = None

    def __init__(self, state, host):
        pass

    def connect(self):
        raise OSError("no route")


def test_an_operator_who_is_cut_off_confirms_nothing():
    said = []
    host = type("Host", (), {"connector": Cut(None, None), "log": lambda self, text: said.append(text)})()
    assert confirm(None, host) is False
    assert said == ["cut off, the old rules come back: OSError"]


def test_facts_read_what_hosts_print():
    unit = UnitState().process(
        ["ActiveState=active", "UnitFileState=enabled", "NeedDaemonReload=no", "Current=yes", "Noted=ab  -"]
    )
    assert unit == {"active": True, "enabled": True, "stale": False, "current": True, "noted": "ab"}
    gone = UnitState().process(["ActiveState=inactive", "UnitFileState=", "NeedDaemonReload=no"])
    assert gone == {"active": False, "enabled": False, "stale": False, "current": False, "noted": ""}
    assert FirewallState().process(["aa  -", "bb  -", "cc  -"]) == {"live": "aa", "kept": "bb", "digest": "cc"}
    assert FirewallState().process(["-", "-", "-"]) == {"live": "", "kept": "", "digest": ""}
    assert MissingPackages().process(["a wanted", "b wanted", "a installed", "b not-installed"]) == ["b"]


def test_an_empty_archive_still_has_its_release(tmp_path):
    release = archive(tmp_path, NOW).decode()
    assert "Date: Fri, 20 Nov 2026 00:00:00 UTC" in release
    assert (tmp_path / "Packages").read_bytes() == b""


def test_no_zone_signs_for_another(kakuu, tmp_path):
    authority_of(tmp_path / "internet", "one", NOW)
    authority_of(tmp_path / "admin", "two", NOW)
    assert (tmp_path / "internet" / "authority.key").read_bytes() != (tmp_path / "admin" / "authority.key").read_bytes()
    assert replace(kakuu.host("chat-2"), roles=("chat",)).zone == "admin"

"""Rehearsed hosts judged by programs of others; each judge is seen to say no as well."""

from __future__ import annotations

import re

import pytest

from tests.deploys import judged

pytestmark = pytest.mark.rehearsal

EDGE = "203.0.113.10"
LISTENERS = ("443", "8448")
PARAMIKO = {"curve25519-sha256@libssh.org", "diffie-hellman-group16-sha512"}
"""The key exchanges by which paramiko, and so pyinfra, gets in; docs/decisions/deploys.md names them."""


@pytest.fixture(scope="module", autouse=True)
def judges():
    judged.ready()


@pytest.fixture
def operator(zone):
    """Return the words that run a program of this machine where the operator sits."""
    return zone.lab.at("operator-1")


# ---------------------------------------------------------------- SSH


def test_ssh_audit_fails_no_host_for_anything(zone, operator):
    addresses = {m.name: str(m.place.addresses[0]) for m in zone.lab.machines if m.name != "operator-1"}
    found = {name: judged.ssh_audit(operator, address) for name, address in addresses.items()}
    assert [weak for weak in found.items() if weak[1]] == []


def test_paramiko_finds_a_key_exchange_it_speaks(operator):
    from paramiko import Transport

    offered = judged.ssh_offers(operator, EDGE)
    assert offered & set(Transport._preferred_kex) == PARAMIKO


@pytest.mark.parametrize(
    "weak, found",
    [
        ("KexAlgorithms +diffie-hellman-group14-sha1", "kex: diffie-hellman-group14-sha1"),
        ("KexAlgorithms +ecdh-sha2-nistp256", "kex: ecdh-sha2-nistp256"),
        ("Ciphers +3des-cbc", "enc: 3des-cbc"),
        ("MACs +hmac-md5", "mac: hmac-md5"),
    ],
)
def test_ssh_audit_sees_what_is_weak(zone, operator, on, weak, found):
    key = weak.split()[0]
    on("edge-1", f"sed 's/^{key} .*/{weak}/' /etc/ssh/sshd_config > /run/weak && /usr/sbin/sshd -t -f /run/weak")
    on("edge-1", "sed -i 's/^ListenAddress .*//; s/^Port .*//' /run/weak")
    # sshd itself refuses what isn't `key value,value`: the list of before, and the weak one.
    on("edge-1", f"/usr/sbin/sshd -f /run/weak -p 22 -o ListenAddress={EDGE}:2222 -o PidFile=/run/weak.pid")
    on("edge-1", "nft insert rule inet guideline input tcp dport 2222 accept")
    try:
        assert found in judged.ssh_audit(operator, f"{EDGE}:2222")
    finally:
        on("edge-1", "kill $(cat /run/weak.pid); nft -f /etc/guideline/firewall.nft")


# ---------------------------------------------------------------- TLS


@pytest.fixture
def outside(zone):
    """Return a place that both listeners let in: a registered peer."""
    return zone.lab.at("chat.tonari.example")


@pytest.fixture
def authority(zone, tmp_path, on):
    path = tmp_path / "site-ca.pem"
    path.write_text(on("edge-1", "cat /etc/guideline/certificates/site-ca.pem") + "\n", encoding="ascii")
    return path


def sslyze(outside, authority, tmp_path, port="443"):
    return judged.sslyze(outside, f"chat.kakuu.example:{port}{{{EDGE}}}", authority, tmp_path)


@pytest.mark.parametrize("port", LISTENERS)
def test_both_listeners_comply_with_mozillas_intermediate(outside, authority, tmp_path, port):
    assert sslyze(outside, authority, tmp_path, port) == ""


WEAK = [
    ("s/TLSv1.2 TLSv1.3/TLSv1 TLSv1.1 TLSv1.2 TLSv1.3/; s/ssl_ciphers /&DEFAULT@SECLEVEL=0:/", "tls_versions"),
    ("s/ssl_ciphers /&ECDHE-ECDSA-AES128-SHA256:/", "ciphers"),
    ("s/ssl_ecdh_curve .*/ssl_ecdh_curve X25519:secp521r1:prime256v1;/", "tls_curves"),
]


@pytest.mark.parametrize("edit, found", WEAK)
def test_sslyze_sees_what_is_weak(outside, authority, tmp_path, on, edit, found):
    on("edge-1", f"cp -p /etc/nginx/nginx.conf /root/kept && sed -i '{edit}' /etc/nginx/nginx.conf && nginx -t -q")
    on("edge-1", "! cmp -s /root/kept /etc/nginx/nginx.conf && systemctl reload nginx")
    try:
        assert f"* {found}:" in sslyze(outside, authority, tmp_path)
    finally:
        on("edge-1", "mv /root/kept /etc/nginx/nginx.conf && systemctl reload nginx")


def test_sslyze_believes_the_sites_own_authority_alone(outside, tmp_path):
    from datetime import UTC, datetime

    from deploys.certificates import authority_of

    other = tmp_path / "other.pem"
    other.write_text(authority_of(tmp_path / "other", "another authority", datetime.now(UTC)), encoding="ascii")
    assert "* certificate_path_validation:" in sslyze(outside, other, tmp_path)


# ---------------------------------------------------------------- nginx


def dump(on, host, tmp_path, edit=""):
    """Return a file of what nginx of a host reads, edited by the way."""
    text = on(host, "nginx -T 2>/dev/null")
    path = tmp_path / "nginx.conf"
    path.write_text(text.replace(*edit) if edit else text, encoding="utf-8")
    return path


@pytest.mark.parametrize("host", ["edge-1", "store-1"])
def test_gixy_finds_nothing(on, host, tmp_path):
    assert judged.gixy(dump(on, host, tmp_path)) == []


TRAPS = [
    ("location / {", "location /files {\n alias /srv/files/;\n }\n location / {", "alias_traversal"),
    ("return 403;", "return 302 http://$host$uri;", "http_splitting"),
    ("proxy_set_header Host $host;", "proxy_set_header Host $http_host;", "host_spoofing"),
]


@pytest.mark.parametrize("old, new, found", TRAPS)
def test_gixy_sees_a_trap(on, tmp_path, old, new, found):
    assert found in {one["plugin"] for one in judged.gixy(dump(on, "edge-1", tmp_path, (old, new)))}


# ---------------------------------------------------------------- systemd, Synapse


def exposure(on, host, unit):
    told = on(host, f"systemd-analyze security --no-pager {unit} | tail -1")
    return float(re.search(r"([0-9.]+) [A-Z]", told)[1])


UNITS = [
    ("chat-1", "guideline-chat.service", 2.0),
    ("chat-1", "guideline-steward.service", 3.0),
    ("edge-1", "guideline-page.service", 3.0),
    ("edge-1", "nginx.service", 3.0),
    ("store-1", "nginx.service", 3.0),
]


@pytest.mark.parametrize("host, unit, most", UNITS)
def test_services_run_shut(on, host, unit, most):
    assert exposure(on, host, unit) <= most
    assert on(host, f"systemctl is-active {unit}") == "active"


@pytest.mark.parametrize("host, unit, most", UNITS)
def test_an_open_unit_is_seen(on, host, unit, most):
    where = f"/run/systemd/system/{unit}.d"
    opened = "[Service]\\nNoNewPrivileges=no\\nProtectSystem=no\\nCapabilityBoundingSet=~\\nSystemCallFilter=\\n"
    on(host, f"mkdir -p {where} && printf '{opened}' > {where}/99-open.conf && systemctl daemon-reload")
    try:
        assert exposure(on, host, unit) > most
    finally:
        on(host, f"rm -r {where} && systemctl daemon-reload")


CHECK = "cd / && /opt/guideline/bin/python -m synapse.config -c"


def test_synapse_accepts_what_is_written(on):
    on("chat-1", f"{CHECK} /etc/guideline/homeserver.yaml")


def test_synapse_refuses_what_it_cannot_read(zone, on):
    on("chat-1", "sed 's/^server_name:.*/server_name: 架空/' /etc/guideline/homeserver.yaml > /run/odd.yaml")
    assert zone.lab.machine("chat-1").on(["bash", "-c", f"{CHECK} /run/odd.yaml"]).returncode != 0

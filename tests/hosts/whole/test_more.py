"""What a site may have besides, on its hosts: the web client under its own name, figures, the sealed authority."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest

from guideline.rehearsal import RehearsalError
from tests.deploys.client import FILES

pytestmark = pytest.mark.rehearsal

ASK = r"""
import json, socket, ssl, sys
address, name, method, path, authority = sys.argv[1:]
context = ssl.create_default_context(cafile=authority)
with context.wrap_socket(socket.create_connection((address, 443), 10), server_hostname=name) as to:
    to.sendall(f"{method} {path} HTTP/1.1\r\nHost: {name}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    data = b""
    while more := to.recv(65536):
        data += more
head, _, body = data.partition(b"\r\n\r\n")
first, *rest = head.decode().split("\r\n")
print(json.dumps({"status": int(first.split()[1]), "body": body.decode("latin-1"),
    **{k.lower(): v for k, v in (line.split(": ", 1) for line in rest)}}))
"""
EDGES = {"internet": ("203.0.113.10", "kakuu.example", "edge-1"), "admin": ("10.40.0.20", "kakuu.internal", "chat-2")}


@pytest.fixture(params=EDGES)
def ask(request, whole, world):
    """Return a function that asks the edge of a zone, by TLS that trusts the zone's authority alone, from a terminal."""
    zone = request.param
    address, domain, _ = EDGES[zone]
    authority = whole.lab.box.folder / "operator-root/.state/kakuu/authority" / zone / "authority.pem"

    def run(name, path, method="GET"):
        words = [address, f"{name}.{domain}", method, path, authority]
        command = [*whole.lab.at(f"terminal-{zone}"), world.python, "-I", "-c", ASK, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    run.zone, run.domain = zone, domain
    return run


def test_the_web_client_is_handed_out_with_strict_headers(ask):
    page = ask("app", "/")
    assert (page["status"], page["content-type"]) == (200, "text/html; charset=utf-8")
    assert page["body"].encode() == FILES["index.html"]
    assert page["content-security-policy"].startswith("default-src 'none'; ")
    assert f"connect-src 'self' blob: https://chat.{ask.domain};" in page["content-security-policy"]
    named = (
        "x-frame-options",
        "x-content-type-options",
        "referrer-policy",
        "strict-transport-security",
        "permissions-policy",
    )
    assert {name: page.get(name, "") != "" for name in named} == dict.fromkeys(named, True)
    assert ask("app", "/bundles/a1/crypto.wasm")["content-type"] == "application/wasm"
    config = json.loads(ask("app", "/config.json")["body"])
    assert config["default_server_config"]["m.homeserver"]["base_url"] == f"https://chat.{ask.domain}"


@pytest.mark.parametrize(
    "name, path, method, status",
    [
        ("app", "/config.sample.json", "GET", 404),
        ("app", "/bundles/", "GET", 403),
        ("app", "/../../etc/passwd", "GET", 400),
        ("app", "/", "POST", 403),
        ("app", "/", "DELETE", 403),
        ("app", "/_matrix/client/versions", "GET", 404),
        ("app", "/_synapse/admin/v1/users", "GET", 403),
        ("app", "/_synapse/metrics", "GET", 403),
        ("chat", "/_synapse/metrics", "GET", 403),
        ("chat", "/metrics", "GET", 404),
        ("chat", "/_matrix/client/versions", "GET", 200),
    ],
)
def test_what_each_name_answers(ask, name, path, method, status):
    assert ask(name, path, method)["status"] == status


def test_a_client_changed_by_hand_is_mended_and_nothing_else_is_touched(whole):
    whole.on("edge-1", "echo x >> /srv/guideline/client/index.html; chmod 666 /srv/guideline/client/config.json")
    done = whole.run()
    changed = {host: names for host, names in done.changed.items() if names}
    assert {host: {name.rpartition("| ")[2] for name in names} for host, names in changed.items()} == {
        "edge-1": {"Web client"}
    }


def test_another_tarball_is_refused_before_any_host_is_touched(whole, site):
    file = site.folder / "client.tar.gz"
    held = file.read_bytes()
    before = whole.on("edge-1", "sha256sum /srv/guideline/client/* 2>/dev/null; stat -c %Y /srv/guideline/client")
    file.write_bytes(held + b"\0")
    try:
        with pytest.raises(RehearsalError) as caught:
            whole.run()
    finally:
        file.write_bytes(held)
    assert "client.tar.gz" in str(caught.value.args_)
    after = whole.on("edge-1", "sha256sum /srv/guideline/client/* 2>/dev/null; stat -c %Y /srv/guideline/client")
    assert after == before


def test_the_sealed_authority_has_signed_and_lies_nowhere_in_plain_text(whole, operator):
    root = whole.lab.box.folder / "operator-root"
    zones = root / ".state/kakuu/authority"
    assert not (zones / "internet/authority.key").exists()
    assert (zones / "admin/authority.key").exists()
    sealed = zones / "internet/authority.key.age"
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    opened = subprocess.run(["age", "-d", "-i", root / "identity.txt", sealed], capture_output=True, check=True).stdout
    words = [line for line in opened.splitlines() if len(line) > 30 and b"---" not in line]
    words += [line.encode() for line in operator.identity.splitlines() if line.startswith("AGE-SECRET-KEY")]
    assert len(words) >= 3
    said = whole.first.said.encode()
    assert not [word for word in words if word in said]
    for folder, _, names in os.walk(root):
        for name in names:
            if name != "identity.txt":
                data = (root / folder / name).read_bytes()
                assert not [word for word in words if word in data], name
    for host in ("edge-1", "db-1", "store-1"):
        seen = whole.on(
            host,
            "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '; journalctl --no-pager -o cat",
        )
        assert not [word for word in words if word.decode() in seen]


def test_an_identity_that_is_gone_changes_nothing(whole):
    path = whole.lab.box.folder / "operator-root/identity.txt"
    away = path.rename(path.with_name("away"))
    try:
        with pytest.raises(RehearsalError) as caught:
            whole.run()
    finally:
        away.rename(path)
    assert "age-keygen" in str(caught.value.args_)
    assert whole.run().changes == 0


def test_the_monitor_gets_figures_and_the_database_gives_no_more(whole):
    asked = (
        "import urllib.request as u; print(u.urlopen('http://203.0.113.21:9187/metrics', timeout=9).read().decode())"
    )
    told = whole.on("keep-1", f'python3 -I -c "{asked}"')
    assert "\npg_up 1\n" in told
    assert "pg_stat_database" in told
    roles = whole.on("db-1", "cd /; runuser -u postgres -- psql -Atc \"select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls, rolpassword is null from pg_authid where rolname='prometheus'\"")  # fmt: skip
    assert roles == "f|t"
    done = whole.lab.machine("db-1").on(
        ["bash", "-c", "cd /; runuser -u prometheus -- psql -d synapse -Atc 'select 1'"]
    )
    assert done.returncode != 0

"""The edge: administration and metrics closed as nginx itself would choose its locations, TLS 1.2 or later."""

from __future__ import annotations

import re
import socket
import subprocess
from dataclasses import replace
from ipaddress import ip_address

import pytest

from guideline.settings import judge, write
from guideline.settings.nginx_tree import servers
from guideline.source import SourceError
from guideline.words import say


@pytest.fixture(scope="session")
def conf(guideline, kakuu) -> str:
    return write("nginx", guideline, kakuu, kakuu.host("edge-1"))


def found(text, guideline, **more):
    return judge("nginx", text, "nginx.conf", guideline, **more)


def test_what_is_written_judges_clean(guideline, kakuu):
    for host in kakuu.with_role("edge"):
        text = write("nginx", guideline, kakuu, host)
        assert found(text, guideline, site=kakuu, host=host) == []
        assert found(text, guideline) == []


def test_without_the_clause_nothing_is_closed(guideline, kakuu, conf):
    clauses = tuple(c for c in guideline.clauses if c.id != "admin.closed-from-outside")
    text = write("nginx", replace(guideline, clauses=clauses), kakuu, kakuu.host("edge-1"))
    assert "/_synapse/admin" in conf
    assert "/_synapse/admin" not in text


def test_federation_listens_apart_and_to_the_peers_alone(conf):
    first, second = servers(conf, "f")
    assert {address for address, tls, _ in first.listens() if tls} == {"203.0.113.10", "2001:db8:10:0:f000::10"}
    assert first.closed("/_matrix/federation")
    assert not first.closed("/_matrix/client")
    assert second.closed("/_matrix/client")
    assert [n["args"] for n in second.block if n["directive"] == "deny"] == [["all"]]
    allowed = {n["args"][0] for n in second.block if n["directive"] == "allow"}
    assert allowed == {"198.51.100.10/32", "198.51.100.20/32", "2001:db8:20::10/128", "2001:db8:20::20/128"}


def test_the_page_is_for_the_terminals_of_its_zone_alone(guideline, kakuu):
    host = kakuu.host("edge-1")
    assert "proxy_pass http://127.0.0.1:8090" not in write("nginx", guideline, kakuu, replace(host, roles=("edge",)))
    with_page = replace(host, roles=("edge", "page"))
    text = write("nginx", guideline, kakuu, with_page)
    own = text[text.index("location / {") :].partition("}")[0]
    assert re.findall(r"(allow|deny) ([^;]+);", own) == [
        ("allow", "203.0.113.32/27"),
        ("allow", "2001:db8:10::/68"),
        ("deny", "all"),
    ]
    assert "proxy_pass http://127.0.0.1:8090;" in own
    assert judge("nginx", text, "f", guideline, site=kakuu, host=with_page) == []


def test_no_peers_no_federation_listener(guideline, kakuu):
    text = write("nginx", guideline, replace(kakuu, peers=()), kakuu.host("edge-1"))
    assert len(servers(text, "f")) == 1


# What stands in a server, a path, and whether a request for it is turned away.
LOCATIONS = [
    ("location / { proxy_pass http://c; }", "/_synapse/admin", False),
    ("location / { proxy_pass http://c; } location ^~ /_synapse/admin { return 403; }", "/_synapse/admin", True),
    ("location / { proxy_pass http://c; } location /_synapse/admin { return 404; }", "/_synapse/admin", True),
    ("location / { proxy_pass http://c; } location = /_synapse/admin { return 403; }", "/_synapse/admin", False),
    ("location / { proxy_pass http://c; } location /_synapse/admin/ { return 403; }", "/_synapse/admin", False),
    ("location / { proxy_pass http://c; } location ^~ /_synapse/admin { deny all; }", "/_synapse/admin", True),
    ("location / { proxy_pass http://c; } location ^~ /_synapse/admin { allow 203.0.113.5; deny all; proxy_pass http://c; }", "/_synapse/admin", True),
    ("location / { proxy_pass http://c; } location ^~ /_synapse/admin { allow all; deny all; proxy_pass http://c; }", "/_synapse/admin", False),
    ("location /_synapse/admin { return 403; } location ~ ^/_synapse { proxy_pass http://c; }", "/_synapse/admin", False),
    ("location ^~ /_synapse/admin { return 403; } location ~ ^/_synapse { proxy_pass http://c; }", "/_synapse/admin", True),
    ("location ~ ^/_matrix { proxy_pass http://c; }", "/_synapse/admin", True),
    ("location ~* ^/_SYNAPSE { proxy_pass http://c; }", "/_synapse/admin", False),
    ("location ~ ^/_SYNAPSE { proxy_pass http://c; }", "/_synapse/admin", True),
    ("location ~ '(?<weird' { proxy_pass http://c; }", "/_synapse/admin", False),
    ("location / { try_files $uri @chat; }", "/_synapse/admin", False),
    ("location / { rewrite ^ /x; }", "/_synapse/admin", False),
    ("location / { return 301 https://elsewhere.example; }", "/_synapse/admin", True),
    ("location / { location /_synapse/admin { return 403; } proxy_pass http://c; }", "/_synapse/admin", True),
    ("location /_synapse { location /_synapse/admin { proxy_pass http://c; } return 404; }", "/_synapse/admin", True),
    ("deny all; location / { proxy_pass http://c; }", "/_synapse/admin", True),
    ("deny all; location / { allow all; proxy_pass http://c; }", "/_synapse/admin", False),
    ("return 404; location / { proxy_pass http://c; }", "/_synapse/admin", True),
    ("root /srv/www;", "/_synapse/admin", True),
]  # fmt: skip


@pytest.mark.parametrize("inside, path, closed", LOCATIONS)
def test_locations_are_chosen_as_nginx_chooses_them(inside, path, closed):
    (server,) = servers(f"server {{ listen 443 ssl; {inside} }}", "f")
    assert server.closed(path) is closed


@pytest.mark.parametrize(
    "listen, address, public",
    [
        ("443 ssl", "0.0.0.0", True),
        ("*:443 ssl", "0.0.0.0", True),
        ("[::]:443 ssl", "::", True),
        ("203.0.113.10:443 ssl", "203.0.113.10", True),
        ("[2001:db8::10]:443 ssl http2", "2001:db8::10", True),
        ("127.0.0.1:8080", "127.0.0.1", False),
        ("[::1]:8080", "::1", False),
        ("localhost:8080", "localhost", False),
        ("203.0.113.10", "203.0.113.10", True),
        ("unix:/run/x.sock", "", False),
    ],
)
def test_listeners(listen, address, public):
    (server,) = servers(f"server {{ listen {listen}; }}", "f")
    assert server.listens()[0][0] == address
    assert server.public() is public


def test_a_server_without_listen_is_open_to_all():
    (server,) = servers("server { location / { proxy_pass http://c; } }", "f")
    assert server.public()


MUTATIONS = [
    ("ssl_protocols TLSv1.2 TLSv1.3;", "ssl_protocols TLSv1 TLSv1.2;", "nginx/tls", "ssl_protocols"),
    ("    ssl_protocols TLSv1.2 TLSv1.3;\n", "", "nginx/tls", "ssl_protocols"),
    ("server_tokens off;", "server_tokens on;", "nginx/version", "server_tokens"),
    ("        location ^~ /_synapse/admin {\n            return 403;", "        location ^~ /_synapse/admin {\n            proxy_pass http://chat;", "nginx/admin-closed", "closed"),
    ("location /_synapse/client/", "location ~ /_synapse/", "", ""),
    ("location ^~ /_synapse/metrics {\n            return 403;", "location ^~ /_synapse/metrics {\n            proxy_pass http://chat;", "nginx/admin-closed", "closed"),
    ("listen 203.0.113.10:443 ssl http2;", "listen 443 ssl http2;", "nginx/listen-addresses", "listen"),
    ("listen 203.0.113.10:443 ssl http2;", "listen 10.40.0.20:443 ssl http2;", "nginx/listen-addresses", "listen"),
    ("http {\n", "http {\n    server { listen 8080; location / { proxy_pass http://chat; } }\n", "nginx/admin-closed", "closed"),
]  # fmt: skip


@pytest.mark.parametrize("old, new, rule, key", MUTATIONS)
def test_each_mutation_is_found_with_its_line(guideline, kakuu, conf, old, new, rule, key):
    assert old in conf
    findings = found(conf.replace(old, new, 1), guideline, site=kakuu, host=kakuu.host("edge-1"))
    if not rule:
        assert findings == []
        return
    assert (rule, key) in {(f.rule, f.place.key) for f in findings}
    for one in findings:
        assert one.place.line
        assert say("ja", one.say, **one.args)
        assert say("en", one.say, **one.args)


def test_the_finding_points_at_the_directive(guideline, conf):
    text = conf.replace("ssl_protocols TLSv1.2", "ssl_protocols TLSv1.1")
    (one,) = found(text, guideline)
    assert "ssl_protocols" in text.splitlines()[one.place.line - 1]


@pytest.mark.parametrize("text", ["server {", "}", "http { server { location / { } }"])
def test_what_cannot_be_read_is_refused(guideline, text):
    with pytest.raises(SourceError) as caught:
        found(text, guideline)
    assert {p.code for p in caught.value.problems} == {"settings.nginx-unreadable"}
    assert all("/tmp/" not in str(p.args) for p in caught.value.problems)


@pytest.fixture
def free_ports() -> list[int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return [one.getsockname()[1], other.getsockname()[1]]


@pytest.mark.parametrize("roles", [("edge",), ("edge", "page")])
def test_nginx_itself_takes_what_is_written(guideline, kakuu, nginx, free_ports, tmp_path, roles):
    host = replace(kakuu.host("edge-1"), roles=roles, addresses=(ip_address("127.0.0.1"), ip_address("::1")))
    ports = replace(kakuu.ports, client=free_ports[0], federation=free_ports[1])
    site = replace(kakuu, ports=ports, paths=replace(kakuu.paths, certificates=tmp_path, secrets=tmp_path))
    name = tmp_path / host.public_name
    request = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=chat.kakuu.example".split()
    subprocess.run([*request, "-keyout", f"{name}.key", "-out", f"{name}.pem"], check=True, capture_output=True)
    text = write("nginx", guideline, site, host)
    text = text.replace("/var/log/nginx", str(tmp_path)).replace("/run/nginx.pid", f"{tmp_path}/pid")
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    ran = subprocess.run([nginx, "-t", "-c", f"{tmp_path}/nginx.conf"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr

"""What the chat server says to the world goes through the proxy's list, or nowhere."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests.hosts.whole.conftest import well

pytestmark = pytest.mark.rehearsal

OUTSIDE, ASKED, PROXY = "192.0.2.9", "192.0.2.53", "203.0.113.22"
LISTED, UNLISTED = "push.renraku.example", "push.elsewhere.example"
BUNDLE = "/etc/ssl/certs/ca-certificates.crt"
WELL = well("203.0.113.20")

CLIENT = """
import json, sys, urllib.request as u
told = json.load(sys.stdin)
def call(path, data=None, token=None, method=None):
    headers = {"Authorization": "Bearer " + token} if token else {}
    asked = u.Request("http://203.0.113.20:8008/_matrix/client/v3" + path, None if data is None else json.dumps(data).encode(), headers, method=method)
    return json.load(u.urlopen(asked, timeout=20))
def token(name):
    who = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": told["accounts"][name]}
    return call("/login", who)["access_token"]
one, other = sorted(told["accounts"])
a, b = token(one), token(other)
for name in told["gateways"]:
    call("/pushers/set", {"kind": "http", "app_id": name, "pushkey": name, "app_display_name": "x", "device_display_name": "x", "lang": "ja", "append": True, "data": {"url": f"https://{name}/_matrix/push/v1/notify"}}, b)
room = call("/createRoom", {"invite": [f"@{other}:chat.kakuu.example"], "is_direct": True, "preset": "trusted_private_chat"}, a)["room_id"]
call(f"/join/{room}", {}, b)
call(f"/rooms/{room}/send/m.room.message/1", {"msgtype": "m.text", "body": told["text"]}, a, "PUT")
"""

TUNNEL = """
import http.client, sys
held = http.client.HTTPConnection(sys.argv[1], 3128, timeout=8)
held.set_tunnel(sys.argv[2], int(sys.argv[3]))
try:
    held.connect()
    print("through")
except OSError as error:
    print(error)
"""


class Said:
    """What a helper outside prints, line by line."""

    def __init__(self, child):
        self.lines = queue.Queue()
        threading.Thread(target=self._read, args=(child.stdout,), daemon=True).start()

    def _read(self, stream):
        for line in stream:
            self.lines.put(json.loads(line))

    def next(self, seconds):
        return self.lines.get(timeout=seconds)

    def all(self):
        found = []
        while not self.lines.empty():
            found.append(self.lines.get())
        return found


@contextmanager
def helper(whole, place, *arguments):
    """Run a piece of the world outside in a place's network."""
    script = str(Path(__file__).with_name("outside.py"))
    child = subprocess.Popen(
        [*whole.lab.at(place), sys.executable, "-I", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        said = Said(child)
        assert said.next(20) == {"ready": True}
        yield said
    finally:
        child.communicate(timeout=20)


@pytest.fixture(scope="module")
def names(whole):
    with helper(whole, "flow-push-names", "names", ASKED, "53", OUTSIDE) as said:
        yield said


@pytest.fixture(scope="module")
def gateway(whole, tmp_path_factory, names):
    """Run a push gateway of both names, whose certificate the chat server believes while this lasts."""
    folder = tmp_path_factory.mktemp("gateway")
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30"]
    made += ["-subj", "/CN=push", "-addext", f"subjectAltName=DNS:{LISTED},DNS:{UNLISTED}"]
    subprocess.run([*made, "-keyout", folder / "key", "-out", folder / "pem"], check=True, capture_output=True)
    whole.on("chat-1", f"cp -p {BUNDLE} /root/bundle && cat >> {BUNDLE}", (folder / "pem").read_text("ascii"))
    whole.on("chat-1", f"systemctl restart guideline-chat && {WELL}")
    with helper(whole, "outside", "gateway", OUTSIDE, "443", str(folder / "pem"), str(folder / "key")) as said:
        yield said
    whole.on("chat-1", f"cp -p /root/bundle {BUNDLE} && systemctl restart guideline-chat && {WELL}")


def dropped(whole) -> int:
    told = json.loads(whole.on("chat-1", "nft -j list counter inet guideline dropped.output"))["nftables"]
    return next(item["counter"]["packets"] for item in told if "counter" in item)


def test_synapse_is_told_of_the_proxy_where_there_is_one(whole):
    told = yaml.safe_load(whole.on("chat-1", "cat /etc/guideline/homeserver.yaml"))
    assert told["http_proxy"] == told["https_proxy"] == f"http://{PROXY}:3128"
    assert "chat.tonari.example" in told["no_proxy_hosts"]
    assert "proxy" not in whole.on("chat-2", "cat /etc/guideline/homeserver.yaml")


def test_a_push_reaches_the_listed_gateway_and_no_other(whole, gateway, names):
    text = "第二小学校にも避難所を開けました"
    enrol = "/opt/guideline/bin/register_new_matrix_user --no-admin -c /etc/guideline/homeserver.yaml"
    accounts = {"push-one": "aoi-ki-momo-1", "push-other": "aoi-ki-momo-2"}
    for name, password in accounts.items():
        whole.on("chat-1", f"runuser -u synapse -- {enrol} -u {name} -p {password} http://203.0.113.20:8008")
    before = dropped(whole)
    feed = json.dumps({"accounts": accounts, "gateways": [LISTED, UNLISTED], "text": text})
    whole.on("chat-1", f"/usr/bin/python3 -I -c '{CLIENT}'", feed)
    pushed = gateway.next(30)
    assert (pushed["name"], pushed["who"], pushed["path"]) == (LISTED, PROXY, "/_matrix/push/v1/notify")
    # The guideline in force keeps what was written out of pushes.
    assert text not in pushed["said"]
    assert "event_id" in pushed["said"]
    told = "journalctl --no-pager -o cat -u tinyproxy"
    for _ in range(100):
        if "filtered" in whole.on("proxy-1", told):
            break
        time.sleep(0.2)
    assert UNLISTED in "".join(line for line in whole.on("proxy-1", told).splitlines() if "filtered" in line)
    assert {said["name"] for said in gateway.all()} <= {LISTED}
    asked = names.all()
    assert {said["name"] for said in asked} == {LISTED}
    assert {said["who"] for said in asked} == {PROXY}
    # Not one packet was tried past the proxy.
    assert dropped(whole) == before


TUNNELS = [
    (LISTED, 443, "through"),
    (UNLISTED, 443, "403"),
    (f"x{LISTED}", 443, "403"),
    (f"{LISTED}.elsewhere.example", 443, "403"),
    (LISTED, 22, "403"),
    (OUTSIDE, 443, "403"),
]


@pytest.mark.parametrize("name, port, answer", TUNNELS)
def test_the_proxy_lets_out_what_is_listed_and_nothing_else(whole, gateway, name, port, answer):
    said = whole.on("chat-1", f"/usr/bin/python3 -I -c '{TUNNEL}' {PROXY} {name} {port}")
    assert answer in said


def test_the_way_out_past_the_proxy_is_dropped_and_counted(whole, gateway):
    before = dropped(whole)
    tried = f'import socket; socket.create_connection(("{OUTSIDE}", 443), 2)'
    done = whole.lab.machine("chat-1").on(["runuser", "-u", "synapse", "--", "/usr/bin/python3", "-c", tried])
    assert done.returncode != 0
    assert dropped(whole) > before
    done = whole.lab.machine("edge-1").on(["/usr/bin/python3", "-I", "-c", TUNNEL, PROXY, LISTED, "443"])
    assert "through" not in done.stdout


def test_a_list_that_lets_everything_pass_is_seen(whole, gateway):
    """The same question with the list broken: the test above can turn red, and the next apply mends it."""
    whole.on("proxy-1", "echo '.*' > /etc/tinyproxy/guideline-names && systemctl restart tinyproxy")
    said = whole.on("chat-1", f"/usr/bin/python3 -I -c '{TUNNEL}' {PROXY} {UNLISTED} 443")
    assert "through" in said
    changed = whole.run().changed["proxy-1"]
    assert {name.removeprefix("Site | ") for name in changed} == {"Push gateways", "Proxy's service"}
    said = whole.on("chat-1", f"/usr/bin/python3 -I -c '{TUNNEL}' {PROXY} {UNLISTED} 443")
    assert "403" in said

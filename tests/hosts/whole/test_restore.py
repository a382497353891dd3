"""What was acknowledged before the backup is there again on hosts that never saw the old disks."""

from __future__ import annotations

import json
import subprocess

import pytest

from guideline.rehearsal import replaced
from tests.hosts.whole.conftest import well

pytestmark = pytest.mark.rehearsal

WELL = well("203.0.113.20")
ENROL = "/opt/guideline/bin/register_new_matrix_user --no-admin -c /etc/guideline/homeserver.yaml -u kana -p himitsu http://203.0.113.20:8008"

CALL = """
import json, sys, urllib.request as u
told = json.load(sys.stdin)
def call(path, data=None, method=None, kind="application/json", token=told.get("token")):
    headers = {"Content-Type": kind} | ({"Authorization": "Bearer " + token} if token else {})
    asked = u.Request("http://203.0.113.20:8008" + path, data, headers, method=method)
    return u.urlopen(asked, timeout=20).read()
"""
WRITE = (
    CALL
    + """
who = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "kana"}, "password": "himitsu"}
token = json.loads(call("/_matrix/client/v3/login", json.dumps(who).encode()))["access_token"]
room = json.loads(call("/_matrix/client/v3/createRoom", b"{}", token=token))["room_id"]
media = json.loads(call("/_matrix/media/v3/upload", told["file"].encode(), kind="text/plain", token=token))["content_uri"]
for number in range(20):
    body = json.dumps({"msgtype": "m.text", "body": told["text"] + str(number)}).encode()
    event = json.loads(call(f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{number}", body, "PUT", token=token))["event_id"]
keys = json.loads(call("/_matrix/key/v2/server"))["verify_keys"]
print(json.dumps({"token": token, "room": room, "event": event, "media": media, "keys": keys}))
"""
)
READ = (
    CALL
    + """
event = json.loads(call(f"/_matrix/client/v3/rooms/{told['room']}/event/{told['event']}"))
sync = json.loads(call("/_matrix/client/v3/sync"))["rooms"]["join"][told["room"]]["timeline"]["events"]
file = call("/_matrix/client/v1/media/download/" + told["media"][6:]).decode()
keys = json.loads(call("/_matrix/key/v2/server"))["verify_keys"]
print(json.dumps({"body": event["content"]["body"], "last": sync[-1]["event_id"], "file": file, "keys": keys}))
"""
)
TEXT, FILE = "第一小学校に避難所を開けました ", "避難所の名簿\n"


def ssh(whole, host: str, line: str) -> list[str]:
    """Return the command by which the operator runs a line on a host."""
    address = str(whole.lab.machine(host).place.addresses[0])
    options = [f"-oUserKnownHostsFile={whole.lab.known_hosts}", "-oStrictHostKeyChecking=yes", "-oBatchMode=yes"]
    return [
        *whole.lab.at("operator-1"),
        "ssh",
        "-F",
        "none",
        *options,
        "-i",
        str(whole.lab.key),
        f"root@{address}",
        line,
    ]


def restore(whole, host: str) -> subprocess.CompletedProcess[bytes]:
    """Do as the operator does: what the backup host keeps of a host goes to the one in its place."""
    kept = subprocess.run(ssh(whole, "keep-1", f"guideline-kept {host}"), capture_output=True, check=True)
    return subprocess.run(ssh(whole, host, "guideline-restore"), input=kept.stdout, capture_output=True, check=False)


def client(whole, script: str, **told: object) -> dict:
    done = whole.lab.machine("chat-1").on(["/usr/bin/python3", "-I", "-c", script], json.dumps(told))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_backup_restores_to_empty_hosts_and_the_last_acknowledged_message_is_there(whole, world):
    whole.on("chat-1", f"runuser -u synapse -- {ENROL}")
    written = client(whole, WRITE, text=TEXT, file=FILE)
    whole.on("keep-1", "systemctl start guideline-backup.service")
    before = {
        host: whole.on(host, "cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub")
        for host in ("db-1", "chat-1")
    }

    for host, disk in before.items():
        whole.lab = replaced(whole.lab, host, world)
        assert whole.on(host, "cat /etc/machine-id; cat /etc/ssh/ssh_host_ed25519_key.pub") != disk
        assert whole.on(host, "ls /etc/guideline /var/lib/guideline /var/backups/guideline 2>/dev/null || true") == ""
    assert not any(whole.run().failed.values())
    # A new server, which nobody knows and which knows nobody.
    assert whole.on("chat-1", "cat /etc/guideline/secrets/signing.key").split()[2] not in str(written["keys"])

    # Neither is written over while the server runs.
    for host in before:
        refused = restore(whole, host)
        assert refused.returncode != 0
        assert b"nothing was changed" in refused.stderr
    whole.on("chat-1", "systemctl stop guideline-chat")
    for host in before:
        done = restore(whole, host)
        assert done.returncode == 0, done.stderr
    again = whole.run()
    assert not any(again.failed.values()), again.said[-2000:]
    read = client(whole, READ, **written)
    assert read == {"body": f"{TEXT}19", "last": written["event"], "file": FILE, "keys": written["keys"]}
    assert whole.run().changes == 0


def test_what_has_accounts_or_uploads_is_never_written_over(whole):
    whole.on("chat-1", "systemctl stop guideline-chat")
    try:
        for host, why in (("db-1", b"there are accounts"), ("chat-1", b"there are uploads")):
            refused = restore(whole, host)
            assert refused.returncode == 1
            assert why in refused.stderr
    finally:
        whole.on("chat-1", f"systemctl start guideline-chat && {WELL}")


def test_half_a_backup_leaves_the_hosts_as_they_are(whole):
    """The restore can fail: a stream that breaks off changes nothing, and says so by its exit code."""
    kept = subprocess.run(ssh(whole, "keep-1", "guideline-kept db-1"), capture_output=True, check=True).stdout
    whole.on("db-1", "cd /; runuser -u postgres -- createdb -O synapse -T template0 -E UTF8 -l C broken")
    line = "sed s/-d.synapse/-d\\\\ broken/g /usr/local/sbin/guideline-restore > /root/half && chmod 700 /root/half && /root/half"
    done = subprocess.run(ssh(whole, "db-1", line), input=kept[: len(kept) // 2], capture_output=True, check=False)
    assert done.returncode != 0
    count = "cd /; runuser -u postgres -- psql -Atc \"select count(*) from pg_tables where schemaname='public'\" broken"
    assert whole.on("db-1", count) == "0"
    whole.on("db-1", "cd /; runuser -u postgres -- dropdb broken; rm /root/half")

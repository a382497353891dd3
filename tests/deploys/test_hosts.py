"""The internet zone of 架空市 on booted hosts: deployed by SSH after runs that were killed, broken by hand, mended."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from guideline.network import allowed_flows
from guideline.rehearsal import RehearsalError, apply
from guideline.site import bundle_of
from tests.deploys.conftest import DAY

pytestmark = pytest.mark.rehearsal

ASK = """
import json, ssl, sys, urllib.request as u
context = ssl.create_default_context(cafile="/etc/guideline/certificates/site-ca.pem")
def call(path, data=None, token=None, method=None):
    headers = {"Authorization": "Bearer " + token} if token else {}
    asked = u.Request("http://203.0.113.20:8008" + path, None if data is None else json.dumps(data).encode(), headers, method=method)
    return json.load(u.urlopen(asked, timeout=20))
"""


def test_the_database_is_in_c_collation_and_holds_a_verifier_alone(on):
    shown = on(
        "db-1",
        "cd /; runuser -u postgres -- psql -Atc \"select datcollate, datctype, pg_encoding_to_char(encoding) from pg_database where datname='synapse'\"",
    )
    assert shown == "C|C|UTF8"
    kept = on(
        "db-1",
        "cd /; runuser -u postgres -- psql -Atc \"select left(rolpassword, 13) from pg_authid where rolname='synapse'\"",
    )
    assert kept == "SCRAM-SHA-256"
    assert (
        on(
            "db-1",
            "cd /; runuser -u postgres -- psql -Atc \"select count(*) from pg_stat_ssl join pg_stat_activity using (pid) where usename='synapse' and not ssl\"",
        )
        == "0"
    )


def secrets(on) -> list[str]:
    held = (
        on("chat-1", "cat /etc/guideline/secrets/*").split()
        + on("keep-1", "cat /var/backups/guideline/password").split()
    )
    return [word.rpartition(":")[2] for word in held if len(word) > 30]


def test_no_secret_is_in_what_was_said_or_in_a_process_list_or_readable_by_all(zone, on):
    found = secrets(on)
    assert len(found) == 7
    for said in (zone.first.said, zone.run().said):
        assert not [s for s in found if s in said]
    for host in ("chat-1", "db-1", "edge-1", "store-1", "keep-1"):
        lines = on(host, "cat /proc/[0-9]*/cmdline | tr '\\0' ' '; journalctl --no-pager -o cat")
        assert not [s for s in found if s in lines]
        everybody = on(
            host,
            "find /etc /var/lib /opt /srv /var/backups /usr/local -xdev -type f -perm -004 -size -64k -print0 | xargs -0 cat 2>/dev/null | tr -d '\\0'",
        )
        assert not [s for s in found if s in everybody]
    assert on("edge-1", "stat -c '%a %U' /etc/guideline/secrets/*.key") == "600 root"
    assert on("db-1", "stat -c '%a %U' /etc/guideline/secrets/*.key") == "600 postgres"


# What is broken by hand, and what of an apply must mend it.
BROKEN = [
    ("chat-1", "echo 'enable_registration: true' >> /etc/guideline/homeserver.yaml", {"File /etc/guideline/homeserver.yaml"}),
    ("chat-1", "echo 'enable_3pid_changes: true' >> /etc/guideline/homeserver.yaml && systemctl restart guideline-chat", {"File /etc/guideline/homeserver.yaml", "Chat server's service"}),
    ("chat-1", "systemctl stop guideline-chat", {"Chat server's service", "Chat server answers"}),
    ("chat-1", "systemctl disable --quiet guideline-chat", {"Chat server's service"}),
    ("chat-1", "chmod 644 /etc/guideline/secrets/macaroon", {"Secret /etc/guideline/secrets/macaroon"}),
    ("chat-1", "sed -i 's/NoNewPrivileges=yes/NoNewPrivileges=no/' /etc/systemd/system/guideline-chat.service", {"Chat server's unit", "Chat server's service"}),
    ("chat-1", "systemctl stop guideline-steward", {"Steward's service"}),
    ("chat-1", "rm /etc/guideline/stickers/thanks.png", {"Drawn stickers"}),
    ("chat-1", "chmod 666 /etc/guideline/stickers/stickers.json", {"Drawn stickers"}),
    ("chat-1", "systemctl stop guideline-steward && rm /var/lib/guideline-steward/steward/token.json", {"Steward's account on the chat server", "Steward's service"}),
    ("chat-1", "chmod 700 /var/lib/guideline/spool/new", {"Folder /var/lib/guideline/spool/new"}),
    ("edge-1", "systemctl stop guideline-page", {"Page's service", "Page answers"}),
    ("edge-1", "echo >> /etc/guideline/page.json", {"Page's guideline"}),
    ("db-1", "echo 'host all all 0.0.0.0/0 trust' >> /etc/postgresql/15/main/pg_hba.conf && systemctl reload postgresql@15-main", {"Records of who may connect", "Database's service"}),
    ("db-1", "cd /; runuser -u postgres -- psql -qc 'alter role synapse superuser'", {"Role and database"}),
    ("db-1", "cd /; runuser -u postgres -- psql -qc \"alter role synapse password 'guessed'\"", {"Role and database"}),
    ("edge-1", "sed -i 's/TLSv1.2/TLSv1/' /etc/nginx/nginx.conf", {"Edge"}),
    ("edge-1", "sed -i 's/TLSv1.2/TLSv1/' /etc/nginx/nginx.conf && systemctl reload nginx", {"Edge", "Edge's service"}),
    ("edge-1", "rm /etc/guideline/certificates/chat.kakuu.example.pem", {"Certificate of the service", "Edge's service"}),
    ("edge-1", "sed -i 's/PasswordAuthentication no/PasswordAuthentication yes/' /etc/ssh/sshd_config && systemctl reload ssh", {"SSH", "SSH's service"}),
    ("edge-1", "nft delete table inet guideline", {"Packet filter"}),
    ("edge-1", "nft add rule inet guideline input tcp dport 23 accept", {"Packet filter"}),
    ("edge-1", "sed -i 's/policy drop/policy accept/' /etc/guideline/firewall.nft", {"Packet filter"}),
    ("store-1", "echo >> /srv/guideline/pack/manifest.json", {"Offline pack"}),
    ("store-1", "printf x >> /srv/guideline/pack/debs/Packages", {"Offline pack"}),
    ("store-1", "rm /srv/guideline/pack/simple/pyyaml/*.whl", {"Offline pack"}),
]  # fmt: skip


WAITED_FOR = {"Chat server answers", "Page answers"}


def rounds() -> list[list[tuple[str, str, set[str]]]]:
    """Return the table in rounds: in each, at most one thing is broken on a host."""
    by_host: dict[str, list[tuple[str, str, set[str]]]] = {}
    for case in BROKEN:
        by_host.setdefault(case[0], []).append(case)
    return [[cases[n] for cases in by_host.values() if n < len(cases)] for n in range(max(map(len, by_host.values())))]


@pytest.mark.parametrize("together", rounds(), ids=lambda cases: "+".join(host for host, _, _ in cases))
def test_what_is_broken_by_hand_is_mended_and_nothing_else_is_touched(zone, on, together):
    for host, line, _ in together:
        on(host, line)
    done = zone.run()
    assert not any(done.failed.values()), done.said[-3000:]
    wanted = {host: mended for host, _, mended in together}
    for host, names in done.changed.items():
        changed = {name.removeprefix("Site | ") for name in names}
        # A server that has been restarted may or may not have to be waited for.
        assert changed - WAITED_FOR == wanted.get(host, set()) - WAITED_FOR, host
    assert zone.run().changes == 0


CUT = '''from deploys.firewall import packet_filter
packet_filter(name="Cut", seconds=5, text="""table inet guideline
delete table inet guideline
table inet guideline {
	chain input { type filter hook input priority filter; policy drop; ct state established,related accept; }
	chain output { type filter hook output priority filter; policy drop; ct state established,related accept; }
}
""")
'''


def test_an_operator_who_is_cut_off_gets_back_in_by_itself(zone, on, tmp_path):
    script = tmp_path / "cut.py"
    script.write_text(CUT, encoding="utf-8")
    before = on("chat-1", "nft -s list table inet guideline; sha256sum /etc/guideline/firewall.nft")
    with pytest.raises(RehearsalError, match="Error: executed"):
        zone.run(str(script), only=("chat-1",))
    assert on("chat-1", "nft -s list table inet guideline; sha256sum /etc/guideline/firewall.nft") == before
    assert zone.run().changes == 0


def test_what_the_checker_refuses_never_lands_on_a_host(zone, on, tmp_path):
    script = tmp_path / "refused.py"
    script.write_text(
        "from deploys.operations import validated_file\n"
        "validated_file(name='Refused', dest='/etc/ssh/sshd_config', text='PermitRootLogin maybe\\n',"
        " check=('/usr/sbin/sshd', '-t', '-f', '{}'), mode='600')\n",
        encoding="utf-8",
    )
    before = on("chat-1", "sha256sum /etc/ssh/sshd_config")
    with pytest.raises(RehearsalError, match="unsupported option"):
        zone.run(str(script), only=("chat-1",))
    assert on("chat-1", "sha256sum /etc/ssh/sshd_config; ls /etc/ssh/.*staged 2>/dev/null; true") == before


def test_a_pack_with_a_changed_byte_is_refused_by_name_on_both_sides(zone, on, pack, world, tmp_path):
    bad = Path(shutil.copytree(pack["pack"], tmp_path / "pack"))
    wheel = next((bad / "simple").glob("pyyaml/*.whl"))
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)
    name = str(wheel.relative_to(bad))
    state = "cd /srv/guideline && ls -A && sha256sum pack/manifest.json pack/debs/Packages"
    before = on("store-1", state)
    # The operator's side refuses before any host is touched.
    handed = {"as_of": DAY.isoformat(), **pack, "pack": str(bad), "root": str(zone.lab.box.folder / "operator-root")}
    flows = allowed_flows(zone.lab.site, bundle_of(zone.lab.site).at(DAY))
    with pytest.raises(RehearsalError, match=re.escape(name)):
        apply(zone.lab, flows, ("deploys.whole.whole_site",), world, only=("store-1",), data=handed)
    # So does the mirror, to whom it came by another way; what it serves stays as it was.
    on("store-1", "echo >> /srv/guideline/pack/requirements.txt")
    script = tmp_path / "pack.py"
    script.write_text(
        f"from deploys.mirror import offline_pack\noffline_pack(name='Pack', folder={str(bad)!r})\n", encoding="utf-8"
    )
    with pytest.raises(RehearsalError, match=re.escape(f"{name}: changed")):
        zone.run(str(script), only=("store-1",))
    assert on("store-1", state) == before
    done = zone.run()
    assert {host: set(names) for host, names in done.changed.items() if names} == {"store-1": {"Site | Offline pack"}}
    assert zone.run().changes == 0


def test_a_backup_restores_to_an_empty_database_with_the_last_message(zone, on):
    make = "runuser -u synapse -- /opt/guideline/bin/register_new_matrix_user -u kana -p himitsu --no-admin -c /etc/guideline/homeserver.yaml http://203.0.113.20:8008"
    on("chat-1", make)
    said = on("chat-1", "/opt/guideline/bin/python -", ASK + """
token = call("/_matrix/client/v3/login", {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "kana"}, "password": "himitsu"})["access_token"]
room = call("/_matrix/client/v3/createRoom", {}, token)["room_id"]
sent = call(f"/_matrix/client/v3/rooms/{room}/send/m.room.message/1", {"msgtype": "m.text", "body": "第一小学校に避難所を開けました"}, token, "PUT")
print(json.dumps([token, room, sent["event_id"]]))
""")  # fmt: skip
    token, room, event = json.loads(said)
    on("keep-1", "systemctl start guideline-backup.service")
    on("chat-1", "systemctl stop guideline-chat")
    on("db-1", "cd /; runuser -u postgres -- psql -qc 'drop database synapse'")
    assert "Role and database" in str(zone.run(only=("db-1",)).changed)
    env = "RESTIC_REPOSITORY=/var/backups/guideline/repository RESTIC_PASSWORD_FILE=/var/backups/guideline/password RESTIC_CACHE_DIR=/tmp/c"
    dump = zone.lab.box.folder / "dump"
    with dump.open("wb") as stream:
        import subprocess

        ask = [
            "nsenter",
            "-t",
            str(zone.lab.machine("keep-1").leader),
            "-a",
            "--",
            "sh",
            "-c",
            f"{env} restic dump --host db-1 latest db-1",
        ]
        subprocess.run(ask, stdout=stream, check=True)
    feed = ["nsenter", "-t", str(zone.lab.machine("db-1").leader), "-a", "--", "/usr/local/sbin/guideline-restore"]
    with dump.open("rb") as stream:
        subprocess.run(feed, stdin=stream, check=True)
    with dump.open("rb") as stream:
        again = subprocess.run(feed, stdin=stream, check=False, capture_output=True, text=True)
    assert again.returncode == 1
    assert "nothing was changed" in again.stderr
    assert not any(zone.run().failed.values())
    body = on(
        "chat-1",
        "/opt/guideline/bin/python -",
        ASK + f"print(call('/_matrix/client/v3/rooms/{room}/event/{event}', None, {token!r})['content']['body'])",
    )
    assert body == "第一小学校に避難所を開けました"
    assert Path(dump).stat().st_size > 10_000


def test_uploads_work_under_the_shut_unit(on):
    said = on("chat-1", "/opt/guideline/bin/python -", ASK + """
token = call("/_matrix/client/v3/login", {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "kana"}, "password": "himitsu"})["access_token"]
print(call("/_matrix/media/v3/upload", {"a": 1}, token)["content_uri"])
""")  # fmt: skip
    assert said.startswith("mxc://chat.kakuu.example/")
    assert on("chat-1", "stat -c %U /var/lib/guideline/media") == "synapse"

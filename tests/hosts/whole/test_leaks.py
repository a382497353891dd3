"""Secrets planted before the first apply are in use and seen nowhere; whoever lets one be seen is found out."""

from __future__ import annotations

import base64

import pytest

from guideline.rehearsal import RehearsalError, judge_leaks, secrets_of, talk
from guideline.words import say
from tests.hosts.whole.conftest import CANARY

pytestmark = pytest.mark.rehearsal

MACAROON = "/etc/guideline/secrets/macaroon"
VALUE = f"$(cat {MACAROON})"
TOKEN = "/var/lib/guideline-steward/steward/token.json"

LEAKS = [
    ("a secret file opened to all", f"chmod 644 {MACAROON}", f"chmod 600 {MACAROON}", MACAROON),
    ("a copy that all may read", f"umask 022; cat {MACAROON} > /var/tmp/kept", "rm /var/tmp/kept", "/var/tmp/kept"),
    ("a copy in memory", f"umask 022; cat {MACAROON} > /run/kept", "rm /run/kept", "/run/kept"),
    (
        "a secret in an argument",
        f'systemd-run --quiet --collect --unit=leak sh -c ": {VALUE}; sleep 300; :"',
        "systemctl stop leak",
        "/proc",
    ),
    (
        "a secret in a unit",
        f'mkdir -p /etc/systemd/system/nginx.service.d && umask 022 && echo "[Service]\nEnvironment=KEY={VALUE}" > /etc/systemd/system/nginx.service.d/60-leak.conf',
        "rm /etc/systemd/system/nginx.service.d/60-leak.conf",
        "/etc/systemd/system/nginx.service.d/60-leak.conf",
    ),
    (
        "a log of the steward's",
        f"umask 077; cat {TOKEN} > /var/log/steward.log",
        "rm /var/log/steward.log",
        "/var/log/steward.log",
    ),
    ("a secret in a log", f"umask 077; cat {MACAROON} >> /var/log/own.log", "rm /var/log/own.log", "/var/log/own.log"),
]


def seen(whole, printed=None):
    return {(one.subject, one.place.key, one.args["secret"]) for one in judge_leaks(whole.lab, printed or {})}


def test_what_was_planted_is_in_use_and_seen_nowhere(whole, flows, guideline, world):
    talk(whole.lab, flows, guideline, world)
    second = whole.run()
    assert second.changes == 0
    found = secrets_of(whole.lab)
    planted = {(s.host, s.path.rpartition("/")[2]) for s in found if any(CANARY.encode() in w for w in s.words)}
    named = ("macaroon", "form", "registration", "signing.key", "database.pgpass", "steward")
    assert planted == {
        *((c, n) for c in ("chat-1", "chat-2") for n in named),
        ("keep-1", "password"),
        ("keep-2", "password"),
    }
    kinds = {s.path.rpartition("/")[2] for s in found}
    assert {"authority.key", "key", "ssh_host_ed25519_key", "chat.kakuu.example.key", "accounts-chat-1"} <= kinds
    # What the steward was given for its password lies with it alone.
    assert {(s.host, s.path) for s in found} >= {(c, TOKEN) for c in ("chat-1", "chat-2")}
    assert seen(whole, {"apply 1": whole.first.said, "apply 2": second.said}) == set()
    # What was printed tells every command, or it would prove nothing.
    assert "umask 077 && cat >" in whole.first.said


@pytest.mark.parametrize("name, how, undo, where", LEAKS, ids=lambda value: value if " " in value else "")
def test_whoever_lets_a_secret_be_seen_is_found_out(whole, name, how, undo, where):
    whole.on("chat-2", how)
    try:
        found = {one.place.key: one for one in judge_leaks(whole.lab, {})}
    finally:
        whole.on("chat-2", undo)
    assert where in found, name
    found = found[where]
    assert (found.rule, found.subject) == ("rehearsal/secret-shown", "chat-2")
    assert found.args["secret"] == f"chat-2:{TOKEN if TOKEN in how else MACAROON}"
    for lang in ("ja", "en"):
        told = say(lang, found.say, **found.args)
        assert where in told
        assert CANARY not in told


DEPLOY = """from pyinfra.operations import server
server.shell(name="{name}", commands=["true {argument}"])
"""


@pytest.mark.parametrize("place", ["name", "argument"])
def test_a_deploy_that_prints_a_secret_is_found_out(whole, tmp_path, place):
    value = whole.on("chat-2", f"cat {MACAROON}")
    script = tmp_path / "leaking.py"
    script.write_text(DEPLOY.format(**{"name": "Own", "argument": "", place: value}), encoding="utf-8")
    try:
        said = whole.run(str(script), only=("chat-2",)).said
    except RehearsalError as error:
        said = str(error.args_)
    assert ("operator", "apply", f"chat-2:{MACAROON}") in seen(whole, {"apply": said})


def test_the_authoritys_key_opened_to_all_is_found_out(whole):
    (key,) = (s for s in secrets_of(whole.lab) if s.path.endswith("admin/authority.key"))
    path = whole.lab.box.folder / key.path
    path.chmod(0o644)
    try:
        assert seen(whole) >= {("operator", key.path, f"operator:{key.path}")}
    finally:
        path.chmod(0o600)
    assert not {one for one in seen(whole) if one[2] == f"operator:{key.path}"}


def test_a_secret_in_the_journal_is_found_out(whole):
    whole.on("chat-1", "logger < /etc/guideline/secrets/form && journalctl --sync")
    assert ("chat-1", "journal", "chat-1:/etc/guideline/secrets/form") in seen(whole)


def test_the_planted_key_signs(whole):
    (key,) = (s for s in secrets_of(whole.lab) if (s.host, s.path) == ("chat-1", "/etc/guideline/secrets/signing.key"))
    assert len(base64.b64decode(key.words[0] + b"=")) == 32

"""The steward's programs on a host: its account made once, its stickers fetched as they were signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploys import enrolled
from deploys.backup import GIVE_CHAT, RESTORE_CHAT, RESTORE_DATABASE
from deploys.steward import FETCH, Drawn
from guideline.settings import STEWARD, STEWARD_PASSWORD, STEWARD_STATE, STEWARD_USER

SECRET, PASSWORD = "shared-secret-of-the-server", "word-of-the-steward"
REGISTER = "/_synapse/admin/v1/register"


class Server(BaseHTTPRequestHandler):
    """A chat server that registers by its shared secret and knows one token, and a mirror that hands out files."""

    accounts: dict[str, str]
    tokens: set[str]
    files: dict[str, bytes]

    def do_GET(self) -> None:
        if self.path == REGISTER:
            self._say(200, {"nonce": "n1"})
        elif self.path.endswith("/whoami"):
            known = self.headers["Authorization"].removeprefix("Bearer ") in self.tokens
            self._say(200 if known else 401, {"user_id": "@guideline:x"} if known else {"errcode": "M_UNKNOWN_TOKEN"})
        else:
            self._say(200, self.files[self.path.rpartition("/")[2]])

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        signed = f"n1\0{told['username']}\0{told['password']}\0notadmin".encode()
        if told["mac"] != hmac.new(SECRET.encode(), signed, "sha1").hexdigest() or told["admin"]:
            self._say(403, {"errcode": "M_FORBIDDEN"})
        elif told["username"] in self.accounts:
            self._say(400, {"errcode": "M_USER_IN_USE"})
        else:
            self.accounts[told["username"]] = told["password"]
            self._say(200, {"access_token": "t0"})

    def _say(self, status: int, body: object) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def server():
    handler = type("Handler", (Server,), {"accounts": {}, "tokens": set(), "files": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        handler.url = f"http://127.0.0.1:{listening.server_address[1]}"
        yield handler
        listening.shutdown()


def run(program: str, *arguments: str, feed: object = None) -> subprocess.CompletedProcess[str]:
    text = None if feed is None else json.dumps(feed)
    command = [sys.executable, "-I", "-c", program, *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=60)


# ---------------------------------------------------------------- the account


@pytest.fixture
def told(server, tmp_path):
    for name, word in (("registration", SECRET), ("steward", PASSWORD)):
        (tmp_path / name).write_text(f"{word}\n", encoding="ascii")
    who = {"server": server.url, "user": STEWARD, "name": "お世話係"}
    return {**who, "secret": str(tmp_path / "registration"), "password": str(tmp_path / "steward")}


ENROL = Path(enrolled.__file__).read_text("utf-8")


def test_the_account_is_made_once_and_stays(server, told, tmp_path):
    for _ in range(2):
        done = run(ENROL, "enrol", feed=told)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        (tmp_path / "steward").write_text("another-word\n", encoding="ascii")
    assert server.accounts == {STEWARD: PASSWORD}


def test_a_server_that_says_no_is_no_account_and_no_secret_is_said(server, told, tmp_path):
    (tmp_path / "registration").write_text("another-secret-of-nobody\n", encoding="ascii")
    done = run(ENROL, "enrol", feed=told)
    assert done.returncode != 0
    assert server.accounts == {}
    assert not any(word in done.stdout + done.stderr for word in (PASSWORD, "another-secret-of-nobody"))


@pytest.mark.parametrize("kept, said", [("t1", "well"), ("t2", "-"), (None, "-"), ("", "-")])
def test_a_token_that_the_server_knows_is_known(server, tmp_path, kept, said):
    server.tokens = {"t1"}
    file = tmp_path / "token.json"
    if kept is not None:
        file.write_text(json.dumps({"url": server.url, "token": kept}) if kept else "{", encoding="utf-8")
    assert run(ENROL, "known", str(file)).stdout.strip() == said


# ---------------------------------------------------------------- the stickers


@pytest.fixture
def drawn(server, tmp_path):
    server.files = {"thanks.png": b"\x89PNG thanks", "stickers.json": b"{}"}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in server.files.items()}
    return {"folder": str(tmp_path / "stickers"), "url": f"{server.url}/stickers/", "files": digests}


def held(drawn) -> dict[str, str]:
    """Return what the fact would tell of the folder."""
    command = Drawn().command(drawn["folder"]).get_raw_value()
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    return Drawn().process(done.stdout.splitlines())


def test_the_stickers_are_fetched_whole_and_what_was_there_goes(drawn, tmp_path):
    old = tmp_path / "stickers"
    old.mkdir()
    (old / "gone.png").write_bytes(b"x")
    assert run(FETCH, feed=drawn).returncode == 0
    assert {path.name for path in old.iterdir()} == {"thanks.png", "stickers.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["stickers"]
    assert {key: value for key, value in held(drawn).items() if key} == drawn["files"]
    assert held(drawn)[""].split()[::2] == ["644", "755"]


def test_what_is_not_as_it_was_signed_leaves_all_as_it_is(server, drawn, tmp_path):
    assert run(FETCH, feed=drawn).returncode == 0
    before = held(drawn)
    server.files["thanks.png"] = b"\x89PNG another"
    done = run(FETCH, feed=drawn)
    assert done.returncode != 0
    assert "thanks.png" in done.stderr
    assert held(drawn) == before
    assert [path.name for path in tmp_path.iterdir()] == ["stickers"]


def test_where_there_is_nothing_the_fact_says_so(tmp_path):
    assert held({"folder": str(tmp_path / "none")}) == {"": ""}


# ---------------------------------------------------------------- what backups know of it


def test_backups_speak_of_the_same_account_and_places():
    assert f"'@{STEWARD}:%'" in RESTORE_DATABASE
    assert f"var/lib/{STEWARD_STATE}" in GIVE_CHAT
    assert f"$secrets/{STEWARD_PASSWORD}" in GIVE_CHAT
    assert f"chown -R {STEWARD_USER}:" in RESTORE_CHAT

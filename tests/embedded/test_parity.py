"""What the running module refuses is what ``lint`` finds: every labelled message, sent for real, no difference.

Every rule is enforced, so that the server's refusal lists all the rules that it raised.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import httpx
import pytest

from guideline.bundle import load_bundle
from guideline.messages import Linter, Message

DATA = Path(__file__).resolve().parents[1] / "data"
ROOMS = [(channel, zone) for channel in ("talk", "bulletin", "external") for zone in ("internet", "admin")]
BUNDLE = """\
schema: guideline/1
id: enforced
version: "1.0.0"
title: すべて拒む
authority: 架空市
extends: reference
effective: {from: 2026-10-01}
"""


def enforced(folder: Path) -> Path:
    """Write a layer over the baseline that refuses whatever a message rule raises."""
    lines = ["chapter: {id: enforced, title: 拒む}\nclauses:\n"]
    for clause in load_bundle("reference").content["clauses"]:
        rules = [c["rule"] for c in clause["controls"] if c["control"] == "message"]
        if rules == ["channel/board-writers"]:
            lines.append(f"  - {{id: {clause['id']}, withdrawn: true, because: 書き手はここでは問わない}}\n")
        elif rules:
            lines.append(f"  - id: {clause['id']}\n    controls:\n")
            lines += [f"      - message: {{rule: {rule}, enforce: refuse}}\n" for rule in rules]
    (folder / "clauses").mkdir(parents=True)
    (folder / "bundle.yaml").write_text(BUNDLE, "utf-8")
    (folder / "clauses" / "enforced.yaml").write_text("".join(lines), "utf-8")
    return folder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sender:
    """A person's plain HTTP connection to the server."""

    def __init__(self, url: str, user: str, password: str) -> None:
        self._http = httpx.Client(base_url=f"{url}/_matrix/client/v3", trust_env=False, timeout=30)
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password}
        token = self._ask("POST", "/login", login).json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def room(self, channel: str, zone: str, invite: str) -> str:
        state = {"type": "guideline.room", "state_key": "", "content": {"class": channel, "zone": zone}}
        body = {"preset": "private_chat", "initial_state": [state], "invite": [invite]}
        return self._ask("POST", "/createRoom", body).json()["room_id"]

    def wait_until_in(self, rooms: set[str]) -> None:
        while not rooms <= set(self._ask("GET", "/joined_rooms").json()["joined_rooms"]):
            time.sleep(0.1)

    def close(self) -> None:
        self._http.close()

    def send(self, room: str, number: str, text: str) -> set[str]:
        """Send a message; return the rules for which it was refused."""
        body = {"msgtype": "m.text", "body": text}
        answer = self._ask("PUT", f"/rooms/{room}/send/m.room.message/{number}", body)
        if answer.status_code == 200:
            return set()
        assert answer.status_code == 403, answer.text
        return set(answer.json()["guideline"]["rules"])

    def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        while True:
            answer = self._http.request(method, path, json=body)
            if answer.status_code != 429:
                return answer
            time.sleep(answer.json().get("retry_after_ms", 100) / 1000)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """A site whose module enforces everything: its sender, its rooms, and the linter of the same bundle."""
    folder = tmp_path_factory.mktemp("parity")
    policy, state = enforced(folder / "policy"), folder / "up"
    command = [sys.executable, "-m", "guideline", "up", "--policy", str(policy), "--state", str(state)]
    start = [*command, "--detach", "--port", str(_free_port())]
    done = subprocess.run(start, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    url = json.loads((state / "running.json").read_text("utf-8"))["url"]
    passwords = json.loads((state / "secrets" / "passwords.json").read_text("utf-8"))
    steward = Sender(url, "guideline", passwords["guideline"])
    sender = Sender(url, "sato", passwords["sato"])
    rooms = {kind: steward.room(*kind, "@sato:chat.kakuu.example") for kind in ROOMS}
    sender.wait_until_in(set(rooms.values()))
    steward.close()
    yield sender, rooms, Linter(load_bundle(policy).at(date.today()))  # noqa: DTZ011 - the server's own day
    sender.close()
    subprocess.run([*command, "--stop"], check=True, capture_output=True)


def differences(refusing, file: str) -> list[str]:
    sender, rooms, linter = refusing
    found = []
    for number, line in enumerate((DATA / file).read_text("utf-8").splitlines()):
        said = json.loads(line)
        linted = {f.rule for f in linter.judge(Message(said["id"], said["text"], said["channel"], said["zone"]))}
        refused = sender.send(rooms[said["channel"], said["zone"]], f"{file}-{number}", said["text"])
        if linted != refused:
            found.append(f"{said['id']}: lint {sorted(linted)}, server {sorted(refused)}")
    return found


def test_the_server_and_lint_agree_on_every_message_labelled_blind(refusing):
    assert differences(refusing, "messages-blind.jsonl") == []


@pytest.mark.proof
def test_the_server_and_lint_agree_on_every_message_of_our_own(refusing):
    assert differences(refusing, "messages-dev.jsonl") == []


def test_a_difference_would_be_seen(refusing, tmp_path, monkeypatch):
    """A linter that knows nothing differs wherever the server refuses."""
    sender, rooms, _ = refusing
    (tmp_path / "few.jsonl").write_text(
        '{"id": "1", "text": "了解しました", "channel": "talk", "zone": "internet"}\n'
        '{"id": "2", "text": "3時に伺います", "channel": "talk", "zone": "internet"}\n',
        "utf-8",
    )
    monkeypatch.setattr(sys.modules[__name__], "DATA", tmp_path)
    (found,) = differences((sender, rooms, Linter.of([])), "few.jsonl")
    assert found.startswith("1: lint []")

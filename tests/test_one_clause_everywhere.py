"""The promise of the kit: change a clause once, and everything that follows from it has changed, and nothing else.

One phrase, one peer, one level and one number of minutes are changed in YAML, each alone. The table below
says which projections follow; the test finds exactly those changed and every other one byte for byte as before.
"""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

import nio
import pytest

from guideline.bundle import load_bundle
from guideline.bundle.model import Guideline, TimerControl
from guideline.messages import Linter, Message
from guideline.publish import document, show_coverage
from guideline.report import Judged, write
from guideline.settings import judge
from guideline.settings import write as write_settings
from guideline.site import load_site
from guideline.source import packaged
from guideline.steward import Check, read_people, standing

DAY = date(2026, 11, 1)
PHRASE = "がってん承知之助！"
DRAFTS = (PHRASE, "了解しました", "明日10時に第2会議室へ変更します。以上です。", "明日10時に変更します。")


class World:
    """A copy of Kakuu's guideline and site, which a test may change."""

    def __init__(self, folder: Path) -> None:
        self.policy = folder / "policies" / "kakuu"
        self.inventory = folder / "inventory" / "kakuu"
        shutil.copytree(packaged("policies") / "kakuu", self.policy)
        shutil.copytree(packaged("inventory") / "kakuu", self.inventory)
        self.read()
        self.yesterday = self._homeserver()

    def read(self) -> None:
        """Read the guideline and the site again, as every command does."""
        self.guideline: Guideline = load_bundle(self.policy).at(DAY)
        self.site = load_site(self.inventory)

    def change(self, file: Path, old: str, new: str) -> None:
        """Change one line of YAML, as an author would; the test fails when the line isn't there."""
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), "utf-8")

    def document(self) -> str:
        return _without_digest(document(self.guideline, "markdown", "ja"), self.guideline)

    def lint(self) -> str:
        guideline = self.guideline
        linter = Linter(guideline)
        judged = (Judged("-", text, tuple(linter.judge(Message(id="-", text=text)))) for text in DRAFTS)
        out = io.StringIO()
        write("jsonl", judged, out, guideline=guideline, lang="ja")
        return _without_digest(out.getvalue(), guideline)

    def verdict(self) -> str:
        """What the validator says of the homeserver.yaml that was right yesterday."""
        host = self.site.host("chat-1")
        findings = judge("synapse", self.yesterday, "homeserver.yaml", self.guideline, site=self.site, host=host)
        return json.dumps([[f.rule, f.place.line, f.place.key] for f in findings])

    def firewall(self) -> str:
        text = write_settings("nftables", self.guideline, self.site, self.site.host("edge-1"))
        return _without_digest(text, self.guideline)

    def phones(self) -> str:
        """Who is to be phoned four minutes after the safety check, nobody having read it."""
        timer = next(c for c in self.guideline.of(TimerControl) if c.of == "safety-check" and c.do == "phone")
        return json.dumps(sorted(self._whom(timer)), ensure_ascii=False)

    def coverage(self) -> str:
        return show_coverage(self.guideline, "text", "ja")

    def _whom(self, timer: TimerControl) -> list[str]:
        posted = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
        people = read_people(packaged("inventory") / "embedded" / "people.csv")
        check = Check("1", "!room", "$post", posted)
        now = posted + timedelta(minutes=4)
        return [person.user for person in standing(check, people, "kakuu.example", timer.after, now).phone]

    def _homeserver(self) -> str:
        return write_settings("synapse", self.guideline, self.site, self.site.host("chat-1"))


def _without_digest(text: str, guideline: Guideline) -> str:
    """The digest of what is meant changes with every change: that is its task, and it isn't compared here."""
    return text.replace(guideline.digest, "DIGEST").replace(guideline.digest[:12], "DIGEST")


def a_phrase(world: World) -> None:
    clauses = world.policy / "clauses" / "10-writing.yaml"
    world.change(
        clauses,
        "rule: etiquette/acknowledgement\n",
        "rule: etiquette/acknowledgement\n          add: [がってん承知之助]\n",
    )


def a_peer(world: World) -> None:
    world.change(
        world.inventory / "site.yaml",
        "  - name: chat.tonari.internal\n",
        "  - name: chat.minato.example\n    zone: internet\n    addresses: [198.51.100.30]\n  - name: chat.tonari.internal\n",
    )


def a_level(world: World) -> None:
    clauses = world.policy / "clauses" / "10-writing.yaml"
    world.change(clauses, "    level: should\n", "    level: may\n")


def a_number_of_minutes(world: World) -> None:
    with (world.policy / "parameters.yaml").open("a", encoding="utf-8") as stream:
        stream.write('  - {id: safety.unread-minutes, values: {"2026-04-01": 3}}\n')


class Live:
    """Kakuu's trial site on loopback, run by the command line on the world's YAML, and met by a real client."""

    def __init__(self, world: World, state: Path) -> None:
        self.state = state
        self._site = ["--policy", str(world.policy), "--state", str(state)]

    def __enter__(self) -> Self:
        self._up("--detach", "--port", str(_free_port()))
        self.facts = json.loads((self.state / "running.json").read_text("utf-8"))
        return self

    def __exit__(self, *_: object) -> None:
        self._up("--stop")

    def obey(self, change: Callable[[World], None], world: World) -> None:
        """Change the YAML under the running server and wait until it obeys."""
        before = self._digest()
        change(world)
        _until(lambda: self._digest() != before, "the new guideline")

    def answer(self, user: str) -> list[str]:
        """Send the phrase, and a greeting after it; return what the steward said of the phrase.

        The steward speaks in the order of the messages: once it has spoken of the greeting, it has said all
        that it had to say of the phrase.
        """
        return asyncio.run(self._answer(user))

    async def _answer(self, user: str) -> list[str]:
        client = nio.AsyncClient(self.facts["url"], f"@{user}:chat.kakuu.example")
        passwords = json.loads((self.state / "secrets" / "passwords.json").read_text("utf-8"))
        try:
            await client.login(passwords[user], device_name="test")
            for text in (PHRASE, "お疲れ様です。鍵は守衛室です。"):
                content = {"msgtype": "m.text", "body": text}
                sent = await client.room_send(self.facts["rooms"]["talk"], "m.room.message", content)
                assert isinstance(sent, nio.RoomSendResponse), sent
            said = await _until_async(lambda: self._said(client), lambda words: any("挨拶" in word for word in words))
            return [word for word in said if "挨拶" not in word]
        finally:
            await client.close()

    async def _said(self, client: nio.AsyncClient) -> list[str]:
        await client.sync(full_state=True)
        found: list[str] = []
        for room in client.rooms.values():
            if room.room_id not in self.facts["rooms"].values():
                page = await client.room_messages(room.room_id, start="", limit=50)
                found += [event.body for event in page.chunk if isinstance(event, nio.RoomMessage)]
        return found

    def _digest(self) -> str:
        digest: str = json.loads((self.state / "state" / "status.json").read_text("utf-8"))["digest"]
        return digest

    def _up(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "guideline", "up", *self._site, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _until(true: Callable[[], bool], what: str) -> None:
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


async def _until_async(ask: Callable[[], Awaitable[list[str]]], enough: Callable[[list[str]], bool]) -> list[str]:
    for _ in range(200):
        said = await ask()
        if enough(said):
            return said
        await asyncio.sleep(0.1)
    raise AssertionError("waited in vain for the steward")


FOLLOWS: dict[Callable[[World], None], set[str]] = {
    a_phrase: {"lint"},
    a_peer: {"verdict", "firewall"},
    a_level: {"document", "coverage"},
    a_number_of_minutes: {"document", "phones"},
}
PROJECTIONS = ("document", "lint", "verdict", "firewall", "phones", "coverage")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def projections(world: World) -> dict[str, str]:
    world.read()
    return {name: getattr(world, name)() for name in PROJECTIONS}


@pytest.mark.parametrize("change", FOLLOWS, ids=lambda change: change.__name__)
def test_what_follows_from_one_change_and_nothing_else(change: Callable[[World], None], world: World) -> None:
    before = projections(world)
    change(world)
    after = projections(world)
    assert {name for name in PROJECTIONS if before[name] != after[name]} == FOLLOWS[change]


def test_all_four_together(world: World) -> None:
    before = projections(world)
    for change in FOLLOWS:
        change(world)
    after = projections(world)
    assert all(before[name] != after[name] for name in PROJECTIONS)


def test_the_running_server_follows_the_phrase_and_nothing_else(world: World, tmp_path: Path) -> None:
    with Live(world, tmp_path / "up") as live:
        assert live.answer("sato") == []
        live.obey(a_level, world)
        live.obey(a_number_of_minutes, world)
        assert live.answer("suzuki") == []
        live.obey(a_phrase, world)
        (word,) = live.answer("tanaka")
    assert "スタンプは「了解」" in word
    assert "第13条" in word


def test_yesterdays_homeserver_was_right_yesterday(world: World) -> None:
    assert world.verdict() == "[]"
    a_peer(world)
    world.read()
    assert [rule for rule, *_ in json.loads(world.verdict())] == ["synapse/federation-whitelist"]


def test_the_phone_list_follows_the_minutes(world: World) -> None:
    assert json.loads(world.phones()) == []
    a_number_of_minutes(world)
    world.read()
    assert len(json.loads(world.phones())) == 5

"""A page on the invented city's guideline, with a clock that stands still until a test moves it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn

from guideline.bundle import Bundle, load_bundle
from guideline.web import Limits, Settings, make_app
from guideline.web.serving import configuration
from tests.web.chatserver import ChatServer
from tests.web.talking import TrialSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser

with warnings.catch_warnings():
    # Starlette would rather have a successor of httpx that we don't pin.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

DAY = date(2026, 11, 2)


@dataclass
class World:
    """What a test may change while the page runs."""

    bundle: Bundle
    now: float = 1000.0
    day: date = DAY
    stamp: int = 0
    load: Callable[[], Bundle] | None = None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrialSite]:
    """A whole trial site of a file's own: Synapse, steward and page."""
    running = TrialSite(tmp_path_factory.mktemp("trial"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for those tests that look at the pages as people do."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def kakuu() -> Bundle:
    return load_bundle("kakuu")


@pytest.fixture
def world(kakuu: Bundle) -> World:
    return World(kakuu)


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings(
        load=lambda: world.load() if world.load else world.bundle,
        stamp=lambda: world.stamp,
        today=lambda: world.day,
        clock=lambda: world.now,
        moment=lambda: 1_793_500_000.0 + world.now,
        chance=lambda count: b"k" * count,
        limits=Limits(burst=10_000),
    )


@pytest.fixture
def make(settings: Settings) -> Callable[..., TestClient]:
    def client(**changed: Any) -> TestClient:
        return TestClient(make_app(replace(settings, **changed)), base_url="http://page.example")

    return client


@pytest.fixture
def page(make: Callable[..., TestClient]) -> TestClient:
    return make()


@pytest.fixture
def submit(page: TestClient) -> Callable[..., Any]:
    """Fill in the form as a browser does and press a button; return the answer."""

    def press(text: str, **fields: str) -> Any:
        html = page.get("/").text
        found = re.search(r'name="token" value="([^"]+)"', html)
        assert found
        return page.post("/", data={"token": found[1], "text": text, "do": "judge", **fields})

    return press


@pytest.fixture
def listen(settings: Settings) -> Iterator[Callable[..., tuple[str, int]]]:
    """Put the page behind a real socket, as ``serve`` does, and return its address."""
    running = []

    def start(**changed: Any) -> tuple[str, int]:
        app = make_app(replace(settings, **changed))
        server = uvicorn.Server(configuration(app, "127.0.0.1", 0))
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((server, thread, listening))
        return listening.getsockname()

    yield start
    for server, thread, listening in running:
        server.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture
def chat() -> ChatServer:
    return ChatServer()


@pytest.fixture
def enter(make: Callable[..., TestClient], chat: ChatServer) -> Callable[..., TestClient]:
    """Open the page with a chat server behind it, and log in with it."""
    shared: dict[str, Any] = {}

    def log_in(user: str = "sato", password: str | None = None, **changed: Any) -> TestClient:
        if "app" not in shared or changed:
            shared["app"] = make(
                chat="http://chat.example", transport=httpx.MockTransport(chat), chance=os.urandom, **changed
            ).app
        client = TestClient(shared["app"], base_url="http://page.example")
        if user:
            answer = client.post("/login", data=filled(client, user, password or chat.passwords[user]))
            assert answer.status_code == 200, answer.text
        return client

    return log_in


def filled(client: TestClient, user: str, password: str, **fields: str) -> dict[str, str]:
    """Fill in the log-in's form as a browser does."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/login", headers={"cookie": ""}).text)
    assert token
    return {"token": token[1], "user": user, "password": password, **fields}


@pytest.fixture(name="filled")
def _filled() -> Callable[..., dict[str, str]]:
    return filled


def post(client: TestClient, room: str, text: str = "", do: str = "send", **fields: str) -> Any:
    """Press a button of the composer as a browser does."""
    html = client.get(f"/rooms/{room}").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    hidden["form"] = re.findall(r'name="form" value="([^"]+)"', html)[-1]
    return client.post(f"/rooms/{room}", data={**hidden, "text": text, "do": do, **fields})


@pytest.fixture(name="post")
def _post() -> Callable[..., Any]:
    return post

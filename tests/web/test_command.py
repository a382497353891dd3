"""``guideline page`` from outside: it serves, ends when told, and says in words why it can't begin."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from guideline.embedded import Children, Folder, any_free

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "ja_JP.UTF-8"}


def answer(port: int, path: str = "/health", **options) -> httpx.Response | None:
    """Wait for the page and ask it; None when it never answers."""
    for _ in range(300):
        try:
            return httpx.request(options.get("method", "GET"), f"http://127.0.0.1:{port}{path}", headers=options.get("headers"), json=options.get("json"), trust_env=False)  # fmt: skip
        except httpx.TransportError:
            time.sleep(0.1)
    return None


@pytest.fixture
def begin(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    started = []

    def run(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "guideline", "page", *arguments]
        child = subprocess.Popen(command, env=ENVIRONMENT, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        started.append(child)
        return child

    yield run
    for child in started:
        child.kill()
        child.communicate()


def test_it_serves_keeps_no_word_and_ends_when_told(begin, tmp_path):
    port = any_free()
    tokens = tmp_path / "tokens"
    tokens.write_text(f"{hashlib.sha256(b'gateway').hexdigest()}  # a gateway\n", encoding="ascii")
    child = begin("--policy", "sanjo", "--port", str(port), "--tokens", str(tokens))
    assert answer(port).text == "OK"
    message = {"text": "お疲れ様です。ひみつの会議"}
    assert answer(port, "/api/lint", method="POST", json=message).status_code == 401
    headers = {"authorization": "Bearer gateway"}
    assert answer(port, "/api/lint", method="POST", json=message, headers=headers).json()["guideline"] == "sanjo"
    child.terminate()
    out, told = child.communicate(timeout=20)
    assert child.returncode == 0
    assert (out.decode(), "職員のページ" in told.decode(), told.decode().count("\n")) == ("", True, 1)


def test_it_says_why_it_cannot_begin(begin, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        bad = tmp_path / "bad"
        bad.write_text("secret\n", encoding="ascii")
        for arguments, code, word in (
            (("--port", port), 5, "待ち受けられません"),
            (("--policy", str(tmp_path)), 3, "見つかりません"),
            (("--tokens", str(bad)), 2, "SHA-256"),
            (("--tokens", str(tmp_path / "none")), 2, "読めません"),
        ):
            child = begin(*arguments)
            _, told = child.communicate(timeout=60)
            assert child.returncode == code
            assert word in told.decode()
            assert "Traceback" not in told.decode()


def test_a_saved_bundle_is_taken_up(begin, tmp_path):
    import shutil

    policy = Path(shutil.copytree(ROOT / "policies" / "sanjo", tmp_path / "sanjo"))
    port = any_free()
    begin("--policy", str(policy), "--port", str(port))
    before = answer(port, "/api/guideline").json()["version"]
    described = policy / "bundle.yaml"
    text = described.read_text(encoding="utf-8")
    described.write_text(text.replace(f'"{before}"', '"9.9.9"'), encoding="utf-8")
    seen = [time.sleep(0.3) or answer(port, "/api/guideline").json()["version"] for _ in range(10)]
    assert (before, seen[-1]) == (before, "9.9.9")


def test_the_embedded_site_starts_it_on_its_own_bundle(tmp_path, kakuu):
    folder = Folder(tmp_path / "up")
    folder.make()
    folder.keep(folder.bundle, kakuu.to_json())
    folder.keep_json(folder.status, {"state": "in-force", "version": "1.2.0", "failures": {"count": 0}})
    children, port = Children(folder, ENVIRONMENT, time.sleep), any_free()
    children.start_page(port, "http://127.0.0.1:9")
    try:
        assert "有効です" in answer(port, "/state").text
        assert children.running("page")
    finally:
        assert children.end_all() == []
    assert not children.running("page")

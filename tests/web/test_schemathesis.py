"""schemathesis, which knows nothing of us but the description of the API, asks the real server and finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from starlette.responses import Response

from guideline.web import api

pytestmark = pytest.mark.browser  # in the tier of what needs a running page

PHASES = "examples,coverage,fuzzing"


@pytest.fixture
def ask(listen, tmp_path):
    """Run schemathesis against a page; return its exit code and what it says."""

    def run(examples: int = 40, **changed):
        host, port = listen(**changed)
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "run", f"http://{host}:{port}/api/openapi.json"),
            *("--phases", PHASES, "--max-examples", str(examples), "--seed", "1", "--checks", "all"),
            *("--generation-database", "none", "--no-color", "--request-timeout", "10"),
        ]
        environment = {**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path), "NO_PROXY": "*"}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


def test_nothing_is_found(ask):
    code, told = ask()
    assert code == 0, told[-4000:]
    assert "No issues found" in told


@pytest.mark.parametrize(
    "broken, expected",
    [
        (lambda: Response("{", media_type="application/json"), "JSON"),
        (lambda: Response("{}", media_type="application/json"), "violates schema"),
        (lambda: Response("a", 418, media_type="text/plain"), "Undocumented"),
        (lambda: Response("", 500, media_type="application/json"), "Server error"),
    ],
)
def test_a_broken_handler_is_found(ask, monkeypatch, broken, expected):
    async def answer(request):
        await request.body()
        return broken()

    (route,) = [one for one in api.ROUTES if one.path == "/api/fix"]
    monkeypatch.setattr(route, "app", _as_app(answer))
    code, told = ask(3)
    assert code == 1
    assert expected in told
    assert "POST /api/fix" in told


def _as_app(answer):
    from starlette.routing import request_response

    return request_response(answer)

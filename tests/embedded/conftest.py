"""One embedded site for all tests of this folder: Synapse, the steward and ``up``, as whatever user runs."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20.0


def wait_for(found, what):
    """Return the first true answer of ``found``."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = found()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


class Embedded:
    """A site that is run by the command line, as people run it."""

    def __init__(self, folder: Path):
        self.state = folder / "up"
        self.policy = Path(shutil.copytree(ROOT / "tests" / "data" / "embedded-policy", folder / "policy"))
        self.clause_file = self.policy / "clauses" / "10-writing.yaml"

    @property
    def environment(self):
        return {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    def begin(self, *arguments):
        """Start without waiting for anything."""
        command = [sys.executable, "-m", "guideline", "up", "--policy", self.policy, "--state", self.state]
        quiet = subprocess.DEVNULL
        return subprocess.Popen([*command, *arguments], cwd=ROOT, env=self.environment, stdout=quiet, stderr=quiet)

    def command(self, *arguments, verb="up"):
        return subprocess.run(
            [sys.executable, "-m", "guideline", verb, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def up(self, *arguments):
        return self.command("--policy", self.policy, "--state", self.state, "--lang", "ja", *arguments)

    def start(self, *arguments):
        done = self.up("--detach", *arguments)
        assert done.returncode == 0, done.stderr
        return done

    def stop(self):
        return self.up("--stop")

    def json(self, *parts):
        return json.loads(self.state.joinpath(*parts).read_bytes())

    def pid(self, name):
        record = self.state / "processes" / f"{name}.json"
        wait_for(record.exists, f"the record of {name}")
        return self.json("processes", record.name)["pid"]

    @property
    def url(self):
        return self.json("running.json")["url"]

    @property
    def rooms(self):
        return self.json("running.json")["rooms"]

    @property
    def status(self):
        return self.json("state", "status.json")

    def password(self, user):
        return self.json("secrets", "passwords.json")[user]

    def log(self, name):
        return (self.state / "logs" / f"{name}.log").read_text("utf-8")

    def edit(self, before, after):
        """Change the bundle as its author does, and wait until the server obeys it."""
        digest = self.status["digest"]
        text = self.clause_file.read_text("utf-8")
        assert before in text
        self.clause_file.write_text(text.replace(before, after), "utf-8")
        wait_for(lambda: self.status["digest"] != digest, "the new guideline")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Embedded(tmp_path_factory.mktemp("site"))
    site.start("--port", free_port())
    yield site
    stopped = site.stop()
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture
def fresh(tmp_path):
    """A site of one's own, not started."""
    site = Embedded(tmp_path)
    yield site
    stopped = site.stop()
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture(name="wait_for")
def _wait_for():
    return wait_for


@pytest.fixture(name="free_port")
def _free_port():
    return free_port()

"""A trial site with the chat server inside it, for browsers to talk in; started once for all who ask."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]


class TrialSite:
    """What ``guideline up`` runs on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "up"
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}

    def up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "guideline", "up", "--state", str(self.state), "--lang", "ja", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self._environment, capture_output=True, text=True, timeout=150, check=False
        )

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        done = self.up("--port", str(port), "--detach")
        assert done.returncode == 0, done.stderr

    def stop(self) -> None:
        done = self.up("--stop")
        assert done.returncode == 0, done.stderr

    def facts(self) -> dict:
        return json.loads((self.state / "running.json").read_bytes())

    def process(self, name: str) -> int:
        """Return a child's process; 0 while there is none."""
        try:
            return json.loads((self.state / "processes" / f"{name}.json").read_bytes())["pid"]
        except OSError:
            return 0

    def answers(self) -> bool:
        """Tell whether the page is up."""
        try:
            return httpx.get(f"{self.page}/health", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def page(self) -> str:
        return self.facts()["page"].rstrip("/")

    def room(self, name: str) -> str:
        return f"/rooms/{self.facts()['rooms'][name]}"

    def password(self, user: str) -> str:
        return json.loads((self.state / "secrets" / "passwords.json").read_bytes())[user]

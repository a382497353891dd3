"""The embedded site's folder: where everything lies, and its passwords, made once."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from guideline.source.whole import write_whole


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths below one state folder; ``root`` is absolute, for Synapse changes its directory."""

    root: Path

    @property
    def config(self) -> Path:
        """What Synapse reads."""
        return self.root / "config"

    @property
    def state(self) -> Path:
        """What Synapse and the steward write: database, media, spool."""
        return self.root / "state"

    @property
    def secrets(self) -> Path:
        """Keys and passwords; nobody else may look in."""
        return self.root / "secrets"

    @property
    def logs(self) -> Path:
        """What the processes say."""
        return self.root / "logs"

    @property
    def homeserver_yaml(self) -> Path:
        """Synapse's configuration."""
        return self.config / "homeserver.yaml"

    @property
    def log_yaml(self) -> Path:
        """Synapse's logging configuration."""
        return self.config / "log.yaml"

    @property
    def bundle(self) -> Path:
        """The compiled bundle that the module reads."""
        return self.config / "guideline.json"

    @property
    def stickers(self) -> Path:
        """The stickers as drawn."""
        return self.config / "stickers"

    @property
    def members(self) -> Path:
        """Who is in which section, for the module."""
        return self.config / "members.json"

    @property
    def spool(self) -> Path:
        """What the module leaves for the steward."""
        return self.state / "spool"

    @property
    def access(self) -> Path:
        """How the steward reaches the server: address, user, password."""
        return self.state / "steward" / "access.json"

    @property
    def page(self) -> Path:
        """Where the staff page keeps who has logged in."""
        return self.state / "page"

    @property
    def passwords(self) -> Path:
        """The accounts' passwords, by local name."""
        return self.secrets / "passwords.json"

    @property
    def logins(self) -> Path:
        """The demo people's passwords, for the person at this machine."""
        return self.secrets / "logins.txt"

    @property
    def status(self) -> Path:
        """What the module says of itself."""
        return self.state / "status.json"

    @property
    def private_rooms(self) -> Path:
        """The steward's rooms with one person each."""
        return self.state / "steward" / "private-rooms.json"

    @property
    def rooms(self) -> Path:
        """The rooms that the kit made: name → room id."""
        return self.state / "rooms.json"

    @property
    def running(self) -> Path:
        """What runs now: address, port and bundle."""
        return self.root / "running.json"

    def record(self, name: str) -> Path:
        """Return where the process ``name`` is written down."""
        return self.root / "processes" / f"{name}.json"

    def make(self) -> None:
        """Make the folders. Raises OSError."""
        for path in (
            self.root,
            self.config,
            self.state,
            self.secrets,
            self.logs,
            self.root / "processes",
            self.state / "steward",
        ):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.secrets.chmod(0o700)
        for draft in self.root.glob(".*.draft"):
            draft.unlink(missing_ok=True)

    def lock(self) -> IO[bytes] | None:
        """Take the folder for this process; None when another holds it. Closing the file gives it back."""
        stream = (self.root / "lock").open("ab")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.close()
            return None
        return stream

    def keep(self, path: Path, data: bytes, mode: int = 0o600) -> None:
        """Write a file whole or not at all. Raises OSError."""
        write_whole(path, data, mode, sync=True)

    def keep_json(self, path: Path, value: Any) -> None:
        """Write a value as JSON, whole or not at all. Raises OSError."""
        self.keep(path, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True).encode("utf-8") + b"\n")

    def read_json(self, path: Path) -> dict[str, Any]:
        """Return a JSON object from a file of this folder; empty when there is none that can be read."""
        try:
            value = json.loads(path.read_bytes())
        except (OSError, ValueError):
            return {}
        return value if isinstance(value, dict) else {}

    def made_once(self, names: tuple[str, ...], make: Callable[[], str]) -> Mapping[str, str]:
        """Return the password of each name; those that don't exist yet are made by ``make`` and kept."""
        path = self.passwords
        known = self.read_json(path)
        missing = [name for name in names if not isinstance(known.get(name), str)]
        if missing:
            known |= {name: make() for name in missing}
            self.keep_json(path, known)
        return {name: known[name] for name in names}

"""Keeps log-ins across a restart: one file, sealed with a key that lies beside it and that only this account reads.

A copy of the file alone (a backup, a disk handed on) tells nothing; whoever reads the key too reads what the
running page has in its memory.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from guideline.source.whole import write_whole

FORMAT = "guideline/page-sessions/1"
FILE, KEY = "sessions.sealed", "sessions.key"
_MOST = 64 * 1024 * 1024


class OpenKeyError(OSError):
    """Others than this account can read the key."""


class Kept:
    """What is kept in one folder. Raises OSError where it can't be used, OpenKeyError among them."""

    def __init__(self, folder: Path, moment: Callable[[], float]) -> None:
        """``moment`` tells the time in seconds since 1970: how long the page was down has to be known."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = folder / FILE
        self._moment = moment
        self._fernet = Fernet(_key(folder / KEY))

    def recall(self) -> tuple[Mapping[str, Any], float]:
        """Return what was kept and how many seconds ago; nothing where it can't be opened."""
        try:
            with self._file.open("rb") as stream:
                value = json.loads(self._fernet.decrypt(stream.read(_MOST)))
            if value["format"] != FORMAT:
                return {}, 0.0
            return dict(value["kept"]), max(0.0, self._moment() - float(value["at"]))
        except (OSError, InvalidToken, ValueError, TypeError, KeyError, RecursionError):
            return {}, 0.0

    def keep(self, kept: Mapping[str, Any]) -> None:
        """Write it, whole or not at all. Raises OSError."""
        told = json.dumps({"format": FORMAT, "at": self._moment(), "kept": kept}).encode("ascii")
        write_whole(self._file, self._fernet.encrypt(told), 0o600)


def _key(path: Path) -> bytes:
    """Return the key; make it where there is none."""
    if not path.exists():
        write_whole(path, Fernet.generate_key(), 0o600)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as stream:
        if os.fstat(stream.fileno()).st_mode & 0o077:
            raise OpenKeyError(0, "others can read it", str(path))
        key = stream.read(1000).strip()
    try:
        Fernet(key)
    except ValueError:
        raise OSError(0, "no key", str(path)) from None
    return key

"""What the module says to operators: one small file, rewritten when something changes."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from guideline.source.whole import write_whole

FORMAT = "guideline/module-status/1"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refused:
    """A bundle that was not taken: when, which file, why."""

    at: datetime
    file: str
    reason: str


class Status:
    """``status.json``: what is in force, since when, what was refused, how often judging failed.

    ``state`` is ``in-force``, ``last-good`` (the file on disk is broken) or ``none``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._facts: dict[str, Any] = {
            "format": FORMAT,
            "state": "none",
            "bundle": None,
            "version": None,
            "digest": None,
            "since": None,
            "refused": None,
            "failures": {"count": 0, "last": None, "kind": None},
        }

    def in_force(self, bundle: str, version: str, digest: str, at: datetime) -> None:
        """Say that a guideline came into force."""
        since = self._facts["since"] if digest == self._facts["digest"] else _stamp(at)
        self._facts |= {
            "state": "in-force",
            "bundle": bundle,
            "version": version,
            "digest": digest,
            "since": since,
            "refused": None,
        }
        self._write()

    def refused(self, refused: Refused) -> None:
        """Say that a new bundle was not taken."""
        told = {"at": _stamp(refused.at), "file": refused.file, "reason": refused.reason}
        self._facts |= {"state": "last-good" if self._facts["digest"] else "none", "refused": told}
        self._write()

    def failed(self, kind: str, at: datetime) -> None:
        """Say that judging a message failed; ``kind`` is the error's class, never its text."""
        count = self._facts["failures"]["count"] + 1
        self._facts["failures"] = {"count": count, "last": _stamp(at), "kind": kind}
        self._write()

    def _write(self) -> None:
        data = json.dumps(self._facts, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
        try:
            write_whole(self._path, data, 0o644)
        except OSError as error:
            logger.error("guideline: %s can't be written (%s)", self._path, error.strerror)  # noqa: TRY400


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")

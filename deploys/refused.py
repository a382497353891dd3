"""Why a pack can't be made or won't be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from guideline.source import programs

_PATIENCE = 3600.0
"""Seconds after which a program is taken to hang; fetching over a slow line is the slowest of them."""


class PackError(programs.StoppedError):
    """A pack can't be made or taken."""

    missing = "pack.program-missing"


def run(
    command: Sequence[str | Path],
    *,
    feed: bytes | None = None,
    patience: float = _PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program to its end and return what it printed. Raises PackError where it is missing, fails or hangs."""
    return programs.run(command, stopped=PackError, feed=feed, patience=patience, cwd=cwd, environment=environment)

"""Programs that the rehearsal runs, in text: what they are fed and what they print."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from guideline.source import programs


class RehearsalError(programs.StoppedError):
    """The rehearsal can't go on."""

    missing = "rehearsal.program-missing"


def run(
    command: Sequence[str | Path],
    *,
    feed: str | None = None,
    patience: float = programs.PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end and return what it printed. Raises RehearsalError where it fails or hangs."""
    fed = None if feed is None else feed.encode()
    return _text(
        programs.run(command, stopped=RehearsalError, feed=fed, patience=patience, cwd=cwd, environment=environment)
    )


def attempt(
    command: Sequence[str | Path],
    *,
    feed: str | None = None,
    patience: float = programs.PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever that is. Raises RehearsalError where it is missing or hangs."""
    fed = None if feed is None else feed.encode()
    done = programs.attempt(
        command, stopped=RehearsalError, feed=fed, patience=patience, cwd=cwd, environment=environment
    )
    return subprocess.CompletedProcess(done.args, done.returncode, _text(done.stdout), _text(done.stderr))


def _text(printed: bytes) -> str:
    return printed.decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")

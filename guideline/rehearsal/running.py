"""Programs that the rehearsal runs, each told by name when it fails."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 900.0
"""Seconds after which a program is taken to hang; building the image is the slowest of them."""

_SHOWN = 6


class RehearsalError(Exception):
    """The rehearsal can't go on. ``say`` is a key of ``guideline.words``, ``args_`` fill its sentence."""

    def __init__(self, say: str, **args: object) -> None:
        super().__init__(say, args)
        self.say = say
        self.args_ = args


def run(
    command: Sequence[str | Path],
    *,
    feed: str | None = None,
    patience: float = PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a program to its end and return what it printed. Raises RehearsalError where it fails or hangs."""
    done = attempt(command, feed=feed, patience=patience, cwd=cwd, environment=environment)
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()][-_SHOWN:]
        raise RehearsalError(
            "rehearsal.step-failed", program=_named(command), code=done.returncode, said=" / ".join(said)
        )
    return done.stdout


def attempt(
    command: Sequence[str | Path],
    *,
    feed: str | None = None,
    patience: float = PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, whatever that is. Raises RehearsalError where it is missing or hangs."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            input=feed,
            stdin=subprocess.DEVNULL if feed is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=patience,
            check=False,
            cwd=cwd,
            env=None if environment is None else dict(environment),
        )
    except FileNotFoundError as error:
        raise RehearsalError("rehearsal.program-missing", program=str(command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise RehearsalError("rehearsal.step-hangs", program=_named(command), seconds=int(patience)) from error


def _named(command: Sequence[str | Path]) -> str:
    """Return the program that was meant, past those that only lead into a namespace."""
    parts = [Path(str(part)).name if str(part).startswith("/") else str(part) for part in command]
    if parts[0] == "nsenter" and "--" in parts:
        parts = parts[parts.index("--") + 1 :]
    return " ".join(parts)[:120]

"""Programs that are run to their end, each told by name when it is missing, fails or hangs."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

PATIENCE = 900.0
"""Seconds after which a program is taken to hang, where nobody says otherwise."""

_SHOWN = 6


class StoppedError(Exception):
    """Work can't go on. ``say`` is a key of ``guideline.words``, ``args_`` fill its sentence."""

    missing: ClassVar[str]
    """The sentence for a program that isn't there: it says what to install."""

    def __init__(self, say: str, **args: object) -> None:
        super().__init__(say, args)
        self.say = say
        self.args_ = args


def run(
    command: Sequence[str | Path],
    *,
    stopped: type[StoppedError],
    feed: bytes | None = None,
    patience: float = PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program to its end and return what it printed. Raises ``stopped`` where it is missing, fails or hangs."""
    done = attempt(command, stopped=stopped, feed=feed, patience=patience, cwd=cwd, environment=environment)
    if done.returncode:
        said = (done.stderr or done.stdout).decode(errors="replace").splitlines()
        shown = " / ".join([line.strip() for line in said if line.strip()][-_SHOWN:])
        raise stopped("program.failed", program=_named(command), code=done.returncode, said=shown)
    return done.stdout


def attempt(
    command: Sequence[str | Path],
    *,
    stopped: type[StoppedError],
    feed: bytes | None = None,
    patience: float = PATIENCE,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, whatever that is. Raises ``stopped`` where it is missing or hangs."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            input=feed,
            stdin=subprocess.DEVNULL if feed is None else None,
            capture_output=True,
            timeout=patience,
            check=False,
            cwd=cwd,
            env=None if environment is None else dict(environment),
        )
    except FileNotFoundError as error:
        raise stopped(stopped.missing, program=str(command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise stopped("program.hangs", program=_named(command), seconds=int(patience)) from error


def _named(command: Sequence[str | Path]) -> str:
    """Return the program that was meant, past those that only lead into a namespace."""
    parts = [Path(str(part)).name if str(part).startswith("/") else str(part) for part in command]
    if parts[0] == "nsenter" and "--" in parts:
        parts = parts[parts.index("--") + 1 :]
    return " ".join(parts)[:120]

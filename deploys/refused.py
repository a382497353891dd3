"""Why a pack can't be made or won't be taken."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_SHOWN = 4


class PackError(Exception):
    """A pack can't be made or taken. ``say`` is a key of ``guideline.words``, ``args_`` fill its sentence."""

    def __init__(self, say: str, **args: object) -> None:
        super().__init__(say, args)
        self.say = say
        self.args_ = args


def run(
    command: Sequence[str | Path],
    *,
    feed: bytes | None = None,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> bytes:
    """Run a program to its end and return what it printed. Raises PackError."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, input=feed or b"", capture_output=True, check=False, cwd=cwd, env=environment)
    except FileNotFoundError as error:
        raise PackError("pack.program-missing", program=words[0]) from error
    if done.returncode:
        said = [line.strip() for line in done.stderr.decode(errors="replace").splitlines() if line.strip()][-_SHOWN:]
        named = " ".join(Path(word).name for word in words[:4])
        raise PackError("pack.step-failed", program=named, code=done.returncode, said=" / ".join(said))
    return done.stdout

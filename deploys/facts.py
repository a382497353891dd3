"""What is there on a host. Public facts only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase


class State(TypedDict):
    """A file's permission bits in octal, its owner and group, and the SHA-256 of its bytes."""

    mode: str
    user: str
    group: str
    sha256: str


class FileState(FactBase[State | None]):
    """Mode, owner and digest of a file in one round trip; None where there is no such file."""

    def command(self, path: str) -> StringCommand:
        """Return the command that prints them on two lines."""
        quoted = QuoteString(path)
        return StringCommand("if [ -f", quoted, "]; then stat -c '%a %U %G'", quoted, "&& sha256sum <", quoted, "; fi")

    def process(self, output: Iterable[str]) -> State | None:
        """Read the two lines."""
        lines = [line for line in output if line.strip()]
        if not lines:
            return None
        mode, user, group = lines[0].split()
        return {"mode": mode, "user": user, "group": group, "sha256": lines[1].split()[0]}

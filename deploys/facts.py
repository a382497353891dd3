"""What is there on a host: files, units, packages, rules. Public facts only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase

WATCHED = "/etc/guideline/watched"
"""Here lies, for each unit, the list of the files that it reads when it starts."""

LOADED = "/run/guideline"
"""Here lies, for each unit, the digest of those files at its last start, written by systemd itself."""

DIGEST = "/usr/local/lib/guideline-digest"
"""The program on a host that prints a unit's digest."""


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


def note_of(unit: str) -> str:
    """Return the path of the drop-in by which systemd notes what a unit starts with."""
    return f"/etc/systemd/system/{unit}.d/10-guideline-watch.conf"


class Unit(TypedDict):
    """A unit as it runs: ``current`` tells that it started with the files that lie there now.

    ``noted`` is the digest of its list of watched files and of its drop-in.
    """

    active: bool
    enabled: bool
    stale: bool
    current: bool
    noted: str


class UnitState(FactBase[Unit]):
    """Whether a unit runs, starts at boot, has unit files that systemd hasn't read, and reads what it should."""

    def command(self, unit: str) -> StringCommand:
        """Return the command that prints its properties, then the two digests."""
        name = QuoteString(unit)
        loaded, listed = QuoteString(f"{LOADED}/{unit}"), QuoteString(f"{WATCHED}/{unit}")
        # Two units may start at the same moment; one that is on its way up counts as up.
        return StringCommand(
            "systemctl show -p ActiveState -p UnitFileState -p NeedDaemonReload --", name,
            "; if [ -x", DIGEST, "] && [ -f", loaded, "]; then echo Current=$(",
            DIGEST, name, "| cmp -s -", loaded, "&& echo yes || echo no); fi;",
            "echo Noted=$(cat", listed, QuoteString(note_of(unit)), "2>/dev/null | sha256sum)",
        )  # fmt: skip

    def process(self, output: Iterable[str]) -> Unit:
        """Read ``Key=value`` lines."""
        held = dict(line.strip().split("=", 1) for line in output if "=" in line)
        return {
            "active": held.get("ActiveState") in ("active", "activating", "reloading"),
            "enabled": held.get("UnitFileState") in ("enabled", "static", "enabled-runtime", "indirect", "generated"),
            "stale": held.get("NeedDaemonReload") == "yes",
            "current": held.get("Current") == "yes",
            "noted": held.get("Noted", "").split()[0] if held.get("Noted") else "",
        }


class MissingPackages(FactBase[list[str]]):
    """Which of some Debian packages aren't installed."""

    def command(self, names: Sequence[str]) -> StringCommand:
        """Return the command that prints what dpkg knows of them."""
        quoted = [QuoteString(name) for name in names]
        show = "dpkg-query --show --showformat='${Package} ${db:Status-Status}\\n' --"
        return StringCommand("printf '%s wanted\\n'", *quoted, ";", show, *quoted, "2>/dev/null || true")

    def process(self, output: Iterable[str]) -> list[str]:
        """Subtract what is installed from what is wanted."""
        said = [line.split() for line in output if line.strip()]
        here = {name for name, status in said if status == "installed"}
        return [name for name, status in said if status == "wanted" and name not in here]


class Rules(TypedDict):
    """The kit's packet filter: what the kernel holds, what the persisted file would load, and that file's digest."""

    live: str
    kept: str
    digest: str


class FirewallState(FactBase[Rules]):
    """The kernel's table beside that which the persisted file gives in an empty namespace; "" where there is none."""

    def command(self, path: str, table: str) -> StringCommand:
        """Return the command that prints the three as JSON lines."""
        kept, name = QuoteString(path), QuoteString(table)
        show = ("nft -s list table inet", name, "2>/dev/null | sha256sum")
        return StringCommand(
            "nft list table inet", name, ">/dev/null 2>&1 && {", *show, "; } || echo -;",
            "[ -f", kept, "] && unshare --net sh -c 'nft -f \"$1\" && nft -s list table inet \"$2\"' sh", kept, name,
            "2>/dev/null | sha256sum || echo -;",
            "[ -f", kept, "] && sha256sum <", kept, "|| echo -",
        )  # fmt: skip

    def process(self, output: Iterable[str]) -> Rules:
        """Read three digests."""
        live, kept, digest = ([line.split()[0].strip("-") for line in output if line.strip()] + [""] * 3)[:3]
        return {"live": live, "kept": kept, "digest": digest}

"""The kept set of tests/data/homeserver: hardened files of many styles, and single faults to put into them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

KEPT = Path(__file__).parents[1] / "data" / "homeserver"
HARDENED = {path.name[:2]: path for path in sorted((KEPT / "hardened").glob("*.yaml"))}
TRAPS: list[dict[str, Any]] = yaml.safe_load((KEPT / "traps.yaml").read_text(encoding="utf-8"))
# Written in one flow mapping: no block of it can be replaced line by line.
_IN_FLOW = "09"
_MAS = "05"


def spoiled(text: str, trap: dict[str, Any]) -> str:
    """Replace the top-level blocks that a trap puts anew or drops."""
    put = str(trap.get("put", ""))
    gone = {*(yaml.safe_load(put) or {}), *trap.get("drop", ())}
    kept, inside = [], False
    for line in text.splitlines():
        if line and not line.startswith((" ", "-", "#")):
            inside = line.partition(":")[0] in gone
        if not inside or line.startswith("#"):
            kept.append(line)
    return "\n".join([*kept, put, ""])


def bases(trap: dict[str, Any]) -> list[str]:
    """Return the hardened files that a trap is put into."""
    return trap.get("into") or [name for name in HARDENED if name not in (_IN_FLOW, _MAS, *trap.get("not", ()))]


def at(key: str, wanted: str) -> bool:
    """Tell whether a finding's key is the one looked for, or lies in the block that it names."""
    return key == wanted or key.startswith(f"{wanted}.")

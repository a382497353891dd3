"""Where the kit's own data lies: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged(kind: str) -> Path:
    """Return the folder of ``kind`` (``policies``, ``schemas``, ``inventory``)."""
    inside = _PACKAGE / "data" / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind

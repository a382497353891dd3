"""What the steward remembers: files that are whole or absent, on the disk before the next step begins."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from guideline.source.whole import write_whole


def keep(path: Path, value: Any) -> None:
    """Write a value as JSON in one step. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8")
    write_whole(path, data, sync=True)


def recall(path: Path, limit: int = 16 * 1024 * 1024) -> dict[str, Any]:
    """Return a JSON object; empty when there is none that can be read."""
    try:
        with path.open("rb") as stream:
            value = json.loads(stream.read(limit))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def add_line(path: Path, line: str) -> None:
    """Append one line and wait until the disk has it. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as stream:
        # A line torn by a crash must not swallow the next one.
        end = stream.seek(0, os.SEEK_END)
        torn = end > 0 and os.pread(stream.fileno(), 1, end - 1) != b"\n"
        stream.write((b"\n" if torn else b"") + line.encode("ascii") + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def lines(path: Path) -> set[str]:
    """Return the lines of a file; none when there is no such file."""
    try:
        return set(path.read_text("ascii", "replace").split("\n")) - {""}
    except OSError:
        return set()

"""Where the module leaves what the steward has to tell: a folder in the manner of a maildir."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

MAX_WAITING = 20_000
"""With more files than this nobody empties the spool: it takes no more, as a full disk takes no more."""


class Spool:
    """A folder with ``tmp`` and ``new``; a file appears in ``new`` whole or not at all."""

    def __init__(self, folder: Path, name: Callable[[], str]) -> None:
        """``name`` gives a file name that never comes twice and sorts by time."""
        self._folder = folder
        self._name = name
        for part in ("tmp", "new"):
            (folder / part).mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, record: Mapping[str, Any]) -> None:
        """Leave one record. Raises OSError when the disk doesn't take it."""
        if sum(1 for _ in (self._folder / "new").iterdir()) >= MAX_WAITING:
            raise OSError(errno.ENOSPC, "nobody empties the spool")
        name = f"{self._name()}.json"
        draft = self._folder / "tmp" / name
        draft.write_bytes(json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8"))
        # Who may come into the folder is settled there: on real hosts the steward has an account of its own.
        draft.chmod(0o640)
        draft.replace(self._folder / "new" / name)

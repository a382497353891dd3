"""Sees when somebody saves a file of a bundle."""

from __future__ import annotations

from pathlib import Path

_SUFFIXES = frozenset({".yaml", ".md"})
MAX_FILES = 5000


class Watch:
    """The files of some folders, by their times and sizes."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._seen = self._look()

    def changed(self) -> bool:
        """Tell whether a file has changed, come or gone since the last call."""
        now = self._look()
        changed = now != self._seen
        self._seen = now
        return changed

    def _look(self) -> frozenset[tuple[str, int, int]]:
        found: set[tuple[str, int, int]] = set()
        for folder in self._folders:
            for path in folder.rglob("*"):
                if path.suffix in _SUFFIXES and len(found) < MAX_FILES:
                    try:
                        stat = path.stat()
                    except OSError:
                        continue
                    found.add((str(path), stat.st_mtime_ns, stat.st_size))
        return frozenset(found)

"""Locks by which runs at the same time keep out of each other's way; the kernel frees them with their process."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take(path: Path, *, shared: bool = False, wait: bool = True) -> int | None:
    """Return a descriptor that holds the lock in ``path``, or None where it is another's and ``wait`` is not wished.

    It is free again when every process that has the descriptor has closed it or ended.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, how)
        except BlockingIOError:
            os.close(held)
            return None
        # Whoever had it before may have taken the file away: then this is a lock on nothing.
        if path.exists() and os.path.samestat(os.fstat(held), path.stat()):
            return held
        os.close(held)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for the lock in ``path`` and hold it."""
    held = take(path)
    assert held is not None
    try:
        yield
    finally:
        os.close(held)


def use_of(thing: Path) -> Path:
    """Return the lock that everyone holds, shared, who uses a folder that is made once; wherever it really lies."""
    real = thing.resolve()
    return real.parent / f".{real.name}.use"


def prune(folder: Path, wanted: Path, keep: int) -> list[str]:
    """Remove what lies in ``folder`` and nobody uses, but ``wanted`` and the ``keep`` used last; return the names."""
    others = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".") and path != wanted]
    gone = []
    for path in sorted(others, key=_used_last, reverse=True)[keep:]:
        if path.is_symlink():
            continue  # another folder's, which is minded there
        held = take(use_of(path), wait=False)
        if held is not None:
            shutil.rmtree(path, ignore_errors=True)
            use_of(path).unlink(missing_ok=True)
            os.close(held)
            gone.append(path.name)
    return gone


def _used_last(thing: Path) -> float:
    note = use_of(thing)
    return (note if note.exists() else thing).stat().st_mtime

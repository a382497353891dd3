"""Files that are whole or absent, whenever the process ends: what every room that keeps something calls."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o600, *, sync: bool = False) -> None:
    """Write ``data`` beside ``path`` and put it in place in one step. Raises OSError, and then leaves nothing.

    ``mode`` is narrowed by the umask. With ``sync`` the disk has the file before this returns, so that a
    step which depends on it may begin. A process that is killed may leave its draft: ``.<name>.<random>.draft``.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(4).hex()}.draft")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    if sync:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

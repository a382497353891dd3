"""The secrets of a chat host: made once, readable by their owner alone, never written over."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable
from pathlib import Path

_TEXTS = ("macaroon", "form", "registration")


def make_secrets(folder: Path, random: Callable[[int], bytes]) -> tuple[Path, ...]:
    """Make the secrets that are missing in ``folder`` and return the new files, mode 0600.

    ``random`` returns so many unpredictable bytes (``os.urandom``). The signing key has the form
    that Synapse reads: algorithm, version, unpadded base64 of 32 bytes. Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = [_once(folder / "signing.key", lambda: _signing_key(random))]
    made += [_once(folder / name, lambda: _base64(random(48)) + "\n") for name in _TEXTS]
    return tuple(path for path in made if path is not None)


def _signing_key(random: Callable[[int], bytes]) -> str:
    version = base64.b32encode(random(5)).decode("ascii").lower()[:4]
    return f"ed25519 a_{version} {_base64(random(32))}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


def _once(path: Path, make: Callable[[], str]) -> Path | None:
    """Write through a file beside it and link that into place: half a secret is never seen under its name."""
    if path.exists():
        return None
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(make())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return None
    finally:
        draft.unlink()
    return path

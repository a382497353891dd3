"""The secrets of a chat host: made once, readable by their owner alone, never written over."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from pathlib import Path

Random = Callable[[int], bytes]
"""Returns so many unpredictable bytes, as ``os.urandom`` does."""


def _signing_key(random: Random) -> str:
    """Write a key as Synapse reads it: algorithm, version, unpadded base64 of 32 bytes."""
    version = base64.b32encode(random(5)).decode("ascii").lower()[:4]
    return f"ed25519 a_{version} {_base64(random(32))}\n"


def _text(random: Random) -> str:
    return f"{_base64(random(48))}\n"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


SECRETS: Mapping[str, Callable[[Random], str]] = {
    "signing.key": _signing_key,
    "macaroon": _text,
    "form": _text,
    "registration": _text,
}
"""The files that homeserver.yaml names under ``paths.secrets``, and how each is made."""


def make_secrets(folder: Path, random: Random) -> tuple[Path, ...]:
    """Make the secrets that are missing in ``folder`` and return the new files, mode 0600. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = (_once(folder / name, make, random) for name, make in SECRETS.items())
    return tuple(path for path in made if path is not None)


def _once(path: Path, make: Callable[[Random], str], random: Random) -> Path | None:
    """Write through a file beside it and link that into place: half a secret is never seen under its name."""
    if path.exists():
        return None
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(make(random))
        path.hardlink_to(draft)
    except FileExistsError:
        return None
    finally:
        draft.unlink()
    return path

"""The compiled cache: a draft shouldn't pay for YAML and schemas that haven't changed.

An entry is good as long as every file that it was made from has the same bytes, the folders hold
the same files, and the code that compiled it is the same. A file whose state (size, inode, times) is the
one noted, and was well before the entry was written, has the same bytes; any other is read and its
digest compared. Anything odd about an entry means: compile again. The cache may be deleted at any time.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guideline import __version__
from guideline.bundle import Bundle
from guideline.source import SourceError, packaged, sha256

MAX_ENTRY = 32 * 1024 * 1024
_SETTLED = 2_000_000_000
"""Nanoseconds that a file must have been left alone before its state vouches for its bytes."""


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """Return where compiled bundles are kept; None when the environment names no home."""
    if environ.get("XDG_CACHE_HOME"):
        return Path(environ["XDG_CACHE_HOME"]) / "guideline"
    return Path(environ["HOME"]) / ".cache" / "guideline" if environ.get("HOME") else None


def load_cached(name: str, folder: Path | None, *, messages_only: bool = False) -> Bundle:
    """Load a bundle through the cache in ``folder``. Raises SourceError as ``load_bundle`` does.

    With ``messages_only`` the clauses that don't judge messages, and all examples, are left out: a draft
    needs none of them, and reading them takes longer than judging it.
    """
    path = Path(name) if _is_bundle(name) else packaged("policies") / name
    if folder is None or not _is_bundle(path):
        return _load(name, messages_only=messages_only)
    where = os.fsencode(path.resolve())
    entry = folder / f"{zlib.crc32(where):08x}-{'messages' if messages_only else 'whole'}.json"
    kept = _kept(entry, os.fsdecode(where))
    if kept is not None:
        return kept
    bundle = _load(name, messages_only=messages_only)
    _keep(entry, bundle, path)
    return bundle


def _is_bundle(path: Path | str) -> bool:
    # pathlib raises for a name that is too long; this says no.
    return os.path.isfile(os.path.join(path, "bundle.yaml"))  # noqa: PTH113, PTH118


def _load(name: str, *, messages_only: bool) -> Bundle:
    # Reading YAML takes libraries that an entry in the cache makes needless.
    from guideline.bundle import load_bundle

    bundle = load_bundle(name)
    if not messages_only:
        return bundle
    return Bundle(_of_messages(bundle.content), bundle.bytes_digest, bundle.meaning_digest, {}, bundle.folder)


def _kept(entry: Path, where: str) -> Bundle | None:
    try:
        about = entry.stat()
        if about.st_size > MAX_ENTRY or about.st_uid != os.getuid():
            return None
        seal, _, written = entry.read_bytes().partition(b"\n")
        if seal != _seal(written):
            return None
        value = json.loads(written)
        if value["of"] != where or value["made-by"] != _maker():
            return None
        if not _same(value["files"], _names(value["folders"]), about.st_mtime_ns - _SETTLED):
            return None
        return Bundle(value["content"], value["bytes"], value["meaning"], {}, Path(value["folders"][-1]))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _keep(entry: Path, bundle: Bundle, path: Path) -> None:
    """Write the entry whole or not at all; a cache that can't be written is no error."""
    from guideline.bundle import sources
    from guideline.source.whole import write_whole

    try:
        folders = [str(folder) for folder in sources(path)]
        value = {
            "of": str(path.resolve()),
            "made-by": _maker(),
            "folders": folders,
            "files": {name: [*_state(name), _digest(name)] for name in _names(folders)},
            "bytes": bundle.bytes_digest,
            "meaning": bundle.meaning_digest,
            "content": bundle.content,
        }
        entry.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        write_whole(entry, _seal(written) + b"\n" + written)
    except (OSError, SourceError, ValueError):
        return


def _seal(written: bytes) -> bytes:
    """Return what tells an entry that was damaged: against accidents, for the cache is its owner's alone."""
    return b"%08x" % zlib.crc32(written)


def _of_messages(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a bundle's content judges messages."""
    clauses = []
    for clause in content["clauses"]:
        controls = [
            {**control, "examples": {"good": [], "bad": []}}
            for control in clause["controls"]
            if control["control"] == "message"
        ]
        if controls:
            clauses.append({**clause, "controls": controls})
    return {**content, "clauses": clauses}


def _same(files: dict[str, list[Any]], names: list[str], settled: int) -> bool:
    """Tell whether the files are those noted, with the same bytes."""
    if sorted(files) != sorted(names):
        return False
    for name, (*noted, digest) in files.items():
        state = _state(name)
        # A state noted in the very moment of a change may hide another change of that moment.
        if (state != noted or max(state[1:3]) >= settled) and _digest(name) != digest:
            return False
    return True


def _state(name: str) -> list[int]:
    about = os.stat(name)  # noqa: PTH116 - a cold draft counts milliseconds
    return [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]


def _digest(name: str) -> str:
    with open(name, "rb") as stream:  # noqa: PTH123
        return sha256(stream.read(MAX_ENTRY))


def _names(folders: list[str]) -> list[str]:
    """Return the files that the bundles in ``folders`` are made from."""
    found: list[str] = []
    for folder in folders:
        for below in ("", "clauses", "waivers"):
            where = os.path.join(folder, below) if below else folder  # noqa: PTH118 - a cold draft counts milliseconds
            if not os.path.isdir(where):  # noqa: PTH112
                continue
            with os.scandir(where) as entries:
                found += sorted(entry.path for entry in entries if entry.name.endswith(".yaml"))
    return found


def _maker() -> list[Any]:
    """Tell which code compiles: the version, and in a checkout the state of the files that do it."""
    code = Path(__file__).parent.parent / "bundle"
    with os.scandir(code) as entries:
        states = sorted((entry.name, entry.stat().st_mtime_ns) for entry in entries if entry.name.endswith(".py"))
    return [__version__, Path(__file__).stat().st_mtime_ns, [list(state) for state in states]]

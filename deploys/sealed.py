"""Whether a pack is, to the byte, what was signed. The mirror runs this very file: it needs Python alone, and gpgv.

``python3 sealed.py PACK KEY`` prints each file that differs, by name, and ends with 1; nothing and 0 for a whole pack.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
SCHEMA = "guideline-pack/1"
LARGEST = 16_000_000
"""Bytes beyond which a manifest is not even read."""


def faults(folder: Path, key: Path) -> list[tuple[str, str]]:
    """Return (fault, file) for all that differs: ``unsigned``, ``changed``, ``missing``, ``added``, ``no-file``.

    ``key`` is a GnuPG key ring with the one public key that is believed. Where the manifest isn't signed by
    it, nothing else is told: there is nothing to hold the files against.
    """
    found, odd = _walk(folder)
    for name in (MANIFEST, SIGNATURE):
        if name not in found:
            return [*odd, ("missing", name)]
        if found[name] > LARGEST:
            return [*odd, ("unsigned", name)]
    text = (folder / MANIFEST).read_bytes()
    if not canonical((folder / SIGNATURE).read_bytes(), text) or not _signed(text, folder / SIGNATURE, key):
        return [*odd, ("unsigned", f"{MANIFEST}, {SIGNATURE}")]
    listed = {item["path"]: item for item in json.loads(text)["files"]}
    seen = set(found) - {MANIFEST, SIGNATURE}
    odd += [("added", name) for name in sorted(seen - set(listed))]
    for name, item in sorted(listed.items()):
        if name not in seen:
            odd.append(("missing", name))
        elif found[name] != item["size"] or digest(folder / name) != item["sha256"]:
            odd.append(("changed", name))
    return odd


def manifest(folder: Path) -> list[dict[str, object]]:
    """Return the entries of a manifest for what lies in ``folder`` now: path, size in bytes, SHA-256 in hex."""
    found, _ = _walk(folder)
    return [
        {"path": name, "size": size, "sha256": digest(folder / name)}
        for name, size in sorted(found.items())
        if name not in (MANIFEST, SIGNATURE)
    ]


def digest(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _walk(folder: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Return the size of every plain file below a folder, and what is neither file nor folder, or an empty one."""
    found: dict[str, int] = {}
    odd = []
    for path, kind in _entries(folder):
        name = str(path.relative_to(folder))
        if kind == "file":
            found[name] = path.stat().st_size
        else:
            odd.append((kind, name))
    return found, odd


def _entries(folder: Path) -> Iterator[tuple[Path, str]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.is_symlink():
            yield path, "no-file"
        elif entry.is_dir():
            inner = list(_entries(path))
            yield from inner or [(path, "added")]
        else:
            yield path, "file" if entry.is_file() else "no-file"


def canonical(signature: bytes, text: bytes) -> bool:
    """Tell whether a signature is one packet of the form that GnuPG writes, with nothing in it that isn't held.

    gpgv overlooks some of its bytes: how the length is written, who is said, outside of what is signed, to have
    signed, and the first two bytes of the digest. They are compared here (RFC 4880, 4.2.1, 5.2.3 and 5.2.4).
    """
    size = len(signature)
    if not 20 < size < 10_000:
        return False
    header = bytes([0x88, size - 2]) if size < 258 else b"\x89" + (size - 3).to_bytes(2, "big")
    body = signature[len(header) :]
    if not signature.startswith(header) or body[0] != 4 or body[3] not in _DIGESTS:
        return False
    signed = body[: 6 + int.from_bytes(body[4:6], "big")]
    rest = body[len(signed) :]
    # The first signed part names the key by its fingerprint; the one unsigned part by the end of the same.
    if signed[6:9] != b"\x16\x21\x04" or rest[:4] != b"\x00\x0a\x09\x10" or rest[4:12] != signed[21:29]:
        return False
    end = b"\x04\xff" + len(signed).to_bytes(4, "big")
    return hashlib.new(_DIGESTS[body[3]], text + signed + end).digest()[:2] == rest[12:14]


_DIGESTS = {8: "sha256", 9: "sha384", 10: "sha512"}


def _signed(text: bytes, signature: Path, key: Path) -> bool:
    command = ["gpgv", "--quiet", "--keyring", str(key.resolve()), str(signature), "-"]
    return subprocess.run(command, input=text, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    told = faults(Path(sys.argv[1]), Path(sys.argv[2]))
    for fault, name in told[:50]:
        print(f"{name}: {fault}")  # noqa: T201 - a program on the mirror
    sys.exit(1 if told else 0)

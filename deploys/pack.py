"""The offline pack: debs, wheels and the kit, with one signed list of their digests.

``debs/`` is a flat Debian archive whose InRelease is signed, ``wheels/`` what pip finds, ``requirements.txt``
what a chat host installs, ``manifest.asc`` the signed SHA-256 of every file, ``pack.gpg`` the public key.
The operator carries the folder in; the key that signs stays in the operator's GnuPG.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import tarfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

PACKAGES: tuple[str, ...] = (
    "chrony",
    "nginx-light",
    "openssl",
    "postgresql-15",
    "python3",
    "python3-psycopg2",
    "python3-venv",
    "procps",
    "restic",
    "sudo",
    "tinyproxy",
    "tzdata",
    "unbound",
)
"""What the deploys install on the hosts of a site."""


def fetch_debs(folder: Path, names: Sequence[str] = PACKAGES) -> None:
    """Download packages with all they need, for a host on which nothing is installed. Raises CalledProcessError."""
    state, cache, archives = folder / ".state", folder / ".cache", folder / "debs"
    for path in (state / "lists" / "partial", cache / "partial", archives / "partial"):
        path.mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    options = {
        "Dir::State": state,
        "Dir::State::status": state / "status",
        "Dir::State::lists": state / "lists",
        "Dir::Cache": cache,
        "Dir::Cache::archives": archives,
        "APT::Install-Recommends": "false",
        "Debug::NoLocking": "true",
        "APT::Sandbox::User": "",
    }
    apt = ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items())]
    subprocess.run([*apt, "update"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [*apt, "install", "-y", "--download-only", "--", *names],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )


def index_debs(folder: Path, now: datetime) -> str:
    """Write ``Packages`` for the debs in ``folder`` and return the text of ``Release``. Raises CalledProcessError."""
    paragraphs = []
    for deb in sorted(folder.glob("*.deb")):
        control = subprocess.run(["dpkg-deb", "--field", deb], check=True, capture_output=True, text=True).stdout
        size, digest = deb.stat().st_size, sha256(deb)
        paragraphs.append(f"{control.rstrip()}\nFilename: {deb.name}\nSize: {size}\nSHA256: {digest}\n")
    text = "\n".join(paragraphs).encode()
    (folder / "Packages").write_bytes(text)
    (folder / "Packages.gz").write_bytes(gzip.compress(text, mtime=0))
    lines = [f" {sha256(folder / n)} {(folder / n).stat().st_size} {n}" for n in ("Packages", "Packages.gz")]
    when = now.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S UTC")
    return "\n".join(["Origin: guideline", "Suite: ./", "Architectures: amd64", f"Date: {when}", "SHA256:", *lines, ""])


def seal(folder: Path, signer: str, now: datetime) -> None:
    """Sign the archive and the manifest of a pack with the GnuPG key ``signer``, and write ``pack.tar``.

    Raises CalledProcessError.
    """
    for name in ("pack.tar", "manifest.asc", "debs/InRelease"):
        (folder / name).unlink(missing_ok=True)
    (folder / "pack.gpg").write_bytes(_gpg(["--export", signer], b""))
    release = index_debs(folder / "debs", now)
    (folder / "debs" / "InRelease").write_bytes(_gpg(["--local-user", signer, "--clearsign"], release.encode()))
    held = sorted(p for p in folder.rglob("*") if p.is_file() and _carried(p.relative_to(folder)))
    listed = "".join(f"{sha256(path)}  {path.relative_to(folder)}\n" for path in held)
    (folder / "manifest.asc").write_bytes(_gpg(["--local-user", signer, "--clearsign"], listed.encode()))
    with tarfile.open(folder / "pack.tar", "w") as tar:
        for path in (*held, folder / "manifest.asc"):
            tar.add(path, str(path.relative_to(folder)))


def with_kit(requirements: str, kit: Path) -> str:
    """Return the pinned requirements with the kit's own wheel among them, by its hash."""
    version = kit.name.split("-")[1]
    return f"{requirements.rstrip()}\nguideline=={version} \\\n    --hash=sha256:{sha256(kit)}\n"


def _carried(path: Path) -> bool:
    return not any(part.startswith(".") for part in path.parts) and "partial" not in path.parts


def _gpg(arguments: list[str], feed: bytes) -> bytes:
    command = ["gpg", "--batch", "--yes", "--quiet", *arguments]
    return subprocess.run(command, input=feed, check=True, capture_output=True).stdout


def sha256(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

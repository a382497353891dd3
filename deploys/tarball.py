"""The operator's tarball of a web client, read without believing any of it: its digest first, then names and sizes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from guideline.settings import CLIENT
from guideline.site import Host, Site

from .refused import PackError

LARGEST = 200 << 20
"""Bytes of the tarball, and of all it holds once unpacked."""

MOST = 20_000
"""Files in it."""

LONGEST = 200
"""Characters of a path."""

INDEX, CONFIG = "index.html", "config.json"

TREE = (
    f"cd {CLIENT} 2>/dev/null && "
    "{ find . ! -type d ! -type f; find . -type f ! -perm 644; find . -type d ! -perm 755; find . ! -user root; "
    "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum; } | sha256sum || echo -"
)  # fmt: skip
"""Prints one digest of all files; whatever isn't a plain file that anybody may read and root alone write changes it."""


class _Bounded(io.RawIOBase):
    """What is unpacked, up to a bound: a small file can hold a large one."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, 2 * LARGEST

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        held = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(held)
        if self._left < 0:
            raise PackError("client.too-large", limit=LARGEST >> 20)
        return held


def client_files(path: Path, sha256: str) -> dict[str, bytes]:
    """Return the files of a web client by their paths below its top folder. Raises PackError.

    Nothing of the tarball is looked into before its digest is the one that the site names. Links, special files,
    paths that lead elsewhere, and more or larger files than a client has are refused by name.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PackError("client.too-large", limit=LARGEST >> 20)
        data = path.read_bytes()
    except OSError as error:
        raise PackError("client.no-file", file=path) from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise PackError("client.other-file", file=path, found=found, expected=sha256)
    try:
        return _below_top(_read(data))
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as error:
        raise PackError("client.unreadable", file=path) from error


def _read(data: bytes) -> dict[str, bytes]:
    packed = data[:2] == b"\x1f\x8b"
    stream: IO[bytes] = cast("IO[bytes]", gzip.GzipFile(fileobj=io.BytesIO(data))) if packed else io.BytesIO(data)
    files: dict[str, bytes] = {}
    total = 0
    with tarfile.open(fileobj=cast("BinaryIO", _Bounded(stream)), mode="r|") as tar:
        for member in tar:
            name = _plain(member.name)
            if member.isdir():
                continue
            if not member.isreg() or member.issparse():
                raise PackError("client.not-a-file", name=shown(member.name))
            total += member.size
            if total > LARGEST or len(files) >= MOST:
                raise PackError("client.too-large", limit=LARGEST >> 20)
            if name in files:
                raise PackError("client.bad-name", name=shown(member.name))
            held = tar.extractfile(member)
            files[name] = held.read() if held is not None else b""
    return files


def _plain(name: str) -> str:
    """Return a path without the dots that mean nothing; refuse one that leads elsewhere or can't be shown."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    odd = name.startswith("/") or ".." in parts or "\\" in name or not name.isprintable()
    if odd or len(name) > LONGEST or any(part.startswith("-") for part in parts):
        raise PackError("client.bad-name", name=shown(name))
    return "/".join(parts)


def shown(name: str) -> str:
    """Return a name as it can be printed."""
    return ascii(name)[1:-1][:80]


def _below_top(below: Mapping[str, bytes]) -> dict[str, bytes]:
    """Take away the one folder that release tarballs put around everything."""
    tops = {PurePosixPath(name).parts[0] for name in below}
    if len(tops) == 1 and INDEX not in below:
        top = f"{tops.pop()}/"
        below = {name.removeprefix(top): data for name, data in below.items()}
    if INDEX not in below:
        raise PackError("client.no-index", name=INDEX)
    for name in below:
        if any(str(parent) in below for parent in list(PurePosixPath(name).parents)[:-1]):
            raise PackError("client.bad-name", name=shown(name))
    return dict(below)


def listing(files: Mapping[str, bytes]) -> str:
    """Return what ``sha256sum`` prints of the files, in the order of their bytes."""
    return "".join(sorted_lines(files))


def sorted_lines(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line a file."""
    for name in sorted(files, key=lambda one: f"./{one}".encode()):
        yield f"{hashlib.sha256(files[name]).hexdigest()}  ./{name}\n"


def as_tar(files: Mapping[str, bytes], stream: BinaryIO) -> None:
    """Write the files as a tar of plain files that anybody may read: what was said of owners and times is left out."""
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted(files):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(files[name]), 0o644
            tar.addfile(info, io.BytesIO(files[name]))


@cache
def _tarball(path: Path, sha256: str) -> dict[str, bytes]:
    return client_files(path, sha256)


def tarball(site: Site) -> dict[str, bytes]:
    """Return the files of the site's tarball, read once a run; none for a site without one. Raises PackError."""
    return _tarball(site.folder / site.web_client.file, site.web_client.sha256) if site.web_client else {}


def held(site: Site, edge: Host) -> dict[str, bytes]:
    """Return the files of the web client on one edge: the tarball's, and settings of ours. Raises PackError."""
    own = {name: data for name, data in tarball(site).items() if not fnmatch(name, "config*.json")}
    return {**own, CONFIG: json.dumps(config(site, edge), ensure_ascii=False, indent=1).encode() + b"\n"}


def config(site: Site, edge: Host) -> dict[str, object]:
    """Return the client's settings: its own zone's server and nobody else in the world."""
    server = site.value("$site.server_name", edge)
    port = "" if site.ports.client == 443 else f":{site.ports.client}"
    return {
        "default_server_config": {
            "m.homeserver": {"base_url": f"https://{edge.public_name}{port}", "server_name": server},
        },
        "brand": site.authority.ja,
        "default_device_display_name": site.authority.ja,
        "disable_custom_urls": True,
        "disable_guests": True,
        "disable_3pid_login": True,
        "disable_login_language_selector": False,
        "integrations_ui_url": None,
        "integrations_rest_url": None,
        "integrations_widgets_urls": [],
        "room_directory": {"servers": [server]},
        "permalink_prefix": f"https://{edge.client_name}{port}",
        "setting_defaults": {"language": "ja", "UIFeature.identityServer": False, "UIFeature.registration": False},
    }

"""A stand-in for a web client's release: no real one can be had here, so that only its form is as in a real one."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Mapping

FILES = {
    "index.html": b"<!doctype html><title>stand-in</title><script src=bundles/a1/app.js></script>\n",
    "bundles/a1/app.js": b"document.title = 'stand-in';\n",
    "bundles/a1/crypto.wasm": b"\0asm\1\0\0\0",
    "themes/element/img/logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>\n",
    "i18n/ja.json": '{"Sign in": "ログイン"}\n'.encode(),
    "config.sample.json": b'{"default_server_config": {"m.homeserver": {"base_url": "https://matrix-client.example"}}}\n',
    "config.json": b'{"integrations_ui_url": "https://elsewhere.example"}\n',
}


def tarball(files: Mapping[str, bytes] = FILES, *, top: str = "client-v1/", packed: bool = True, odd: tuple[tarfile.TarInfo, ...] = ()) -> bytes:  # fmt: skip
    """Return a release: its files below one folder, and members that no release has."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if packed else "w") as tar:
        if top:
            folder = tarfile.TarInfo(top.rstrip("/"))
            folder.type, folder.mode = tarfile.DIRTYPE, 0o777
            tar.addfile(folder)
        for name, data in files.items():
            info = tarfile.TarInfo(f"{top}{name}")
            info.size, info.mode, info.uid, info.uname = len(data), 0o6777, 1234, "somebody"
            tar.addfile(info, io.BytesIO(data))
        for info in odd:
            tar.addfile(info)
    return stream.getvalue()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

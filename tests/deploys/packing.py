"""A small pack of the tests' own: two wheels, two Debian packages, a key made for it."""

from __future__ import annotations

import os
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from deploys.pack import Wanted, lay
from deploys.signing import Signer

STICKERS = {"thanks.png": b"\x89PNG thanks", "stickers.json": b'{"stickers": []}'}
NOW = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)


def wheel(folder: Path, name: str, version: str, licence: str = "") -> Path:
    path = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    told = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{licence}\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name.replace('-', '_')}-{version}.dist-info/METADATA", told)
        archive.writestr(f"{name.replace('-', '_')}-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\n")
    return path


def deb(folder: Path, name: str, version: str) -> Path:
    root = folder / f"root-{name}"
    (root / "DEBIAN").mkdir(parents=True)
    control = f"Package: {name}\nVersion: {version}\nArchitecture: all\nMaintainer: 架空市 <it@kakuu.example>\nDescription: test\n"
    (root / "DEBIAN/control").write_text(control, encoding="utf-8")
    path = folder / f"{name}_{version.replace(':', '%3a')}_all.deb"
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", root, path], check=True, capture_output=True)
    return path


def wanted(folder: Path) -> Wanted:
    wheels = (
        wheel(folder, "Nemu.Ri", "1.0", "License-Expression: MIT\n"),
        wheel(folder, "guideline", "0.1", "License: Apache 2\n"),
    )
    debs = (deb(folder, "hana", "1:2.0-1"), deb(folder, "tori", "3"))
    return Wanted("kakuu", "0.1", debs, wheels, "a==1\n", b"{}\n", STICKERS)


def signer(folder: Path) -> Signer:
    return Signer(folder, dict(os.environ))


def laid(folder: Path) -> Path:
    folder.mkdir()
    lay(folder / "pack", wanted(folder), signer(folder / "keys"), NOW)
    return folder / "pack"

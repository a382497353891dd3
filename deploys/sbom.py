"""What a pack holds, as a bill of materials that other programs read: CycloneDX 1.5 in JSON."""

from __future__ import annotations

import re
import subprocess
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .sealed import digest

FILE = "sbom.cdx.json"


def bill(title: str, version: str, wheels: Iterable[Path], debs: Iterable[Path], made: str) -> dict[str, Any]:
    """Return the bill of a pack; its wheels and debs become components with their digests.

    ``made`` is an instant as RFC 3339 writes it. The serial number follows from the content.
    """
    components = sorted([*map(wheel, wheels), *map(deb, debs)], key=lambda one: str(one["bom-ref"]))
    seed = "\n".join([title, version, made, *(str(one["hashes"]) for one in components)])
    main = {"type": "application", "bom-ref": "pack", "name": title, "version": version}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}",
        "version": 1,
        "metadata": {"timestamp": made, "component": main},
        "components": components,
        "dependencies": [{"ref": "pack", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def wheel(path: Path) -> dict[str, Any]:
    """Return a wheel as a component, by what its own metadata say."""
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        told = HeaderParser().parsestr(archive.read(name).decode("utf-8", "replace"))
    package, version = normal(told["Name"]), told["Version"]
    purl = f"pkg:pypi/{package}@{quote(version, safe='')}"
    return _component(
        "library", package, version, f"{purl}?file_name={quote(path.name, safe='')}", path, _licence(told)
    )


def deb(path: Path) -> dict[str, Any]:
    """Return a Debian package as a component, by its control file."""
    fields = ("Package", "Version", "Architecture", "Maintainer")
    asked = ["dpkg-deb", "--field", str(path), *fields]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    told = HeaderParser().parsestr(said)
    name, version = told["Package"], told["Version"]
    place = f"arch={told['Architecture']}&distro=debian-12"
    purl = f"pkg:deb/debian/{quote(name, safe='')}@{quote(version, safe='')}?{place}"
    return _component("library", name, version, purl, path, {}) | {"supplier": {"name": told["Maintainer"]}}


def normal(name: str) -> str:
    """Return a Python package's name as an index writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _component(kind: str, name: str, version: str, purl: str, path: Path, more: Mapping[str, Any]) -> dict[str, Any]:
    hashes = [{"alg": "SHA-256", "content": digest(path)}]
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "hashes": hashes, "purl": purl, **more}


def _licence(told: Message) -> dict[str, Any]:
    """An expression where the package gives one; else its own words, shortened, which may be a whole text."""
    if told["License-Expression"]:
        return {"licenses": [{"expression": told["License-Expression"]}]}
    words = (told["License"] or "").strip().splitlines()
    return {"licenses": [{"license": {"name": words[0][:100]}}]} if words and words[0] else {}

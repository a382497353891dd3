"""The offline pack: everything that the hosts of a site install, and one signed list of it.

``debs/`` is a flat Debian archive whose InRelease is signed, ``simple/`` an index as pip reads it,
``requirements.txt`` what a chat host installs, ``bundle.json`` the guideline, ``stickers/`` its stickers as
drawn, ``sbom.cdx.json`` the bill of materials, ``manifest.json`` path, size and SHA-256 of every other file,
``manifest.json.sig`` its signature. The operator carries the folder in; the key that signs stays where packs are made.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from tempfile import mkdtemp

from guideline.site import Site
from guideline.source.turns import turn

from .debian import archive, debs, plain_name
from .refused import PackError, run
from .sbom import FILE, bill, normal
from .sealed import MANIFEST, SCHEMA, SIGNATURE, digest, faults, manifest
from .signing import Signer

PACKAGES: Mapping[str, tuple[str, ...]] = {
    "": ("nftables", "openssl", "procps", "python3", "sudo", "tzdata"),
    "backup": ("openssh-client", "restic"),
    "chat": ("python3-psycopg2", "python3-venv"),
    "database": ("postgresql-15",),
    "exporter-database": ("prometheus-postgres-exporter",),
    "exporter-host": ("prometheus-node-exporter",),
    "edge": ("nginx-light",),
    "mirror": ("nginx-light",),
    "names": ("unbound",),
    "page": ("python3-psycopg2", "python3-venv"),
    "proxy": ("tinyproxy", "tinyproxy-bin"),
    "time": ("chrony",),
}
"""What the deploys install, by the role of a host; "" is every host.

Every host of a zone with a time host has what ``time`` has; ``exporter-…`` is what the site's exporters need."""

STICKERS = "stickers"
"""The folder of the drawn stickers in a pack."""

_FOR_THE_HOST = ("--python-version=3.11", "--implementation=cp", "--abi=cp311", "--abi=abi3", "--abi=none")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a pack. ``bundle`` is the compiled guideline, ``version`` that of the kit.

    ``stickers`` are the drawn stickers' files by name.
    """

    site: str
    version: str
    debs: tuple[Path, ...]
    wheels: tuple[Path, ...]
    requirements: str
    bundle: bytes
    stickers: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What names the content: the same files have the same."""
        parts = [SCHEMA, self.site, self.version, self.requirements, hashlib.sha256(self.bundle).hexdigest()]
        parts += [f"{path.name} {digest(path)}" for path in (*self.debs, *self.wheels)]
        parts += [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in sorted(self.stickers.items())]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Larder:
    """Where what was fetched is kept for the next pack, and from where it is fetched.

    ``checkout`` is the kit's own folder; ``python`` an interpreter with pip and hatchling; ``sources`` the
    package sources of Debian 12, one a line.
    """

    folder: Path
    checkout: Path
    python: str
    environment: Mapping[str, str]
    sources: str

    def fetch(self, site: Site, version: str, bundle: bytes, stickers: Mapping[str, bytes], *, fresh: bool) -> Wanted:
        """Return what a pack of the site holds, fetched where it isn't here. Raises PackError.

        With ``fresh`` Debian's archive is asked for newer packages; without, what was fetched before will do.
        """
        pins = (self.checkout / "requirements/run.txt").read_text("utf-8")
        with turn(self.folder / ".lock"):
            found = debs(self.folder / "debs", packages_of(site), self.sources, self.environment, fresh=fresh)
            kit = self._kit()
            wheels = (*self._wheels(pins), kit)
        return Wanted(site.id, version, tuple(found), wheels, with_kit(pins, kit), bundle, stickers)

    def _wheels(self, pins: str) -> list[Path]:
        """Return the wheels of the pinned requirements; each has a digest that is pinned, whenever it was fetched."""
        folder = self.folder / "wheels" / hashlib.sha256(pins.encode()).hexdigest()[:12]
        known = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", pins))
        if not folder.is_dir() or any(digest(path) not in known for path in folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(mkdtemp(prefix=".", dir=folder.parent))
            options = ("--disable-pip-version-check", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:")
            pinned = ("-d", draft, "-r", self.checkout / "requirements/run.txt")
            fetch: list[str | Path] = [self.python, "-m", "pip", "download", *options, *_FOR_THE_HOST, *pinned]
            try:
                run(fetch, environment=self.environment)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return sorted(folder.glob("*.whl"))

    def _kit(self) -> Path:
        """Build the kit's wheel; the same files give the same bytes."""
        made = Path(mkdtemp(prefix=".", dir=self.folder))
        try:
            build: list[str | Path] = [self.python, "-m", "hatchling", "build", "-t", "wheel", "-d", made]
            run(build, cwd=self.checkout, environment=self.environment)
            (wheel,) = made.glob("guideline-*.whl")
            kept = self.folder / "kit" / digest(wheel)[:16] / wheel.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            wheel.replace(kept)
            return kept
        finally:
            shutil.rmtree(made, ignore_errors=True)


def packages_of(site: Site) -> tuple[str, ...]:
    """Return the Debian packages that the hosts of a site install."""
    roles = {"", *(role for host in site.hosts for role in host.roles), *(f"exporter-{e}" for e in site.exporters)}
    return tuple(sorted({name for role in roles for name in PACKAGES.get(role, ())}))


def lay(out: Path, wanted: Wanted, signer: Signer, now: datetime) -> None:
    """Write the pack to the folder ``out``, whole or not at all; an older pack there makes way. Raises PackError."""
    if out.exists() and not (out / MANIFEST).is_file():
        raise PackError("pack.not-a-pack", folder=out)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        _fill(draft, wanted, signer, now)
        wrong = faults(draft, signer.public)
        if wrong:
            raise refusal(wrong)
        draft.chmod(0o755)
        old = Path(mkdtemp(prefix=f".{out.name}.", dir=out.parent))
        if out.exists():
            out.rename(old / "old")
        draft.rename(out)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(folder: Path, wanted: Wanted, signer: Signer, now: datetime) -> None:
    made = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    archived = folder / "debs"
    archived.mkdir()
    carried = [Path(shutil.copyfile(path, archived / plain_name(path))) for path in wanted.debs]
    wheels = index(folder / "simple", wanted.wheels)
    (folder / "requirements.txt").write_text(wanted.requirements, encoding="utf-8")
    (folder / "bundle.json").write_bytes(wanted.bundle)
    for name, data in wanted.stickers.items():
        (folder / STICKERS).mkdir(exist_ok=True)
        (folder / STICKERS / name).write_bytes(data)
    title = f"guideline {wanted.site}"
    told = bill(title, wanted.version, wheels, carried, made)
    (folder / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with signer.ready() as signing:
        release = archive(archived, now)
        (archived / "InRelease").write_bytes(signing.clear(release))
        listed = {
            "schema": SCHEMA,
            "site": wanted.site,
            "version": wanted.version,
            "content": wanted.digest,
            "made": made,
            "files": manifest(folder),
        }
        text = (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()
        (folder / MANIFEST).write_bytes(text)
        (folder / SIGNATURE).write_bytes(signing.detached(text))


def index(folder: Path, wheels: tuple[Path, ...]) -> list[Path]:
    """Copy wheels into an index as pip reads it (PEP 503) and return them there."""
    copied = []
    for path in wheels:
        place = folder / normal(path.name.split("-")[0])
        place.mkdir(parents=True, exist_ok=True)
        copied.append(Path(shutil.copyfile(path, place / path.name)))
    for place in sorted(folder.iterdir()):
        lines = [(f"{path.name}#sha256={digest(path)}", path.name) for path in sorted(place.glob("*.whl"))]
        (place / "index.html").write_text(_page(lines), encoding="ascii")
    names = [(f"{place.name}/", place.name) for place in sorted(folder.iterdir())]
    (folder / "index.html").write_text(_page(names), encoding="ascii")
    return copied


def _page(links: list[tuple[str, str]]) -> str:
    body = "".join(f'<a href="{escape(to)}">{escape(name)}</a>\n' for to, name in links)
    return f"<!DOCTYPE html>\n<html>\n<body>\n{body}</body>\n</html>\n"


def whole(folder: Path, key: Path) -> str:
    """Return the digest of a pack's manifest, having held every byte against it. Raises PackError, naming files."""
    if not key.is_file():
        raise PackError("pack.no-public-key", file=key)
    if not folder.is_dir():
        raise PackError("pack.not-a-pack", folder=folder)
    wrong = faults(folder, key)
    if wrong:
        raise refusal(wrong)
    return digest(folder / MANIFEST)


def refusal(wrong: list[tuple[str, str]]) -> PackError:
    """Return the error that names what differs, the first few by name."""
    shown = ", ".join(f"{name} ({fault})" for fault, name in wrong[:5])
    return PackError("pack.refused", files=shown, count=len(wrong))


def with_kit(requirements: str, kit: Path) -> str:
    """Return the pinned requirements with the kit's own wheel among them, by its hash."""
    version = kit.name.split("-")[1]
    return f"{requirements.rstrip()}\nguideline=={version} \\\n    --hash=sha256:{digest(kit)}\n"

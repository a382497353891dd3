"""The host that pyinfra speaks of now: its site, its place in it, and the guideline in force there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pyinfra.api.exceptions import DeployError
from pyinfra.context import host

from guideline.site import Host, Site, bundle_of, load_site
from guideline.words import say

from .pack import whole
from .refused import PackError
from .tarball import tarball
from .vault import vault_of


@dataclass(frozen=True, slots=True)
class Here:
    """``root`` is the operator's folder; ``pack`` the offline pack on the operator's side, if there is one.

    ``pack_key`` is the public key that packs are held against: the operator's own, not the pack's.
    """

    site: Site
    mine: Host
    day: date
    guideline: Any
    python: str
    root: Path
    pack: Path | None
    pack_key: Path

    @property
    def mirror(self) -> Host | None:
        """The host of this zone from which packages come; None where they come from Debian itself."""
        return next(iter(self.site.with_role("mirror", self.mine.zone)), None) if self.pack else None

    @property
    def pki(self) -> Path:
        """The operator's folder of the certificate authority of this zone."""
        return self.root / ".state" / self.site.id / "authority" / self.mine.zone


def here() -> Here:
    """Return what pyinfra's host data mean.

    Raises SourceError for a broken site or bundle and DeployError for a pack that is not as it was signed: then
    no operation has run on any host yet.
    """
    data = host.data
    root = Path(data.root)
    site, guideline = _read(Path(data.site), date.fromisoformat(data.as_of), root)
    pack = Path(data.pack) if data.get("pack") else None
    key = Path(data.pack_key) if data.get("pack_key") else root / ".state" / site.id / "pack.gpg"
    if pack is not None:
        _hold(pack, key)
    try:
        # Looked at before any host is: a client that isn't the one that the site names must change nothing,
        # nor secrets that don't open.
        tarball(site)
        _vaults(site, root)
    except PackError as error:
        raise DeployError(say("en", error.say, **error.args_)) from error
    mine = site.host(data.site_host)
    return Here(site, mine, guideline.day, guideline, data.python, root, pack, key)


@cache
def _hold(pack: Path, key: Path) -> str:
    """Hold every byte of the pack against its signature, once a run, and return its manifest's digest."""
    try:
        return whole(pack, key)
    except PackError as error:
        raise DeployError(say("en", error.say, **error.args_)) from error


def _vaults(site: Site, root: Path) -> None:
    """See once a run that the operator's secrets open."""
    if root not in _opened:
        for zone in dict.fromkeys(host.zone for host in site.hosts):
            vault_of(site, zone, root).ready()
        _opened.add(root)


_opened: set[Path] = set()


@cache
def _read(folder: Path, day: date, root: Path) -> tuple[Site, Any]:
    site = load_site(folder).at(root)
    return site, bundle_of(site).at(day)

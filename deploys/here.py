"""The host that pyinfra speaks of now: its site, its place in it, and the guideline in force there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pyinfra.context import host

from guideline.site import Host, Site, bundle_of, load_site


@dataclass(frozen=True, slots=True)
class Here:
    """``root`` is the operator's folder; ``pack`` the unpacked offline pack on the operator's side, if there is one."""

    site: Site
    mine: Host
    day: date
    guideline: Any
    python: str
    root: Path
    pack: Path | None

    @property
    def mirror(self) -> Host | None:
        """The host of this zone from which packages come; None where they come from Debian itself."""
        return next(iter(self.site.with_role("mirror", self.mine.zone)), None) if self.pack else None

    @property
    def pki(self) -> Path:
        """The operator's folder of the certificate authority of this zone."""
        return self.root / ".state" / self.site.id / "authority" / self.mine.zone


def here() -> Here:
    """Return what pyinfra's host data mean. Raises SourceError for a broken site or bundle."""
    data = host.data
    root = Path(data.root)
    site, guideline = _read(Path(data.site), date.fromisoformat(data.as_of), root)
    pack = Path(data.pack) if data.get("pack") else None
    mine = site.host(data.site_host)
    return Here(site, mine, guideline.day, guideline, data.python, root, pack)


@cache
def _read(folder: Path, day: date, root: Path) -> tuple[Site, Any]:
    site = load_site(folder).at(root)
    return site, bundle_of(site).at(day)

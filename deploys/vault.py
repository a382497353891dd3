"""The operator's own secrets of a zone: made once, and sealed with age where the site says for whom.

What is sealed is opened in memory alone: age gets it and gives it by pipes, and no plain text lies on the disk.
"""

from __future__ import annotations

import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from guideline.site import Site
from guideline.source.turns import turn
from guideline.source.whole import write_whole

from .refused import PackError

SEALED = ".age"

_ONE = Lock()
"""Before the lock between processes: pyinfra's hosts take turns within one, where waiting for a file stops them all."""


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of secrets. Without ``recipients`` they lie there as files of their owner's alone.

    ``identity`` is the file of the secret key that opens what is sealed for the recipients.
    """

    folder: Path
    recipients: tuple[str, ...] = ()
    identity: Path | None = None

    def once(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return a secret, having made it where there is none; one that is there is never made anew.

        One that lay there in plain text is sealed as it is. What was sealed is read back before anything relies
        on it. Raises PackError.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        plain, sealed = self.folder / name, self.folder / f"{name}{SEALED}"
        with _ONE, turn(self.folder / ".vault.lock"):
            if sealed.exists():
                return self._open(sealed)
            value = plain.read_bytes() if plain.exists() else make()
            if not self.recipients:
                if not plain.exists():
                    write_whole(plain, value, 0o600, sync=True)
                return value
            data = self._age(["-a", *(word for r in self.recipients for word in ("-r", r))], value, "vault.not-sealed")
            if self._open_bytes(data, sealed) != value:
                raise PackError("vault.other-identity", file=self.identity, name=sealed)
            write_whole(sealed, data, 0o600, sync=True)
            plain.unlink(missing_ok=True)
            return value

    def ready(self) -> None:
        """Raise PackError where what is sealed, or would be, can't be opened: before anything was changed."""
        if self.recipients:
            self._age(["--version"], b"", "vault.no-age")
            self._key()
            for sealed in sorted(self.folder.glob(f"*{SEALED}")):
                self._open(sealed)
        elif any(self.folder.glob(f"*{SEALED}")):
            raise PackError("vault.no-recipients", folder=self.folder)

    def _open(self, sealed: Path) -> bytes:
        if not self.recipients:
            raise PackError("vault.no-recipients", folder=self.folder)
        return self._open_bytes(sealed.read_bytes(), sealed)

    def _open_bytes(self, data: bytes, sealed: Path) -> bytes:
        return self._age(["-d", "-i", str(self._key())], data, "vault.other-identity", file=self.identity, name=sealed)

    def _key(self) -> Path:
        """Return the identity's file, which nobody but its owner may read."""
        if self.identity is None or not self.identity.is_file():
            raise PackError("vault.no-identity", file=self.identity)
        if stat.S_IMODE(self.identity.stat().st_mode) & 0o077:
            raise PackError("vault.identity-open", file=self.identity)
        return self.identity

    def _age(self, words: list[str], feed: bytes, failed: str, **args: object) -> bytes:
        """Run age on what is piped to it. What it says isn't shown: nothing of a secret may be in it."""
        try:
            done = subprocess.run(["age", *words], input=feed, capture_output=True, check=False)
        except FileNotFoundError as error:
            raise PackError("vault.no-age") from error
        if done.returncode:
            raise PackError(failed, **args)
        return done.stdout


def vault_of(site: Site, zone: str, root: Path) -> Vault:
    """Return the operator's vault of a zone; ``root`` is the operator's folder."""
    folder = root / ".state" / site.id / "authority" / zone
    sealing = site.secrets.get(zone)
    return Vault(folder) if sealing is None else Vault(folder, sealing.recipients, root / sealing.identity)

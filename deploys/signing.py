"""The key that signs packs. It stays on the machine that makes them; hosts and operators hold its public half."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guideline.source.turns import turn
from guideline.source.whole import write_whole

from .refused import PackError, run


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key in a file of its owner's alone, or ``known``: the name of a key in the operator's own GnuPG."""

    folder: Path
    environment: Mapping[str, str]
    known: str | None = None

    @property
    def public(self) -> Path:
        """The public half, as gpgv and apt read it: what the hosts are told to believe."""
        return self.folder / "pack.gpg"

    @contextmanager
    def ready(self) -> Iterator[Signing]:
        """Give what signs, having made the key where there is none yet.

        Raises PackError, also where the public half that others hold already is of another key.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with turn(self.folder / ".pack.lock"):
            if self.known is not None:
                yield self._told(Signing(self.environment, self.known))
                return
            # GnuPG's agent wants a short path, and would outlive us: it gets a home that goes with it.
            home = Path(tempfile.mkdtemp(prefix="guideline-sign-"))
            inside = {**self.environment, "GNUPGHOME": str(home)}
            try:
                yield self._told(Signing(inside, self._own(inside)))
            finally:
                run(["gpgconf", "--kill", "all"], environment=inside)
                shutil.rmtree(home, ignore_errors=True)

    def _own(self, inside: Mapping[str, str]) -> str:
        name, secret = "guideline pack", self.folder / "pack.key"
        quiet = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
        if secret.exists():
            run([*quiet, "--import", secret], environment=inside)
        else:
            run([*quiet, "--quick-gen-key", name, "ed25519", "sign", "never"], environment=inside)
            write_whole(secret, run([*quiet, "--export-secret-keys", name], environment=inside), 0o600, sync=True)
        return name

    def _told(self, signing: Signing) -> Signing:
        public = run(["gpg", "--batch", "--export", "--export-options", "export-minimal", signing.key],
                     environment=signing.environment)  # fmt: skip
        if not public:
            raise PackError("pack.no-key", key=signing.key)
        if not self.public.exists():
            write_whole(self.public, public, 0o644)
        elif self.public.read_bytes() != public:
            raise PackError("pack.other-key", file=self.public)
        return signing


@dataclass(frozen=True, slots=True)
class Signing:
    """A key at hand."""

    environment: Mapping[str, str]
    key: str

    def detached(self, data: bytes) -> bytes:
        """Return a signature beside the data. Raises PackError."""
        return self._sign("--detach-sign", data)

    def clear(self, data: bytes) -> bytes:
        """Return the data with their signature around them. Raises PackError."""
        return self._sign("--clearsign", data)

    def _sign(self, how: str, data: bytes) -> bytes:
        words = ["gpg", "--batch", "--yes", "--quiet", "--local-user", self.key, how]
        return run(words, feed=data, environment=self.environment)


def fingerprint(public: Path) -> str:
    """Return the fingerprint of the key in a file, in groups of four as people compare it (RFC 4880, 12.2)."""
    key = public.read_bytes()
    # The first packet is the public key; GnuPG writes its length in one byte or two.
    start, length = (2, key[1]) if key[0] == 0x98 else (3, int.from_bytes(key[1:3], "big"))
    told = hashlib.sha1(b"\x99" + length.to_bytes(2, "big") + key[start : start + length], usedforsecurity=False)
    found = told.hexdigest().upper()
    return " ".join(found[at : at + 4] for at in range(0, len(found), 4))

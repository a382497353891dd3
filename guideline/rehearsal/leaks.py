"""Secrets must not be seen: each one that lies on a host or with the operator is looked for wherever others look.

Others see what was printed (labels, plan, commands, results), process lists, journals and logs, and files that
everybody may read. A finding names the secret by its file and says where it was seen, never what it is.
"""

from __future__ import annotations

import base64
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from guideline.finding import Finding, Place
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.running import RehearsalError
from guideline.settings import PAGE_STATE, STEWARD_STATE

SHOWN = "rehearsal/secret-shown"

LEAST = 20
"""Characters of the shortest word that is taken for a secret's value."""

LARGEST = 1 << 20
"""Bytes beyond which a file is somebody's package and nothing that a deploy wrote."""

OTHERS = "usr opt var/lib/apt var/lib/dpkg var/cache srv".split()
"""Where packages lie; ``usr/local`` is ours all the same."""

_KEPT = (
    "/etc/ssh/ssh_host_*_key",
    "/var/backups/guideline/password",
    "/var/backups/guideline/key",
    f"/var/lib/{STEWARD_STATE}/steward/*token.json",
    f"/var/lib/private/{PAGE_STATE}/sessions.key",
)
_SEEN_BY_ANYBODY = "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '"
_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"]
_PUBLIC = re.compile(r"-----|ssh-ed25519|^ed25519$")


@dataclass(frozen=True, slots=True)
class Secret:
    """A file that only its owner may read, and the words of it that give it away."""

    host: str
    path: str
    words: tuple[bytes, ...]


def secrets_of(lab: Lab) -> list[Secret]:
    """Return every secret that lies on the lab's hosts and with its operator. Raises RehearsalError."""
    found = [secret for machine in lab.machines for secret in _on_host(lab, machine)]
    folder = lab.box.folder
    own = [*sorted((folder / "operator-root").rglob("*.key")), *sorted(folder.glob("accounts-*")), lab.key]
    found += [Secret("operator", str(path.relative_to(folder)), words_of(path.read_text("utf-8"))) for path in own]
    return [secret for secret in found if secret.words]


def words_of(text: str) -> tuple[bytes, ...]:
    """Return what gives a secret away: the value of a line, or the lines of a key that no public part shares."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and "OPENSSH" in lines[0]:
        # The head of such a key is the same in every one, and its public half comes next.
        lines = lines[3:]
    elif text.startswith("{"):
        # Where an account is, and whose, is no secret: it stands in the steward's unit.
        lines = [str(value) for key, value in json.loads(text).items() if key not in ("url", "user")]
    shared = _public_half(text)
    words = [word for line in lines if not _PUBLIC.search(line.split(" ", 1)[0]) for word in _values(line)]
    # A certificate tells it to everybody; where its letters happen to fall alike, a line of the key stands in it.
    words = [word for word in words if not (shared and _decoded(word) in shared)]
    words += [word for line in lines if line.startswith("ed25519 ") for word in _values(line)]
    return tuple(word.encode() for word in words if len(word) >= LEAST)


def _public_half(text: str) -> bytes:
    """Return the public half of a private key in PEM; nothing where the text is none."""
    if "PRIVATE KEY-----" not in text or "OPENSSH" in text:
        return b""
    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return b""
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _decoded(word: str) -> bytes:
    try:
        return base64.b64decode(word, validate=True)
    except ValueError:
        return word.encode()


def _values(line: str) -> list[str]:
    return [line.rsplit(maxsplit=1)[-1].rpartition(":")[2]]


def _on_host(lab: Lab, machine: Machine) -> Iterator[Secret]:
    patterns = " ".join((f"{lab.site.paths.secrets}/*", *_KEPT))
    done = machine.on(["sh", "-c", f"for f in {patterns}; do [ -f $f ] && echo $f; done; true"])
    for path in _said(machine, done.returncode, done.stdout).split():
        held = machine.on(["cat", path])
        yield Secret(machine.name, path, words_of(_said(machine, held.returncode, held.stdout)))


def judge_leaks(lab: Lab, printed: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each place where a secret is seen.

    ``printed`` is what was printed, by the name of what printed it. Raises RehearsalError.
    """
    secrets = secrets_of(lab)
    found = []
    for host, where, blob in _everything(lab, printed):
        for secret in secrets:
            if any(word in blob for word in secret.words):
                name = f"{secret.host}:{secret.path}"
                args = {"host": host, "found": where, "secret": name}
                place = Place(host, key=where)
                found.append(Finding(SHOWN, "", "error", place, "rehearsal.secret-shown", args, subject=host))
    return found


def _everything(lab: Lab, printed: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    for name, text in printed.items():
        yield "operator", name, text.encode()
    yield from (("operator", str(path.relative_to(lab.box.folder)), path.read_bytes()) for path in _operators(lab))
    for machine in lab.machines:
        done = machine.on([*_NOBODY, _SEEN_BY_ANYBODY])
        yield machine.name, "/proc", done.stdout.encode()
        done = machine.on(["journalctl", "--no-pager", "-q", "-o", "export"])
        yield machine.name, "journal", _said(machine, done.returncode, done.stdout).encode()
        for root, path in _files(machine):
            yield machine.name, f"/{path.relative_to(root)}", path.read_bytes()


def _operators(lab: Lab) -> Iterator[Path]:
    """Yield what everybody on the operator's machine may read of the rehearsal; hosts' disks are looked at apart."""
    for path in _regular(lab.box.folder, skipped=("hosts",)):
        if path.stat().st_mode & stat.S_IROTH:
            yield path


def _files(machine: Machine) -> Iterator[tuple[Path, Path]]:
    """Yield what was written on a host since it was laid and everybody may read, and its logs, whoever may."""
    upper = machine.folder / "upper"
    for path in _regular(upper, skipped=OTHERS):
        inside = path.relative_to(upper)
        if path.stat().st_mode & stat.S_IROTH or inside.is_relative_to("var/log"):
            yield upper, path
    for path in _regular(upper / "usr/local"):
        yield upper, path
    live = Path(f"/proc/{machine.leader}/root")
    for name in ("run", "tmp", "dev/shm"):
        for path in _regular(live / name):
            if path.stat().st_mode & stat.S_IROTH:
                yield live, path


def _regular(root: Path, *, skipped: Iterable[str] = ()) -> Iterator[Path]:
    """Yield the ordinary files below a folder; one that is gone in the meantime is passed over."""
    passed = {root / name for name in skipped}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if Path(folder, name) not in passed]
        for name in names:
            path = Path(folder, name)
            try:
                held = path.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(held.st_mode) and held.st_size <= LARGEST:
                yield path


def _said(machine: Machine, code: int, text: str) -> str:
    if code:
        raise RehearsalError("program.failed", program=f"{machine.name}: secrets", code=code, said=text[-80:])
    return text

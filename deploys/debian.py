"""Debian 12's packages from the package sources of this machine, and the signed archive that a pack makes of them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from guideline.source.whole import write_whole

from .refused import PackError, run
from .sealed import digest

SUITE = "bookworm"


def sources_of(apt: Path) -> str:
    """Return those of a machine's own package sources that offer Debian 12. Raises PackError."""
    found = []
    for file in sorted((apt / "sources.list.d").glob("*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text("utf-8")):
            if re.search(rf"^Suites:.*\b{SUITE}\b", stanza, re.MULTILINE) and _main(stanza):
                found += _one_lines(stanza)
    for file in (apt / "sources.list", *sorted((apt / "sources.list.d").glob("*.list"))):
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
        found += [line for line in lines if re.match(rf"deb\s.*\s{SUITE}(-updates|-security)?\s.*\bmain\b", line)]
    if not found:
        raise PackError("pack.no-sources", suite=SUITE, folder=apt)
    return "\n".join(dict.fromkeys(found)) + "\n"


def _main(stanza: str) -> bool:
    return "deb" in _field(stanza, "Types") and "main" in _field(stanza, "Components")


def _field(stanza: str, name: str) -> list[str]:
    found = re.search(rf"^{name}:(.*)$", stanza, re.MULTILINE)
    return found.group(1).split() if found else []


def _one_lines(stanza: str) -> list[str]:
    key = _field(stanza, "Signed-By")
    option = f"[signed-by={key[0]}] " if key and key[0].startswith("/") else ""
    return [f"deb {option}{uri} {suite} main" for uri in _field(stanza, "URIs") for suite in _field(stanza, "Suites")]


def debs(cache: Path, names: Sequence[str], sources: str, environment: Mapping[str, str], *, fresh: bool) -> list[Path]:
    """Return packages with all they need, for a host on which nothing is installed. Raises PackError.

    They are fetched by this machine's apt, which verifies them, into ``cache``. What lies there is taken only
    if its digest is the one noted when apt had verified it. Without ``fresh``, a choice of packages that was
    fetched before is taken as it was, and no archive is asked.
    """
    noted = cache / "chosen.json"
    held: dict[str, dict[str, str]] = json.loads(noted.read_text("ascii")) if noted.exists() else {}
    choice = " ".join(sorted(set(names))) + "\n" + sources
    if fresh or choice not in held or not _whole(cache, held[choice]):
        _drop_changed(cache, held)
        chosen = _fetch(cache, sorted(set(names)), sources, environment)
        held[choice] = {name: digest(cache / "archives" / name) for name in chosen}
        write_whole(noted, json.dumps(held, indent=1).encode("ascii"))
    return [cache / "archives" / name for name in sorted(held[choice])]


def _whole(cache: Path, wanted: Mapping[str, str]) -> bool:
    return all((cache / "archives" / n).is_file() and digest(cache / "archives" / n) == d for n, d in wanted.items())


def _drop_changed(cache: Path, held: Mapping[str, Mapping[str, str]]) -> None:
    """Remove what isn't as it was when apt had verified it: apt itself would go by the size alone."""
    known = {name: right for one in held.values() for name, right in one.items()}
    for path in (cache / "archives").glob("*.deb"):
        if digest(path) != known.get(path.name):
            path.unlink()


def _fetch(cache: Path, names: Sequence[str], sources: str, environment: Mapping[str, str]) -> list[str]:
    """Download by apt, and return the names of the files that were chosen."""
    state, archives = cache / "state", cache / "archives"
    for path in (state / "lists" / "partial", cache / "cache", archives / "partial"):
        path.mkdir(parents=True, exist_ok=True)
    (state / "status").write_bytes(b"")
    listed = cache / "sources.list"
    listed.write_text(sources, encoding="ascii")
    options = {
        "Dir::State": state,
        "Dir::State::status": state / "status",
        "Dir::State::lists": state / "lists",
        "Dir::Cache": cache / "cache",
        "Dir::Cache::archives": archives,
        "Dir::Etc::sourcelist": listed,
        "Dir::Etc::sourceparts": "-",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "-",
        "APT::Install-Recommends": "false",
        "Debug::NoLocking": "true",
        "APT::Sandbox::User": "",
    }
    apt = ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items())]
    quiet = {**environment, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    run([*apt, "update"], environment=quiet)
    run([*apt, "install", "-y", "--download-only", "--", *names], environment=quiet)
    told = run([*apt, "install", "-y", "--simulate", "--", *names], environment=quiet).decode()
    chosen = re.findall(r"^Inst (\S+) \((\S+) .*\[(\S+)\]\)", told, re.MULTILINE)
    return [f"{name}_{version.replace(':', '%3a')}_{arch}.deb" for name, version, arch in chosen]


def plain_name(deb: Path) -> str:
    """Return a file's name without the epoch, which apt writes with a percent sign: that means something in a URL."""
    return re.sub(r"_\d+%3a", "_", deb.name)


def archive(folder: Path, now: datetime) -> bytes:
    """Write ``Packages`` for the debs in ``folder`` and return the text of ``Release``. Raises PackError."""
    paragraphs = []
    for deb in sorted(folder.glob("*.deb")):
        control = run(["dpkg-deb", "--field", deb]).decode()
        size, sha256 = deb.stat().st_size, digest(deb)
        paragraphs.append(f"{control.rstrip()}\nFilename: {deb.name}\nSize: {size}\nSHA256: {sha256}\n")
    text = "\n".join(paragraphs).encode()
    (folder / "Packages").write_bytes(text)
    (folder / "Packages.gz").write_bytes(gzip.compress(text, mtime=0))
    lines = [f" {digest(folder / n)} {(folder / n).stat().st_size} {n}" for n in ("Packages", "Packages.gz")]
    when = now.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S UTC")
    told = ["Origin: guideline", "Suite: ./", "Architectures: amd64", f"Date: {when}", "SHA256:", *lines, ""]
    return "\n".join(told).encode()

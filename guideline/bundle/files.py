"""Reads the files of one bundle folder; knows nothing of what they mean together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guideline.source import Mark, Problem, SourceError, packaged, read_bytes, sha256
from guideline.source.schema import schema_problems
from guideline.source.text import decode
from guideline.source.yaml import MAX_YAML_BYTES, Document, parse_yaml

MAX_FILES = 300
MAX_BUNDLE_BYTES = 16 * 1024 * 1024
"""All files of one layer together."""

_SINGLE = {"bundle.yaml": "bundle", "parameters.yaml": "parameters", "stickers.yaml": "stickers"}
_FOLDERS = {"clauses": "clauses", "waivers": "waivers"}
_KNOWN = (*_SINGLE, *(f"{name}/*.yaml" for name in _FOLDERS))
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Layer:
    """The documents of one bundle folder, each fitting its schema.

    ``digests`` maps each file's path inside the folder to the SHA-256 of its bytes.
    """

    folder: Path
    about: Document
    parameters: Document | None
    stickers: Document | None
    clauses: tuple[Document, ...]
    waivers: tuple[Document, ...]
    digests: Mapping[str, str]

    @property
    def id(self) -> str:
        """The bundle's own id."""
        name: str = self.about.value["id"]
        return name


def find_bundle(name: str, beside: Path | None = None) -> Path:
    """Return the folder that ``name`` means: a path, or the name of a packaged bundle.

    ``beside`` is the folder against which a relative path is read. Raises SourceError.
    """
    for candidate in ((beside / name) if beside else Path(name), packaged("policies") / name):
        # os.path, unlike pathlib, takes a name that is too long or not allowed for one that isn't there.
        if os.path.isfile(candidate / "bundle.yaml"):  # noqa: PTH113
            return candidate
    known = sorted(path.parent.name for path in packaged("policies").glob("*/bundle.yaml"))
    raise SourceError([Problem("no-such-bundle", Mark(name), {"name": name, "known": ", ".join(known)})])


def read_layer(folder: Path) -> Layer:
    """Read every file of the bundle in ``folder``. Raises SourceError with all problems of all files."""
    reading = _Reading(folder)
    single = {kind: reading.one(folder / name, kind) for name, kind in _SINGLE.items()}
    several = {kind: reading.all(folder / name, kind) for name, kind in _FOLDERS.items()}
    about = single["bundle"]
    reading.problems.extend(_strangers(folder))
    if about is None and not reading.problems:
        reading.problems.append(Problem("no-such-file", Mark(str(folder / "bundle.yaml"))))
    if reading.problems or about is None:
        raise SourceError(reading.problems)
    return Layer(
        folder,
        about,
        single["parameters"],
        single["stickers"],
        several["clauses"],
        several["waivers"],
        reading.digests,
    )


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.digests: dict[str, str] = {}
        self.size = 0

    def one(self, path: Path, kind: str) -> Document | None:
        if not os.path.lexists(path):
            return None
        try:
            return self._read(path, kind)
        except SourceError as error:
            self.problems.extend(error.problems)
            return None

    def all(self, folder: Path, kind: str) -> tuple[Document, ...]:
        try:
            paths = [path for path in _listed(folder) if path.suffix == ".yaml"]
        except SourceError as error:
            self.problems.extend(error.problems)
            return ()
        if len(paths) > MAX_FILES:
            self.problems.append(Problem("too-many-files", Mark(str(folder)), {"limit": MAX_FILES}))
            return ()
        read = [self.one(path, kind) for path in paths]
        return tuple(document for document in read if document is not None)

    def _read(self, path: Path, kind: str) -> Document:
        name = str(path)
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.folder)):
            raise SourceError([Problem("outside-folder", Mark(name))])
        data = read_bytes(path, MAX_YAML_BYTES)
        self.size += len(data)
        if self.size > MAX_BUNDLE_BYTES:
            raise SourceError([Problem("too-large", Mark(name), {"limit": MAX_BUNDLE_BYTES})])
        document = parse_yaml(decode(data, name), name)
        problems = schema_problems(document, kind)
        if problems:
            raise SourceError(problems)
        self.digests[path.relative_to(self.folder).as_posix()] = sha256(data)
        return document


def _listed(folder: Path) -> list[Path]:
    """Return what lies in a folder, in the order of names; nothing where there is no folder.

    Hidden files are no part of a bundle: nobody who reviews it sees them. Raises SourceError.
    """
    if not os.path.lexists(folder):
        return []
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208
    except OSError as error:
        raise SourceError([Problem("unreadable", Mark(str(folder)), {"reason": error.strerror})]) from None
    for name in names:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            byte = {"byte": f"0x{ord(name[error.start]) - 0xDC00:02x}"}
            raise SourceError([Problem("bad-encoding", Mark(str(folder)), byte)]) from None
    return [folder / name for name in names]


def _strangers(folder: Path) -> Iterator[Problem]:
    """Yield YAML files and folders that no bundle has: a misspelt name would be left out in silence."""
    for where, known in (("", tuple(_SINGLE)), *((name, None) for name in _FOLDERS)):
        try:
            paths = _listed(folder / where)
        except SourceError:
            continue  # told by those who read there
        for path in paths:
            fits = path.name in known if known is not None else path.suffix == ".yaml"
            looks = path.suffix.lower() in _YAML or (known is None and path.is_dir())
            if looks and not fits:
                args = {"name": path.relative_to(folder).as_posix(), "known": ", ".join(_KNOWN)}
                yield Problem("unknown-kind", Mark(str(path)), args)


def text_of(value: Any) -> dict[str, Any]:
    """Return a text of any permitted shape as ``{"ja", "en", "stale"}``."""
    if isinstance(value, str):
        return {"ja": value, "en": "", "stale": False}
    if not value:
        return {"ja": "", "en": "", "stale": False}
    ja = value["ja"]
    en = value.get("en", "")
    if isinstance(en, str):
        return {"ja": ja, "en": en, "stale": False}
    return {"ja": ja, "en": en["text"], "stale": en["of"] != sha256(ja.encode("utf-8"))[:8]}

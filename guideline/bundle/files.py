"""Reads the files of one bundle folder; knows nothing of what they mean together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guideline.source import Mark, Problem, SourceError, packaged, read_bytes, sha256
from guideline.source.schema import schema_problems
from guideline.source.text import decode
from guideline.source.yaml import MAX_YAML_BYTES, Document, parse_yaml

MAX_FILES = 300

_SINGLE = {"bundle.yaml": "bundle", "parameters.yaml": "parameters", "stickers.yaml": "stickers"}
_FOLDERS = {"clauses": "clauses", "waivers": "waivers"}


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
        if (candidate / "bundle.yaml").is_file():
            return candidate
    known = sorted(path.parent.name for path in packaged("policies").glob("*/bundle.yaml"))
    raise SourceError([Problem("no-such-bundle", Mark(name), {"name": name, "known": ", ".join(known)})])


def read_layer(folder: Path) -> Layer:
    """Read every file of the bundle in ``folder``. Raises SourceError with all problems of all files."""
    reading = _Reading(folder)
    single = {kind: reading.one(folder / name, kind) for name, kind in _SINGLE.items()}
    several = {kind: reading.all(folder / name, kind) for name, kind in _FOLDERS.items()}
    about = single["bundle"]
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

    def one(self, path: Path, kind: str) -> Document | None:
        if not path.is_symlink() and not path.exists():
            return None
        try:
            return self._read(path, kind)
        except SourceError as error:
            self.problems.extend(error.problems)
            return None

    def all(self, folder: Path, kind: str) -> tuple[Document, ...]:
        paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
        if len(paths) > MAX_FILES:
            self.problems.append(Problem("too-many-files", Mark(str(folder)), {"limit": MAX_FILES}))
            return ()
        read = (self.one(path, kind) for path in paths)
        return tuple(document for document in read if document is not None)

    def _read(self, path: Path, kind: str) -> Document:
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise SourceError([Problem("outside-folder", Mark(str(path)))])
        data = read_bytes(path, MAX_YAML_BYTES)
        document = parse_yaml(decode(data, str(path)), str(path))
        problems = schema_problems(document, kind)
        if problems:
            raise SourceError(problems)
        self.digests[path.relative_to(self.folder).as_posix()] = sha256(data)
        return document


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

"""From a folder of YAML, through its layers, to one checked Bundle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from guideline.bundle.bundle import MAX_COMPILED_BYTES, Bundle, meaning_digest
from guideline.bundle.crosscheck import crosscheck
from guideline.bundle.files import Layer, find_bundle, read_layer
from guideline.bundle.layers import lay
from guideline.bundle.merged import Merged
from guideline.source import Mark, Problem, SourceError, canonical_json, read_bytes, sha256

MAX_LAYERS = 8
MAX_PROBLEMS = 100
"""Of the whole bundle: each is looked up among all names, and a hostile one has no end of them."""


def load_bundle(name: Path | str) -> Bundle:
    """Load a bundle: a folder, a compiled file, or the name of a packaged one.

    Raises SourceError with every problem found; nothing of a broken bundle is returned.
    """
    if os.path.isfile(name):  # noqa: PTH113 - pathlib raises for a name that is too long
        return Bundle.from_json(read_bytes(name, MAX_COMPILED_BYTES), str(name))
    layers = read_layers(find_bundle(str(name)))
    merged = Merged()
    for layer in layers:
        lay(merged, layer)
    problems = [*_same_ids(layers), *merged.problems, *islice(crosscheck(merged), MAX_PROBLEMS)]
    if problems:
        raise SourceError(problems)
    content = _content(merged)
    files = {f"{layer.id}/{name}": digest for layer in layers for name, digest in layer.digests.items()}
    return Bundle(content, sha256(canonical_json(files)), meaning_digest(content), _marks(merged), layers[-1].folder)


def sources(folder: Path) -> list[Path]:
    """Return the folders that a bundle is made of, the lowest layer first. Raises SourceError."""
    return [layer.folder for layer in read_layers(folder)]


def read_layers(folder: Path) -> list[Layer]:
    """Read a bundle and all that it extends, the lowest layer first. Raises SourceError."""
    layers: list[Layer] = []
    seen: list[Path] = []
    following: Path | None = folder
    while following is not None:
        layer = read_layer(following)
        layers.insert(0, layer)
        seen.append(following.resolve())
        below = layer.about.value.get("extends")
        following = _below(layer, below, seen) if below else None
    return layers


def _below(layer: Layer, name: str, seen: list[Path]) -> Path:
    mark = layer.about.mark(("extends",))
    try:
        folder = find_bundle(name, beside=layer.folder)
    except SourceError as error:
        raise SourceError([Problem(p.code, mark, p.args) for p in error.problems]) from None
    if folder.resolve() in seen:
        raise SourceError([Problem("extends-itself", mark, {"name": name})])
    if len(seen) >= MAX_LAYERS:
        raise SourceError([Problem("too-many-layers", mark, {"limit": MAX_LAYERS})])
    return folder


def _same_ids(layers: list[Layer]) -> Iterator[Problem]:
    """Layers bear different ids: loosenings, digests and readers tell them apart by these."""
    seen: dict[str, Mark] = {}
    for layer in layers:
        mark = layer.about.mark(("id",))
        if layer.id in seen:
            yield Problem("duplicate-id", mark, {"id": layer.id, "first": str(seen[layer.id])})
        seen.setdefault(layer.id, mark)


def _content(merged: Merged) -> dict[str, object]:
    return {
        "about": merged.about,
        "chapters": list(merged.chapters.values()),
        "clauses": sorted(merged.clauses.values(), key=lambda clause: _order(clause["number"])),
        "parameters": merged.parameters,
        "stickers": list(merged.stickers.values()),
        "waivers": list(merged.waivers.values()),
        "loosenings": merged.loosenings,
    }


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))


def _marks(merged: Merged) -> dict[str, Mark]:
    marks: dict[str, Mark] = {}
    for key, origin in merged.origins.items():
        if key[0] == "clauses":
            marks[f"clause:{key[1]}"] = origin.mark("id")
        elif key[0] == "controls":
            marks[f"rule:{key[3]}"] = origin.mark("rule")
        elif key[0] == "parameters":
            marks[f"parameter:{key[1]}"] = origin.mark("id")
        elif key[0] == "stickers":
            marks[f"sticker:{key[1]}"] = origin.mark("id")
        elif key[0] == "chapters":
            marks[f"chapter:{key[1]}"] = origin.mark("title")
        elif key[0] == "about":
            marks["about"] = origin.mark("title")
    return marks

"""A room has one door: what others may call is in its ``__init__``; the rest is private to the room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

OPEN = {
    "source": "the readers every room needs, one a file",
    "words": "tables of sentences, by their file's name",
    "bundle.model": "the shapes every judge reads",
    "bundle.compile": "mutants are compiled from changed sources, which the door doesn't take",
    "bundle.promises": "what examples promise is asked of one control at a time",
    "bundle.review": "check and mutate alone review a bundle; whoever only judges doesn't load it",
    "site.model": "the shapes every writer reads",
}


def inner(file: Path, tree: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, "room.module") of each import of another room's inside."""
    own = file.relative_to(tree / "guideline").parts[0]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "guideline" and len(parts) > 2 and parts[1] != own:
                yield node.lineno, ".".join(parts[1:])


def side_doors(tree: Path) -> list[str]:
    """Return ``file:line room.module`` for each import past a door."""
    return [
        f"{file.relative_to(tree).as_posix()}:{line} {name}"
        for file in sorted((tree / "guideline").rglob("*.py"))
        for line, name in inner(file, tree)
        if not any(name == free or name.startswith(f"{free}.") for free in OPEN)
    ]


def test_every_open_door_is_there(checkout):
    doors = [checkout / "guideline" / door.replace(".", "/") for door in OPEN]
    assert [door.name for door in doors if not (door.is_dir() or door.with_suffix(".py").is_file())] == []


def test_rooms_are_entered_by_their_doors(checkout):
    assert side_doors(checkout) == []


@pytest.mark.parametrize(
    "source, expected",
    [
        ("from guideline.site import load_site\n", []),
        ("from guideline.source.yaml import read_yaml\n", []),
        ("from guideline.bundle.model import Clause\n", []),
        ("from guideline.network.graph import walk\n", []),
        ("from guideline.site.load import _read\n", ["guideline/network/a.py:1 site.load"]),
        ("def f():\n    import guideline.bundle.layers\n", ["guideline/network/a.py:2 bundle.layers"]),
    ],
)
def test_a_planted_side_door_is_seen(plant, source, expected):
    assert side_doors(plant({"guideline/network/a.py": source})) == expected

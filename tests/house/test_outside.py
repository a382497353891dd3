"""No file names a package registry's host, or a place that only its writer's machine has."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# Put together from pieces, so that this file passes its own check.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "security." + "debian.org",
    "snapshot." + "debian.org",
]
PLACES = [".." + "/shared", "/work" + "/main", "/work" + "/shared", "/work" + "/contract"]
PATTERN = re.compile("|".join(re.escape(piece) for piece in [*HOSTS, *PLACES]))

MADE = {
    ".git",
    ".venv",
    ".state",
    "__pycache__",
    "build",
    "dist",
    "htmlcov",
    "node_modules",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}


def written(tree: Path) -> Iterator[Path]:
    """Yield the files people wrote: everything but what tools make (and git ignores)."""
    for folder, folders, files in os.walk(tree):
        folders[:] = sorted(name for name in folders if name not in MADE and not name.endswith(".egg-info"))
        for name in sorted(files):
            if name not in MADE and not name.startswith(".coverage"):
                yield Path(folder) / name


def named(tree: Path) -> list[str]:
    """Return ``file:line`` wherever a host or a place stands that must not."""
    found = []
    for path in written(tree):
        text = path.read_bytes().decode("utf-8", "replace")
        if PATTERN.search(text):
            lines = [number for number, line in enumerate(text.splitlines(), 1) if PATTERN.search(line)]
            found += [f"{path.relative_to(tree).as_posix()}:{number}" for number in lines]
    return found


def test_no_file_names_them(checkout):
    assert named(checkout) == []


def test_the_walk_sees_what_matters(checkout):
    seen = {path.relative_to(checkout).as_posix() for path in written(checkout)}
    assert {"Makefile", ".ci/run", "pyproject.toml", "requirements/run.txt", "guideline/__init__.py"} <= seen


@pytest.mark.parametrize("piece", [*HOSTS, *PLACES])
def test_a_planted_name_is_seen(plant, piece):
    files = {"docs/a.md": f"one\nhttps://{piece}/simple\n", ".ci/run": "make test\n", ".venv/pip.conf": piece}
    assert named(plant(files)) == ["docs/a.md:2"]

"""Files are small, are named in the project's own words and say why they exist."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

LONGEST = 500
EMPTY_NAMES = frozenset({"manager", "helper", "helpers", "util", "utils", "common", "misc", "core"})
FOLDERS = ("guideline", "deploys", "tests", "bench", "inventory")


def sources(tree: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (path for path in sorted((tree / folder).rglob("*.py")) if "node_modules" not in path.parts)


def too_long(tree: Path) -> list[str]:
    """Return the files of more than 500 lines, templates included."""
    templates = [path for folder in FOLDERS for path in sorted((tree / folder).rglob("*.j2"))]
    return [
        path.relative_to(tree).as_posix()
        for path in [*sources(tree), *templates]
        if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST
    ]


def empty_names(tree: Path) -> list[str]:
    """Return the modules and folders whose name says nothing."""
    found = set()
    for path in sources(tree):
        relative = path.relative_to(tree).with_suffix("")
        if any(EMPTY_NAMES & set(part.removeprefix("test_").split("_")) for part in relative.parts):
            found.add(relative.as_posix())
    return sorted(found)


def silent(tree: Path) -> list[str]:
    """Return the modules of the package and of the deploys that don't say why they exist."""
    return [
        path.relative_to(tree).as_posix()
        for path in sources(tree)
        if path.relative_to(tree).parts[0] in ("guideline", "deploys")
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("check", [too_long, empty_names, silent])
def test_the_house_keeps_its_shape(checkout, check):
    assert check(checkout) == []


def test_there_is_something_to_look_at(checkout):
    assert len(list(sources(checkout))) > 20


@pytest.mark.parametrize(
    "check, files, expected",
    [
        (too_long, {"guideline/a.py": "x\n" * 501, "guideline/b.py": "x\n" * 500}, ["guideline/a.py"]),
        (too_long, {"deploys/templates/nginx.conf.j2": "#\n" * 501}, ["deploys/templates/nginx.conf.j2"]),
        (empty_names, {"guideline/site/utils.py": "", "guideline/site/load.py": ""}, ["guideline/site/utils"]),
        (empty_names, {"guideline/common/zone.py": ""}, ["guideline/common/zone"]),
        (empty_names, {"tests/site/test_zone_helper.py": ""}, ["tests/site/test_zone_helper"]),
        (silent, {"guideline/a.py": "import re\n", "guideline/b.py": '"""Say why."""\n'}, ["guideline/a.py"]),
        (silent, {"deploys/edge.py": "", "tests/test_edge.py": ""}, ["deploys/edge.py"]),
    ],
)
def test_a_planted_fault_is_seen(plant, check, files, expected):
    assert check(plant(files)) == expected

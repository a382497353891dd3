"""What the world brings in (clock, environment, chance) enters at the verbs alone; YAML by one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WORLD = (
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.environ",
    "os.getenv",
    "time.localtime",
    "time.monotonic",
    "time.time",
    "time.time_ns",
)
WORLD_MODULES = ("random",)
EDGES = ("guideline/commands/", "guideline/__main__.py")
LENT = {
    # The writer of fonts inside a PDF takes its clock from SOURCE_DATE_EPOCH alone: the guideline's day is lent to it.
    "guideline/publish/pdf.py": {"os.environ"},
    # A program that runs by itself, at a terminal: it tells how long each step took, and waits so long at the most.
    "guideline/rehearsal/attending.py": {"time.monotonic"},
}
"""What one file may touch, and why."""

YAML_READERS = (
    "yaml.load",
    "yaml.load_all",
    "yaml.full_load",
    "yaml.safe_load",
    "yaml.safe_load_all",
    "yaml.unsafe_load",
)
YAML_DOOR = "guideline/source/yaml.py"


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for that expression; "" for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def mentions(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every dotted name and every imported name of a module, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, dotted(node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield node.lineno, f"{node.module}.{name.name}"
        elif isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name


def uses(tree: Path, names: tuple[str, ...], allowed: tuple[str, ...]) -> list[str]:
    """Return ``file: line name`` for each use of one of ``names`` in the package outside ``allowed``."""
    found = []
    for path in sorted((tree / "guideline").rglob("*.py")):
        file = path.relative_to(tree).as_posix()
        if file.startswith(allowed):
            continue
        for line, name in mentions(path):
            if any(name == wanted or name.endswith(f".{wanted}") for wanted in names):
                found.append(f"{file}:{line} {name}")
    return sorted(found)


def world(tree: Path) -> list[str]:
    lent = {(file, name) for file, names in LENT.items() for name in names}
    found = uses(tree, WORLD + WORLD_MODULES, EDGES)
    return [use for use in found if (use.split(":")[0], use.split()[-1]) not in lent]


def yaml_elsewhere(tree: Path) -> list[str]:
    return uses(tree, YAML_READERS, (YAML_DOOR,))


@pytest.mark.parametrize("check", [world, yaml_elsewhere])
def test_the_rooms_are_closed(checkout, check):
    assert check(checkout) == []


@pytest.mark.parametrize(
    "check, source, expected",
    [
        (world, "from datetime import date\nday = date.today()\n", ["guideline/site/a.py:2 date.today"]),
        (world, "import datetime\nnow = datetime.datetime.now()\n", ["guideline/site/a.py:2 datetime.datetime.now"]),
        (world, "from os import environ\n", ["guideline/site/a.py:1 os.environ"]),
        (world, "import os\nhome = os.environ['HOME']\n", ["guideline/site/a.py:2 os.environ"]),
        (world, "import time\ndef f(clock=time.time): ...\n", ["guideline/site/a.py:2 time.time"]),
        (world, "import random\n", ["guideline/site/a.py:1 random"]),
        (world, "def f(clock, environ): return clock(), environ['HOME']\n", []),
        (yaml_elsewhere, "import yaml\nyaml.safe_load('a: 1')\n", ["guideline/site/a.py:2 yaml.safe_load"]),
        (yaml_elsewhere, "from yaml import load\n", ["guideline/site/a.py:1 yaml.load"]),
        (yaml_elsewhere, "from guideline.source.yaml import read_yaml\nread_yaml('a.yaml')\n", []),
    ],
)
def test_a_planted_fault_is_seen(plant, check, source, expected):
    assert check(plant({"guideline/site/a.py": source})) == expected


def test_what_is_lent_to_one_file_is_lent_to_no_other(plant):
    files = {
        "guideline/publish/pdf.py": "import os, time\nos.environ\ntime.time\n",
        "guideline/publish/page.py": "import os\nos.environ\n",
    }
    assert world(plant(files)) == ["guideline/publish/page.py:2 os.environ", "guideline/publish/pdf.py:3 time.time"]


def test_the_edges_may(plant):
    files = {
        "guideline/commands/check.py": "import os\nos.environ\n",
        "guideline/source/yaml.py": "import yaml\nyaml.load\n",
    }
    assert world(plant(files)) == []
    assert yaml_elsewhere(plant(files)) == []

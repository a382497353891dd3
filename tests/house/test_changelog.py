"""Every fragment of the changelog has a known kind, a line of Japanese and a line of English."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

NAME = re.compile(r"(\d+|\+[a-z0-9-]+)\.([a-z]+)\.md")
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
KINDS = {"added", "changed", "fixed", "removed", "security"}


def faulty(tree: Path) -> list[str]:
    found = []
    for path in sorted((tree / "changelog.d").iterdir()):
        if path.name == "README.md":
            continue
        name = NAME.fullmatch(path.name)
        lines = path.read_text(encoding="utf-8").splitlines()
        if not name or name[2] not in KINDS:
            found.append(f"{path.name}: name")
        elif len(lines) != 2 or not JAPANESE.search(lines[0]) or JAPANESE.search(lines[1]):
            found.append(f"{path.name}: one line of Japanese, then one of English")
    return found


def test_the_fragments_are_in_order(checkout):
    assert faulty(checkout) == []


def test_the_kinds_are_towncriers(checkout):
    declared = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]["type"]
    assert {kind["directory"] for kind in declared} == KINDS


@pytest.mark.parametrize(
    "name, text, seen",
    [
        ("2.added.md", "足しました。\nAdded.\n", False),
        ("+width.fixed.md", "直しました。\nFixed.\n", False),
        ("2.feature.md", "足しました。\nAdded.\n", True),
        ("added.md", "足しました。\nAdded.\n", True),
        ("2.added.md", "Added.\n足しました。\n", True),
        ("2.added.md", "足しました。\n", True),
    ],
)
def test_a_planted_fragment_is_seen(plant, name, text, seen):
    assert bool(faulty(plant({f"changelog.d/{name}": text}))) is seen

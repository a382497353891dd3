"""What is installed is pinned by hashes, names no registry's address, and covers what the package declares."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n((?:    #.*\n)*)")

LISTS = {
    "run": "requirements/run",
    "test": "requirements/test",
    "judges": "requirements/judges",
    "bench": "bench/requirements",
}


def pins(text: str) -> dict[str, Version]:
    """Return the pinned versions. Raises ValueError where anything else than a hashed pin stands."""
    rest = PIN.sub("", re.sub(r"^#.*\n|^\n", "", text, flags=re.MULTILINE))
    if rest.strip():
        raise ValueError(rest.strip().splitlines()[0])
    return {match[1]: Version(match[2]) for match in PIN.finditer(text)}


def wanted(text: str) -> set[str]:
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("-")}


@pytest.fixture(scope="module")
def declared(checkout: Path) -> dict[str, list[Requirement]]:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = {"": project["dependencies"], **project["optional-dependencies"]}
    return {name: [Requirement(line) for line in lines] for name, lines in groups.items()}


@pytest.fixture(scope="module")
def locked(checkout: Path) -> dict[str, dict[str, Version]]:
    return {name: pins((checkout / f"{path}.txt").read_text(encoding="utf-8")) for name, path in LISTS.items()}


def test_every_name_asked_for_is_pinned(checkout, locked):
    for name, path in LISTS.items():
        assert wanted((checkout / f"{path}.in").read_text(encoding="utf-8")) <= locked[name].keys()


def test_the_two_lists_agree(locked):
    assert {name: locked["test"].get(name) for name in locked["run"]} == locked["run"]


def test_the_pins_satisfy_what_the_package_declares(declared, locked):
    for extra, list_ in {"": "run", "synapse": "run", "deploy": "test", "web": "test"}.items():
        for requirement in declared[extra]:
            version = locked[list_][canonicalize_name(requirement.name)]
            assert version in requirement.specifier, requirement


def test_nothing_needs_a_compiler_that_we_know_of(locked):
    assert not {"psycopg2", "uvloop"} & locked["test"].keys()


HASH = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize(
    "text",
    [
        "click==8.3.0\n",
        "--index-url https://mirror.example/simple\n",
        f"click>=8.3.0 \\\n{HASH}\n",
        "-e .\n",
        f"click==8.3.0 \\\n{HASH}\nflask==3.0\n",
    ],
)
def test_anything_but_a_hashed_pin_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        pins(text)


def test_a_hashed_pin_is_read():
    assert pins(f"# a note\n\nclick==8.3.0 \\\n{HASH} \\\n{HASH}\n    # via guideline\n") == {"click": Version("8.3.0")}

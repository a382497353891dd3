"""The wheel carries the package with its policies, schemas, demo site and deploys, and nothing else."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

CARRIED = {
    "guideline/__init__.py",
    "guideline/py.typed",
    "guideline/commands/__init__.py",
    "guideline/data/inventory/embedded/site.yaml",
    "guideline/data/policies/kakuu/bundle.yaml",
    "guideline/data/policies/reference/bundle.yaml",
    "guideline/data/schemas/bundle.schema.json",
    "guideline/deploys/__init__.py",
}
"""One of each kind that must be there."""

MADE = ("__pycache__", ".pyc", ".state", ".sqlite", ".db", ".log")
SITES = {"embedded"}


def strangers(names: Iterable[str]) -> list[str]:
    """Return what has no business in site-packages: other packages, tests, caches, sites but the demo."""
    found = []
    for name in names:
        parts = name.split("/")
        own = parts[0] == "guideline" or (parts[0].startswith("guideline-") and parts[0].endswith(".dist-info"))
        site = parts[:3] == ["guideline", "data", "inventory"] and parts[3] not in SITES
        if not own or site or "tests" in parts or any(made in name for made in MADE):
            found.append(name)
    return found


def absolute(tree: Path) -> list[str]:
    """Return where deploys name themselves: they are ``deploys`` here and ``guideline.deploys`` in the wheel."""
    found = []
    for path in sorted((tree / "deploys").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            own = [name for name in names if name.split(".")[0] == "deploys" or name.startswith("guideline.deploys")]
            found += [f"{path.relative_to(tree).as_posix()}:{node.lineno} {name}" for name in own]
    return found


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(checkout)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = out.glob("guideline-*.whl")
    return zipfile.ZipFile(made)


def test_it_carries_what_it_must(wheel):
    names = set(wheel.namelist())
    assert sorted(CARRIED - names) == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_it_carries_nothing_else(wheel):
    assert strangers(wheel.namelist()) == []


def test_it_runs_without_the_checkout(wheel, tmp_path):
    wheel.extractall(tmp_path)
    program = (
        "import guideline, guideline.deploys\n"
        "from guideline.source.packaged import packaged\n"
        "print(guideline.__file__, *(packaged(kind) for kind in ('policies', 'schemas', 'inventory')), sep='\\n')"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = [sys.executable, "-c", program]
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 4
    assert [line for line in lines if not line.startswith(str(tmp_path))] == []


def test_deploys_import_each_other_relatively(checkout):
    assert absolute(checkout) == []


@pytest.mark.parametrize(
    "name, strange",
    [
        ("guideline/site/load.py", False),
        ("guideline/data/inventory/embedded/site.yaml", False),
        ("guideline-0.1.0.dist-info/METADATA", False),
        ("guideline/data/inventory/kakuu/people.csv", True),
        ("guideline/deploys/__pycache__/edge.cpython-311.pyc", True),
        ("deploys/edge.py", True),
        ("tests/house/test_wheel.py", True),
        ("guideline/tests/test_a.py", True),
        ("LICENSE", True),
        ("guideline_extra/__init__.py", True),
    ],
)
def test_a_stranger_is_seen(name, strange):
    assert bool(strangers([name])) is strange


@pytest.mark.parametrize(
    "source, expected",
    [
        ("from . import facts\nfrom guideline.site import load_site\n", []),
        ("from deploys import facts\n", ["deploys/edge.py:1 deploys"]),
        ("import deploys.facts\n", ["deploys/edge.py:1 deploys.facts"]),
        ("from guideline.deploys.facts import x\n", ["deploys/edge.py:1 guideline.deploys.facts"]),
    ],
)
def test_an_absolute_import_is_seen(plant, source, expected):
    assert absolute(plant({"deploys/edge.py": source})) == expected

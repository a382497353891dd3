"""The contracts in pyproject.toml catch what they promise: a small house with a fault for each, seen red."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOMS = (
    "audit bundle commands homeserver messages network publish registers rehearsal report revisions settings site "
    "source steward web words"
).split()
HOUSE = {
    **{f"guideline/{room}/__init__.py": "" for room in ROOMS},
    "guideline/__init__.py": "",
    "guideline/finding.py": "",
    "guideline/homeserver/module.py": "import synapse\nimport guideline.messages\n",
    "guideline/settings/nginx.py": "import crossplane\nimport guideline.network\n",
    "guideline/commands/apply.py": "import deploys.edge\nimport guideline.audit\n",
    "deploys/__init__.py": "",
    "deploys/edge.py": "import pyinfra\nimport guideline.settings.nginx\n",
}
FAULTS = {
    "guideline/bundle/up.py": ("import guideline.commands\n", "floors"),
    "guideline/messages/beside.py": ("import guideline.report\n", "floors"),
    "guideline/steward/beside.py": ("import guideline.homeserver\n", "floors"),
    "deploys/judge.py": ("import guideline.messages\n", "deploys-never-judge"),
    "guideline/settings/apply.py": ("import deploys.edge\n", "nobody-imports-deploys"),
    "guideline/settings/hosts.py": ("import pyinfra\n", "pyinfra"),
    "guideline/messages/server.py": ("import synapse\n", "synapse"),
    "guideline/publish/fetch.py": ("import httpx\n", "clients"),
    "guideline/registers/page.py": ("import starlette\n", "pages"),
    "guideline/report/pdf.py": ("import weasyprint\n", "pdf"),
    "guideline/network/parse.py": ("import crossplane\n", "crossplane"),
    "guideline/upstairs/__init__.py": ("", "floors"),
}


@pytest.fixture
def lint(plant: Callable[[Mapping[str, str]], Path], checkout: Path) -> Callable[[Mapping[str, str]], tuple[int, str]]:
    def run(files: Mapping[str, str]) -> tuple[int, str]:
        tree = plant({**HOUSE, **files, "pyproject.toml": (checkout / "pyproject.toml").read_text(encoding="utf-8")})
        program = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as run; run()"
        done = subprocess.run(
            [sys.executable, "-I", "-c", program, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout

    return run


def contracts(checkout: Path) -> dict[str, str]:
    declared = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return {contract["id"]: contract["name"] for contract in declared}


def test_a_sound_house_keeps_every_contract(lint, checkout):
    code, told = lint({})
    assert code == 0
    assert [name for name in contracts(checkout).values() if f"{name} KEPT" not in told] == []


def test_every_contract_has_a_fault_here(checkout):
    assert {contract for _, contract in FAULTS.values()} == set(contracts(checkout))


@pytest.mark.parametrize("file", FAULTS)
def test_a_planted_import_breaks_its_contract(lint, checkout, file):
    source, contract = FAULTS[file]
    code, told = lint({file: source})
    assert code == 1
    assert f"{contracts(checkout)[contract]} BROKEN" in told

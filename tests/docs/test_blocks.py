"""Everything that README and docs show is run: commands give what they say, YAML loads as it stands.

A console block holds ``$ command`` lines, each followed by what it prints, or by nothing where the output
isn't shown. ``make`` lines must name a target that there is; a command that starts a site is run by
tests/embedded.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from guideline.bundle import load_bundle

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SITES = ("up", "serve", "safety")

BUNDLE = """\
schema: guideline/1
id: shown
version: "1.0.0"
title: 見本
authority: 架空市
effective: {from: 2026-10-01}
documents: {S2: {title: 公表された事例}}
"""
HOMESERVER = "server_name: chat.kakuu.example\nfederation_domain_whitelist:\n"


def blocks(kind: str) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for found in BLOCK.finditer(page.read_text("utf-8")):
            if found[1] == kind:
                line = page.read_text("utf-8").count("\n", 0, found.start()) + 1
                yield f"{page.relative_to(ROOT)}:{line}", found[2]


def commands(block: str) -> Iterator[tuple[str, str]]:
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        yield re.sub(r"\s+#\s.*$", "", command), shown


COMMANDS = [
    pytest.param(command, shown, id=f"{place} {command[:50]}")
    for place, block in blocks("console")
    for command, shown in commands(block)
]


def run(command: str, folder: Path) -> str:
    """Run a shown command as a shell would, the kit on its path, in a folder of its own."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LC_ALL": "ja_JP.UTF-8", "XDG_CACHE_HOME": str(folder / "cache")}
    shell = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode in (0, 1), f"{command}: {done.returncode} {done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize(("command", "shown"), COMMANDS)
def test_a_shown_command_does_what_it_shows(command: str, shown: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    if words[0] == "make":
        makefile = (ROOT / "Makefile").read_text("utf-8")
        assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE)
        return
    if words[0] == "apt-get" or (words[0] == "guideline" and words[1] in SITES):
        assert words[0] == "apt-get" or (ROOT / "guideline" / "commands" / f"{words[1]}.py").is_file()
        return
    (tmp_path / "homeserver.yaml").write_text(HOMESERVER, "utf-8")
    printed = run(command, tmp_path)
    if shown.strip():
        assert printed.strip() == shown.strip()


@pytest.mark.parametrize(("place", "block"), [pytest.param(*found, id=found[0]) for found in blocks("yaml")])
def test_shown_yaml_loads(place: str, block: str, tmp_path: Path) -> None:
    assert place
    (tmp_path / "clauses").mkdir()
    (tmp_path / "bundle.yaml").write_text(BUNDLE, "utf-8")
    if block.startswith("- id:"):
        indented = "".join(f"  {line}\n" for line in block.splitlines())
        block = f"chapter: {{id: shown, title: 見本}}\nclauses:\n{indented}"
    (tmp_path / "clauses" / "shown.yaml").write_text(block, "utf-8")
    load_bundle(tmp_path)


def test_something_is_shown() -> None:
    assert len(COMMANDS) >= 8


def test_a_wrong_output_would_be_seen(tmp_path: Path) -> None:
    assert run("guideline --version", tmp_path).strip() != "0.0.0"
    with pytest.raises(AssertionError):
        run("guideline explain no/such-rule", tmp_path)

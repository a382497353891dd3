"""Everything that README and docs show is run: commands give what they say, YAML loads as it stands.

A page is one session in a folder of its own, from its top to its end. A console block holds ``$ command``
lines, each followed by what it prints, or by nothing where the output isn't shown; ``…`` stands for anything.
A comment behind a command (two blanks and a #) names its exit code where that is above 1: ``# 終了コード 3 / exit code 3``.
A block with ``file=NAME`` behind its language is a file that the commands below it find. Any other YAML block
is a bundle's: it loads, and its examples hold. ``make`` and ``pyinfra`` lines must name what there is; a
command that starts a site is run by tests/embedded.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.revisions import judge_examples

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```(?P<language>[a-z]+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT_CODE = re.compile(r"#.*(?:終了コード|exit code) (\d)")
SITES = ("up", "serve", "safety", "pack", "rehearse")

BUNDLE = """\
schema: guideline/1
id: shown
version: "1.0.0"
title: 見本
authority: 架空市
effective: {from: 2026-10-01}
documents: {S2: {title: 公表された事例}}
"""
STICKERS = "stickers: [{id: received, label: 了解, meaning: 読みました, replaces: [received]}]\n"
HOMESERVER = "server_name: chat.kakuu.example\nfederation_domain_whitelist:\n"


def blocks(page: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield the line, language, file name and body of every block of a page's text."""
    for found in BLOCK.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        yield line, found["language"], found["file"] or "", found["body"]


def commands(block: str) -> Iterator[tuple[str, int | None, str]]:
    """Yield each command of a console block, the exit code it names, and what it shows."""
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        code = EXIT_CODE.search(command)
        yield re.sub(r"\s{2,}#\s.*$", "", command), int(code[1]) if code else None, shown


def pattern(shown: str) -> re.Pattern[str]:
    return re.compile(".*?".join(re.escape(part) for part in shown.strip().split("…")), re.DOTALL)


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command as a shell would, the kit on its path; what it prints comes as a terminal mixes it."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment |= {"PATH": path, "LANG": "ja_JP.UTF-8", "PYTHONUTF8": "1", "XDG_CACHE_HOME": str(folder / ".cache")}
    shell = ["bash", "-o", "pipefail", "-c", command]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(shell, cwd=folder, env=environment, text=True, check=False, timeout=120, **both)
    return done.returncode, done.stdout


def elsewhere(words: list[str]) -> str | None:
    """Return what is wrong with a command that isn't run here; None for one that is."""
    if words[0] == "make":
        there = re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        return "" if there else "no such target"
    if words[0] == "pyinfra":
        inventory = (ROOT / words[1]).is_file() and words[2].rpartition(".")[0] in ("deploys.chat", "deploys.whole")
        return "" if inventory else "no such inventory or deploy"
    if words[0] == "guideline" and words[1] in SITES:
        return "" if (ROOT / "guideline" / "commands" / f"{words[1]}.py").is_file() else "no such verb"
    return "" if words[0] in ("apt-get", "git", "cd") else None


def wrong_with(page: str, folder: Path) -> Iterator[str]:
    """Go through a page's text from top to end; yield what doesn't do as shown."""
    (folder / "homeserver.yaml").write_text(HOMESERVER, "utf-8")
    for line, language, file, body in blocks(page):
        if file:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(body, "utf-8")
        if language != "console":
            continue
        for command, code, shown in commands(body):
            place = f"line {line}: $ {command}"
            told = elsewhere(shlex.split(command))
            if told is not None:
                yield from [f"{place}: {told}"] if told else []
                continue
            ended, printed = run(command, folder)
            if "Traceback" in printed or ended not in ((0, 1) if code is None else (code,)):
                yield f"{place}: exit code {ended}\n{printed}"
            if shown.strip() and not pattern(shown).fullmatch(printed.strip()):
                yield f"{place}\n{printed}"


@pytest.mark.parametrize("page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES])
def test_a_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    wrong = list(wrong_with(page.read_text("utf-8"), tmp_path))
    assert not wrong, "\n".join(wrong)


YAML = [
    pytest.param(body, id=f"{page.relative_to(ROOT)}:{line}")
    for page in PAGES
    for line, language, file, body in blocks(page.read_text("utf-8"))
    if language == "yaml" and not file
]


@pytest.mark.parametrize("block", YAML)
def test_shown_yaml_loads_and_its_examples_hold(block: str, tmp_path: Path) -> None:
    load(block, tmp_path)


def load(block: str, folder: Path) -> None:
    """Load a block as a chapter of a small bundle and judge its examples."""
    (folder / "clauses").mkdir()
    (folder / "bundle.yaml").write_text(BUNDLE, "utf-8")
    (folder / "stickers.yaml").write_text(STICKERS, "utf-8")
    if block.startswith("- id:"):
        indented = "".join(f"  {line}\n" for line in block.splitlines())
        block = f"chapter: {{id: shown, title: 見本}}\nclauses:\n{indented}"
    (folder / "clauses" / "shown.yaml").write_text(block, "utf-8")
    outcomes = list(judge_examples(load_bundle(folder).at(date(2026, 11, 1))))
    assert not [(o.control.rule, o.side, o.index, o.raised, o.error) for o in outcomes if not o.ok]


def test_something_is_shown() -> None:
    shown = [
        command
        for page in PAGES
        for _, language, _, body in blocks(page.read_text("utf-8"))
        if language == "console"
        for command in commands(body)
    ]
    assert len(shown) >= 30
    assert len(YAML) >= 8


@pytest.mark.parametrize(
    ("page", "wrong"),
    [
        ("```console\n$ guideline --version\n9.9.9\n```\n", "guideline --version"),
        ("```console\n$ guideline explain no/such-rule\n```\n", "exit code 2"),
        ("```console\n$ guideline lint nowhere.txt   # 終了コード 3 / exit code 3\n```\n", "exit code 2"),
        ("```text file=a.txt\n了解しました\n```\n```console\n$ cat a.txt\n承知しました\n```\n", "了解しました"),
        ("```console\n$ make nothing-like-this\n```\n", "no such target"),
        ("```console\n$ pyinfra inventory/nowhere.py deploys.chat.chat_server\n```\n", "no such inventory"),
    ],
)
def test_a_page_that_shows_otherwise_is_seen(page: str, wrong: str, tmp_path: Path) -> None:
    assert any(wrong in told for told in wrong_with(page, tmp_path))


def test_a_page_that_shows_what_is_so_passes(tmp_path: Path) -> None:
    page = "```text file=a.txt\n了解しました\n```\n```console\n$ cat a.txt; exit 2   # 終了コード 2 / exit code 2\n了…た\n```\n"
    assert not list(wrong_with(page, tmp_path))


def test_an_example_that_does_not_hold_is_seen(tmp_path: Path) -> None:
    block = (ROOT / "README.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    with pytest.raises(AssertionError):
        load(block.replace("bad: [お疲れ様です。3時", "bad: [3時"), tmp_path)

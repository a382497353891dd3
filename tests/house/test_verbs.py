"""The Makefile tells all it can do, in both languages, and the checking machine runs what people run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

EXPECTED = set(
    "help setup up down test lint types format accuracy docs bench bench-sites rehearse proof package compiled requirements clean".split()
)


def targets(makefile: str) -> set[str]:
    return {name for line in re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE) for name in line.split()}


def told(makefile: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", makefile, re.MULTILINE))


def untold(makefile: str) -> list[str]:
    """Return the targets that `make help` doesn't tell in Japanese and English."""
    words = told(makefile)
    return sorted(
        name for name in targets(makefile) if not re.fullmatch(r".*[\u3040-\u9fff].* / [ -~]+", words.get(name, ""))
    )


@pytest.fixture(scope="module")
def makefile(checkout: Path) -> str:
    return (checkout / "Makefile").read_text(encoding="utf-8")


def test_every_target_is_told_in_both_languages(makefile):
    assert targets(makefile) == EXPECTED
    assert untold(makefile) == []


def test_a_target_without_words_is_seen():
    assert untold(".PHONY: up\nup:\n\tguideline up\n.PHONY: down\ndown: ## 止めます / stop\n") == ["up"]
    assert untold(".PHONY: up\nup: ## start\n") == ["up"]


def test_help_lists_them(checkout):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"^  make ([a-z-]+) ", shown, re.MULTILINE)) == EXPECTED


def test_the_checking_machine_runs_make_test(checkout):
    script = checkout / ".ci" / "run"
    assert os.access(script, os.X_OK)
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert re.search(r"^make test$", text, re.MULTILINE)
    subprocess.run(["bash", "-n", script], check=True)


PARTS = re.compile(r"^\t\$\(call proven,([^,]+),([^)]+)\)$", re.MULTILINE)


def unproven(makefile: str, checkout: Path) -> list[str]:
    """Return the files with tests on rehearsed hosts that no part of the proof runs, and the marks that none has."""
    parts = [(mark, where.split()) for mark, where in PARTS.findall(makefile)]
    folders = {one for mark, where in parts if mark.startswith("rehearsal") for one in where}
    files = [
        str(path.relative_to(checkout))
        for path in sorted(checkout.glob("tests/**/test_*.py"))
        if re.search(r"pytest\.mark\.rehearsal\b", path.read_text(encoding="utf-8")) and path != Path(__file__)
    ]
    left = [file for file in files if not any(Path(file).is_relative_to(one) for one in folders)]
    wanted = {"$(TIER)", "programs", "browser", "proof and not rehearsal", "rehearsal and proof"}
    return [*left, *sorted(wanted - {mark for mark, _ in parts})]


def test_the_proof_runs_everything(makefile, checkout):
    assert unproven(makefile, checkout) == []


@pytest.mark.parametrize("part", ["tests/deploys", "tests/hosts/whole", "programs,", "rehearsal and proof"])
def test_what_the_proof_leaves_out_is_seen(makefile, checkout, part):
    without = "".join(line for line in makefile.splitlines(True) if "call proven" not in line or part not in line)
    assert unproven(without, checkout)


@pytest.mark.parametrize("status", [0, 1])
def test_a_red_part_makes_the_proof_red_and_the_others_are_tried(makefile, tmp_path, status):
    """What is written into a report must not hide an exit code."""
    text = "".join(re.findall(r"^(?:SHELL|\.SHELLFLAGS) := .*\n", makefile, re.MULTILINE))
    text += "REPORT = report\nRED = red\nBIN = .\n"
    text += "".join(re.findall(r"^define proven\n.*?^endef\n", makefile, re.MULTILINE | re.DOTALL))
    text += "proof:\n\t$(call proven,a,tests)\n\t$(call proven,b,tests)\n"
    text += "".join(re.findall(r"^\t@test ! -s \$\(RED\).*\n", makefile, re.MULTILINE))
    (tmp_path / "Makefile").write_text(text, encoding="utf-8")
    (tmp_path / "coverage").write_text(f'#!/bin/sh\necho "$6"\ntest "$6" = b || exit {status}\n', encoding="utf-8")
    (tmp_path / "coverage").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "proof"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) is bool(status)
    assert ("a: tests" in done.stderr) is bool(status)
    assert (tmp_path / "report").read_text(encoding="utf-8") == "a\nb\n"

"""The Makefile tells all it can do, in both languages, and the checking machine runs what people run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

EXPECTED = set(
    "help setup up down test lint types format accuracy docs bench bench-sites rehearse proof package requirements clean".split()
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

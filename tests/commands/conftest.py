from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guideline.commands.group import guideline
from guideline.source import packaged


@pytest.fixture(name="run")
def run_verb(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Run a verb in Japanese, with a cache of its own; nothing may end in a traceback."""
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments: str, given: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(guideline, list(arguments), input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture(name="sanjo")
def copy_of_sanjo(tmp_path: Path) -> Path:
    """A bundle that a test may break."""
    folder = tmp_path / "sanjo"
    shutil.copytree(packaged("policies") / "sanjo", folder)
    return folder

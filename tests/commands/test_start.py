"""One cold draft imports what it needs, and nothing slow. (What it costs in time is `make bench`.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NEEDLESS = (
    "asyncio attr cerberus click concurrent crossplane difflib email hashlib http httpx importlib.resources jinja2 jsonschema "
    "logging multiprocessing nio pkg_resources pyinfra referencing sqlite3 ssl starlette subprocess synapse tempfile twisted unittest "
    "uvicorn weasyprint xml yaml zoneinfo"
).split()

REPORT = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *sorted(set({NEEDLESS!r}) & set(sys.modules)), file=sys.stderr))
from guideline.commands import main
main()
"""


def loaded(tmp_path: Path, *arguments: str) -> tuple[int, list[str]]:
    """Return the exit code of a command, and which of the needless libraries it brought in."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
        input="お疲れ様です。3時です".encode(),
        capture_output=True,
        env=environment,
        check=False,
    )
    return done.returncode, done.stderr.decode().splitlines()[-1].split()[1:]


@pytest.mark.parametrize("format_", ["text", "jsonl", "json", "github"])
def test_a_draft_with_a_warm_cache_is_light(tmp_path: Path, format_: str) -> None:
    draft = ("lint", "--policy", "reference", "--format", format_, "-")
    assert loaded(tmp_path, *draft)[0] == 1
    # An entry vouches for files by their state only once they have been left alone for a while.
    for entry in (tmp_path / "guideline").iterdir():
        os.utime(entry, (entry.stat().st_atime + 60, entry.stat().st_mtime + 60))
    assert loaded(tmp_path, *draft) == (1, [])


def test_what_is_heavy_is_seen(tmp_path: Path) -> None:
    cold = loaded(tmp_path, "lint", "--policy", "reference", "-")[1]
    assert {"yaml", "hashlib"} <= set(cold)
    assert "click" in loaded(tmp_path, "lint", "--policy=reference", "-")[1]

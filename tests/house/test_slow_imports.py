"""Nothing slow is imported before its verb needs it: `guideline --help` costs click and the words."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOW = (
    "asyncio cerberus crossplane hypothesis httpx jinja2 jsonschema nio pyinfra referencing sqlite3 starlette synapse "
    "twisted unittest uvicorn weasyprint yaml"
).split()

REPORT = f"import sys; print(*sorted(set({SLOW!r}) & set(sys.modules)))"


def slow(statement: str) -> list[str]:
    """Return which of the slow libraries that statement brings into a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{REPORT}"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.splitlines()[-1].split()


HELP = """
from click.testing import CliRunner
from guideline.commands.group import guideline
assert CliRunner().invoke(guideline, ["--help"]).exit_code == 0
"""


@pytest.mark.parametrize(
    "statement, ground",
    [("import guideline.commands.group", "import click"), (HELP, "from click.testing import CliRunner")],
)
def test_the_help_is_light(statement, ground):
    assert set(slow(statement)) <= set(slow(ground))


@pytest.mark.parametrize(
    "room", ["source", "words", "bundle", "site", "network", "messages", "settings", "registers", "publish", "report"]
)
def test_a_door_of_the_core_needs_no_extra(room):
    """The core's rooms are there for the module inside the server, which brings nothing but the core."""
    extras = {
        "crossplane",
        "httpx",
        "hypothesis",
        "nio",
        "pyinfra",
        "starlette",
        "synapse",
        "twisted",
        "uvicorn",
        "weasyprint",
    }
    assert not extras & set(slow(f"import guideline.{room}"))


def test_a_slow_library_is_seen():
    assert {"jinja2", "yaml"} <= set(slow("import yaml, jinja2"))

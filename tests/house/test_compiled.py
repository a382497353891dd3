"""Judging compiled, as ``make compiled`` hands it out: the same findings, from modules that really are compiled."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from bench.compiled import compiled, modules

pytestmark = pytest.mark.programs

NEEDED = {"finding", "messages.linter", "messages.envelope", "messages.view", "messages.rules", "messages.rules.notice"}
JUDGE = """
import json, sys
from datetime import date
from pathlib import Path
from guideline.bundle import load_bundle
from guideline.messages import Linter, Message

linter = Linter(load_bundle(Path(sys.argv[1])).at(date(2026, 11, 1)))
for file in sys.argv[2:]:
    for line in open(file, "rb"):
        one = json.loads(line)
        for text in (one["text"], one["text"] * 2, " ".join(one["text"])):
            for channel in ("talk", "bulletin", "external"):
                message = Message(one["id"], text, channel, one.get("zone", "internet"))
                print(json.dumps([message.id, linter.judge(message), linter.mend(message)], default=str))
"""


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = compiled(tmp_path_factory.mktemp("compiled"))
    assert folder, "no C compiler: apt-get install gcc libc6-dev python3-dev"
    return folder


@cache
def judged(home: Path, checkout: Path, bundle: str) -> list[str]:
    """Return what the ``guideline`` of a folder finds in every labelled message, a line each."""
    files = sorted(map(str, (checkout / "tests" / "data").glob("messages-*.jsonl")))
    command = [sys.executable, "-P", "-c", JUDGE, str(checkout / "policies" / bundle), *files]
    done = subprocess.run(command, env={"PYTHONPATH": str(home)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.parametrize("bundle", ["reference", "kakuu"])
def test_compiled_it_finds_and_mends_the_same(there, checkout, bundle):
    expected = judged(checkout, checkout, bundle)
    assert judged(there, checkout, bundle) == expected
    assert len(expected) > 30_000
    assert sum(bool(json.loads(line)[1]) for line in expected) > 8_000


def test_what_judges_is_compiled_and_stands_in_no_checkout(there, checkout):
    found = modules(there)
    assert {f"guideline.{name}" for name in NEEDED} <= set(found)
    assert modules(checkout) == []


def test_another_bundle_is_seen_to_find_something_else(there, checkout):
    """Seen red: the comparison tells two guidelines apart."""
    assert judged(there, checkout, "sanjo") != judged(checkout, checkout, "reference")


def test_it_needs_nothing_that_the_plain_one_does_not(there):
    """No line of metadata asks for more, and the verb itself runs."""
    (metadata,) = there.glob("*.dist-info/METADATA")
    assert "mypy" not in metadata.read_text("utf-8").lower().partition("\n\n")[0]
    lint = [sys.executable, "-P", "-m", "guideline", "lint", "--policy", "kakuu", "--format", "jsonl", "-"]
    told = {
        "input": "お疲れ様です。会議は3時です",
        "env": {"PYTHONPATH": str(there)},
        "capture_output": True,
        "text": True,
    }
    done = subprocess.run(lint, **told, check=False)
    assert (done.returncode, json.loads(done.stdout)["rule"]) == (1, "etiquette/greeting"), done.stderr

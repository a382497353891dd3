"""Programs run to their end: what they print, and how a missing, failing or hanging one is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deploys.refused import PackError
from deploys.refused import run as run_for_pack
from guideline.rehearsal.running import RehearsalError
from guideline.rehearsal.running import run as run_for_rehearsal
from guideline.source.programs import StoppedError, attempt, run
from guideline.words import say


class HereError(StoppedError):
    """One of this test's own."""

    missing = "pack.program-missing"


def python(text: str) -> list[str | Path]:
    return [sys.executable, "-c", text]


def test_what_a_program_is_fed_and_prints() -> None:
    assert run(python("import sys; print(sys.stdin.read()[::-1])"), stopped=HereError, feed=b"abc") == b"cba\n"
    assert run(python("import sys; print(repr(sys.stdin.read()))"), stopped=HereError) == b"''\n"
    assert run_for_rehearsal(python("print('架空'); print('市', end='\\r\\n')")) == "架空\n市\n"


def test_its_folder_and_environment(tmp_path: Path) -> None:
    told = run(
        python("import os; print(os.getcwd(), sorted(os.environ)[:1])"),
        stopped=HereError,
        cwd=tmp_path,
        environment={"A": "1"},
    )
    assert told.decode().split() == [str(tmp_path.resolve()), "['A']"]


FAULTS = [
    (["no-such-program", "x"], "program-missing"),
    (python("import sys; print('a', file=sys.stderr); sys.exit('理由')"), "program.failed"),
    (python("print('言い分'); raise SystemExit(3)"), "program.failed"),
    (python("import time; time.sleep(30)"), "program.hangs"),
]


@pytest.mark.parametrize(("command", "key"), FAULTS, ids=["missing", "tells why", "tells on its output", "hangs"])
@pytest.mark.parametrize(
    ("runs", "kind"), [(run_for_pack, PackError), (run_for_rehearsal, RehearsalError)], ids=["pack", "rehearsal"]
)
def test_a_fault_is_told_by_name(runs, kind, command, key) -> None:
    with pytest.raises(kind) as stopped:
        runs(command, patience=0.5)
    error = stopped.value
    assert error.say.endswith(key)
    sentence = say("ja", error.say, **error.args_)
    assert Path(str(command[0])).name in sentence
    if key == "program.failed":
        assert "理由" in sentence or "言い分" in sentence


def test_an_attempt_may_fail() -> None:
    assert attempt(python("raise SystemExit(4)"), stopped=HereError).returncode == 4


def test_a_namespace_is_no_program() -> None:
    with pytest.raises(HereError) as stopped:
        run(["/usr/bin/env", "nsenter-is-not-first", "--", "x"], stopped=HereError)
    assert stopped.value.args_["program"] == "env nsenter-is-not-first -- x"

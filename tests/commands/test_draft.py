"""A plain ``lint`` is read without click, and reads exactly as click does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from guideline.commands import draft, main
from guideline.commands.draft import asked_plainly
from guideline.commands.lint import command as lint
from guideline.commands.options import FORMATS
from guideline.finding import SEVERITIES
from guideline.messages import SHAPES

GREETING = "お疲れ様です。配車表を直しました"


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["lint"], ([], {})),
        (["lint", "-"], (["-"], {})),
        (["lint", "a.txt", "b.txt"], (["a.txt", "b.txt"], {})),
        (["lint", "--policy", "sanjo", "-"], (["-"], {"policy": "sanjo"})),
        (["lint", "-", "--format", "jsonl", "--lang", "en"], (["-"], {"format_": "jsonl", "lang": "en"})),
        (["lint", "--section", "防災課"], ([], {"section": "防災課"})),
        (["lint", "--format", "json", "--format", "text"], ([], {"format_": "text"})),
    ],
)
def test_the_plainest_way_is_read(arguments: list[str], asked: object) -> None:
    assert asked_plainly(arguments) == asked


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["--help"],
        ["--version"],
        ["lint", "--help"],
        ["lint", "--policy=sanjo"],
        ["lint", "--policy"],
        ["lint", "--policy", ""],
        ["lint", "--policy", "--format"],
        ["lint", "--format", "pdf"],
        ["lint", "--jobs", "2"],
        ["lint", "--map", "line-works"],
        ["lint", "--as-of", "2026-10-01"],
        ["lint", "--show-personal-data"],
        ["lint", "--", "-a"],
        ["lint", "--polcy", "sanjo"],
        ["lint", ""],
    ],
)
def test_everything_else_is_left_to_click(arguments: list[str]) -> None:
    assert asked_plainly(arguments) is None


def test_it_knows_the_values_that_click_knows() -> None:
    known = {name: values for name, values in draft._VALUES.values() if values}
    assert (known["format_"], known["shape"], known["fail_on"]) == (FORMATS, SHAPES, SEVERITIES)
    options = {option.name: option for option in lint.params}
    for flag, (name, values) in draft._VALUES.items():
        assert flag in options[name].opts
        assert tuple(getattr(options[name].type, "choices", ())) == values


CASES = [
    ["-"],
    ["--policy", "sanjo", "-"],
    ["--policy", "no-such-bundle", "-"],
    ["--format", "jsonl", "-"],
    ["--format", "sarif"],
    ["--channel", "bulletin", "-"],
    ["--zone", "admin", "--fail-on", "error", "-"],
    ["--lang", "en", "-"],
    ["--from", "jsonl", "-"],
    ["no-such-file.txt"],
]


@pytest.mark.parametrize("arguments", CASES, ids=[" ".join(case) for case in CASES])
def test_both_ways_say_the_same(run: Callable[..., Result], tmp_path: Path, arguments: list[str]) -> None:
    environment = {**os.environ, "LC_ALL": "ja_JP.UTF-8", "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONUTF8": "1"}
    line = [sys.executable, "-m", "guideline", "lint", *arguments]
    plain = subprocess.run(line, input=GREETING.encode(), capture_output=True, env=environment, check=False)
    click = run("lint", *arguments, given=GREETING)
    assert plain.stdout.decode() == click.stdout
    assert (plain.stderr.decode(), plain.returncode) == (click.stderr, click.exit_code)


def test_click_reads_what_is_not_plain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["lint", "--format", "pdf"])
    assert ended.value.code == 2
    assert "pdf" in capsys.readouterr().err

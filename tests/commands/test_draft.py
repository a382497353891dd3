"""A plain ``lint`` is read without click, and reads exactly as click does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click import ClickException
from click.exceptions import Exit
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.commands import draft, main
from guideline.commands.draft import asked_of, asked_plainly
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


LEFT_TO_CLICK = {"files", "columns", "jobs", "show_personal_data", "as_of"}
"""What ``lint`` takes beside the options read here."""


def test_every_option_of_lint_is_read_here_or_left_to_click() -> None:
    read_here = {name for name, _ in draft._VALUES.values()}
    assert {param.name for param in lint.params} == read_here | LEFT_TO_CLICK


def as_click_reads(arguments: list[str]) -> dict[str, Any] | None:
    """Return what click makes of the arguments of ``lint``; None where it refuses them."""
    try:
        with lint.make_context("lint", list(arguments)) as context:
            return {**context.params, "files": list(context.params["files"])}
    except (ClickException, Exit):
        return None


WORDS = sorted(
    {flag for param in lint.params for flag in param.opts if flag.startswith("-")}
    | {value for param in lint.params for value in getattr(param.type, "choices", ())}
    | {
        "-",
        "--",
        "",
        " ",
        "-j",
        "-1",
        "2",
        "a.txt",
        "草案.txt",
        "sanjo",
        "--help",
        "--lang=en",
        "--format=json",
        "--forma",
    }
    | {"令和8年10月1日", "--jobs", "JSON", "lint", "a=b", "@a", "\u3000"}
)


ARGUMENTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3)
"""No argument of a process holds NUL."""


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(WORDS) | ARGUMENTS, max_size=7))
def test_whatever_is_read_here_click_reads_the_same(arguments: list[str]) -> None:
    plain = asked_plainly(["lint", *arguments])
    if plain is not None:
        files, options = plain
        assert {"files": files, **asked_of(options)} == as_click_reads(arguments)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_what_is_plain_is_read_here(data: st.DataObject) -> None:
    """The list above isn't met by refusing everything: options with a value they may have, and files, are read."""
    arguments: list[str] = []
    for flag in data.draw(st.lists(st.sampled_from(sorted(draft._VALUES)), max_size=6)):
        allowed = draft._VALUES[flag][1] or ("sanjo", "reference")
        arguments += [flag, data.draw(st.sampled_from(allowed)), *data.draw(st.lists(st.just("a.txt"), max_size=1))]
    plain = asked_plainly(["lint", *arguments])
    assert plain is not None
    assert {"files": plain[0], **asked_of(plain[1])} == as_click_reads(arguments)


@pytest.mark.parametrize("fault", ["a value click refuses", "an option of another name", "another default"])
def test_a_difference_would_be_seen(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    table = dict(draft._VALUES)
    if fault == "a value click refuses":
        table["--zone"] = ("zone", ("internet", "admin", "lgwan"))
    elif fault == "an option of another name":
        table["--channel"] = ("zone", ("talk", "bulletin", "external"))
    else:
        monkeypatch.setattr("guideline.words.language", lambda *_: "fr")
    monkeypatch.setattr(draft, "_VALUES", table)
    with pytest.raises(AssertionError):
        test_what_is_plain_is_read_here()


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
    assert "--format" in capsys.readouterr().err

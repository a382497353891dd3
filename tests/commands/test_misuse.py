"""A command line that can't be understood: what is wrong is told in Japanese first, English beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from guideline.commands.group import guideline
from guideline.commands.misuse import Misuse, told_as_ours

CASES = [
    (["--bogus"], "--bogus というオプションはありません。", "There is no option --bogus."),
    (["lnt"], "lnt というコマンドはありません。", "There is no command lnt."),
    (
        ["lint", "--polcy", "x"],
        "--polcy というオプションはありません。 もしかして: --policy",
        "There is no option --polcy. Perhaps: --policy",
    ),
    (["lint", "--map"], "--map の後に値を書いてください。", "--map takes a value."),
    (
        ["lint", "--show-personal-data=1"],
        "--show-personal-data に値は付きません。",
        "--show-personal-data takes no value.",
    ),
    (
        ["lint", "--zone", "lgwan"],
        "--zone に使えるのは internet, admin です。",
        "--zone takes one of internet, admin.",
    ),
    (
        ["lint", "--jobs", "0"],
        "--jobs には 1 から 64 までの整数を書いてください。",
        "--jobs takes a whole number from 1 to 64.",
    ),
    (
        ["lint", "--jobs", "二"],
        "--jobs には 1 から 64 までの整数を書いてください。",
        "--jobs takes a whole number from 1 to 64.",
    ),
    (
        ["mutate", "--at-least", "3"],
        "--at-least には 0 から 1 までの数を書いてください。",
        "--at-least takes a number from 0 to 1.",
    ),
    (["explain"], "NAME を書いてください。", "NAME is missing."),
    (["serve"], "--state が要ります。値とともに書いてください。", "The option --state is missing."),
    (["check", "a", "b", "c"], "引数が多すぎます: b c", "Too many arguments: b c."),
    (["rehearse"], "SITE を書いてください。", "SITE is missing."),
    (
        ["lint", "--as-of", "来年", "-"],
        "--as-of: 来年 は日付ではありません。2026-10-01 または 令和8年10月1日 の形で書いてください。",
        "--as-of: 来年 is not a date. Write it like 2026-10-01.",
    ),
    (
        ["safety", "status", "--now", "朝"],
        "--now は 2026-10-01T09:05 のように書いてください。",
        "Write --now like 2026-10-01T09:05.",
    ),
    (
        ["render", "--format", "stickers", "sanjo"],
        "--format stickers には、書き込むフォルダーを --out で示してください。",
        "--format stickers needs a folder to write into: name it by --out.",
    ),
    (
        ["render", "sanjo", "--out", "/"],
        "/ はフォルダーです。ファイルの名前を示してください。",
        "/ is a folder. Please name a file.",
    ),
]


@pytest.mark.parametrize(("arguments", "japanese", "english"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_it_is_told_in_japanese_first(
    run: Callable[..., Result], arguments: list[str], japanese: str, english: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines()[:2] == [japanese, english]
    assert not re.search(r"^(?:Error|Try) ", result.stderr, re.MULTILINE)


def test_who_asks_for_english_is_told_in_english(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    lines = run("explain").stderr.splitlines()
    assert lines == ["NAME is missing.", "Usage: guideline explain [OPTIONS] NAME", "More: guideline explain --help"]


def test_how_the_verb_is_used_follows(run: Callable[..., Result]) -> None:
    assert run("explain").stderr.splitlines()[2:4] == [
        "使い方: guideline explain [OPTIONS] NAME",
        "詳しい説明: guideline explain --help",
    ]


def _verbs(group: click.Group, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        found += _verbs(command, (*above, name)) if isinstance(command, click.Group) else [(*above, name)]
    return found


@pytest.mark.parametrize("verb", _verbs(guideline), ids=" ".join)
def test_every_verb_tells_of_an_option_it_has_not(run: Callable[..., Result], verb: tuple[str, ...]) -> None:
    result = run(*verb, "--no-such-option")
    assert result.exit_code == 2
    assert result.stderr.startswith("--no-such-option というオプションはありません。")
    assert "No such" not in result.stderr


def test_what_click_alone_would_say_is_another() -> None:
    @click.command()
    @click.option("--size", type=click.UUID)
    def verb(size: str) -> None:
        del size

    bare = CliRunner().invoke(verb, ["--size", "x"])
    assert bare.stderr.splitlines()[-1].startswith("Error: ")
    with pytest.raises(Misuse, match="can't be understood"), told_as_ours():
        verb.main(["--size", "x"], standalone_mode=False)

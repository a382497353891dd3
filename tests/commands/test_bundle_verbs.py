"""The verbs that read a bundle: what they print, and with which code they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from guideline.commands.options import FORMATS
from guideline.report import FORMATS as REPORTS
from guideline.source import packaged

Run = Callable[..., Result]

BUNDLES = sorted(path.parent.name for path in packaged("policies").glob("*/bundle.yaml"))


def test_the_packaged_bundles_are_those_of_the_house() -> None:
    assert BUNDLES == ["kakuu", "mie", "mitoyo", "mitsuke", "reference", "sanjo"]


def test_every_report_format_can_be_asked_for() -> None:
    assert sorted(FORMATS) == sorted(REPORTS)


@pytest.mark.parametrize("bundle", BUNDLES)
def test_check_finds_nothing_to_mend_in_a_packaged_bundle(run: Run, bundle: str) -> None:
    result = run("check", bundle, "--as-of", "2026-11-01")
    assert (result.exit_code, bundle in result.stderr) == (0, True), result.output


@pytest.mark.parametrize("bundle", BUNDLES)
def test_every_written_example_of_a_packaged_bundle_holds(run: Run, bundle: str) -> None:
    result = run("test", bundle, "--as-of", "2026-11-01")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("bundle", ["mie", "mitoyo", "mitsuke", "sanjo"])
def test_the_examples_of_a_case_notice_what_is_changed(run: Run, bundle: str) -> None:
    result = run("mutate", bundle, "--as-of", "2026-11-01")
    assert result.exit_code == 0, result.output


def test_mutate_lists_what_survives_and_fails_below_the_share(run: Run, sanjo: Path) -> None:
    for file in (sanjo / "clauses").glob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace("after: $safety.unread-minutes", "after: 5"), "utf-8")
    sound = run("mutate", str(sanjo), "--at-least", "1.0")
    assert sound.exit_code == 0, sound.output
    for file in (sanjo / "clauses").glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace('now: "08:04:59"', 'now: "08:01:00"'), "utf-8")
    result = run("mutate", str(sanjo), "--at-least", "1.0")
    assert result.exit_code == 1
    assert "生き残り" in result.stdout


def test_an_example_that_raises_nothing_fails_the_test(run: Run, sanjo: Path) -> None:
    for file in (sanjo / "clauses").glob("*.yaml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("お疲れ様です。", "本日は晴天です。"), "utf-8")
    result = run("test", str(sanjo))
    assert result.exit_code == 1
    assert "etiquette/greeting" in result.stdout


@pytest.mark.parametrize("format_", FORMATS)
def test_check_reports_in_every_format(run: Run, sanjo: Path, format_: str) -> None:
    file = next(iter(sorted((sanjo / "clauses").glob("*.yaml"))))
    file.write_text(file.read_text("utf-8").replace("level: must", "level: may", 1), "utf-8")
    result = run("check", str(sanjo), "--format", format_)
    assert result.exit_code == 1
    assert "bundle/level-verb" in result.stdout


@pytest.mark.parametrize("verb", ["check", "test", "mutate", "render", "coverage"])
def test_a_broken_bundle_ends_with_three_and_its_place(run: Run, sanjo: Path, verb: str) -> None:
    (sanjo / "bundle.yaml").write_text("schema: guideline/1\nid: sanjo\nversoin: '1.0.0'\n", "utf-8")
    result = run(verb, str(sanjo))
    assert result.exit_code == 3
    assert f"{sanjo}/bundle.yaml:3:1" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("verb", ["check", "test", "mutate", "render", "coverage"])
def test_a_bundle_that_is_not_there_ends_with_three(run: Run, verb: str) -> None:
    result = run(verb, "nowhere")
    assert result.exit_code == 3
    assert "kakuu" in result.stderr


@pytest.mark.parametrize("name", ["etiquette/greeting", "etiquette.no-greeting", "8", "第8条"])
def test_explain_knows_a_rule_its_clause_and_its_number(run: Run, name: str) -> None:
    result = run("explain", name, "--policy", "kakuu")
    assert result.exit_code == 0
    assert "挨拶の定型句を置かない（第8条）" in result.stdout


def test_explain_suggests_what_was_meant(run: Run) -> None:
    result = run("explain", "etiquette/greting")
    assert result.exit_code == 2
    assert "etiquette/greeting" in result.stderr


def test_render_writes_a_file_whole_and_says_when_it_cannot(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "sanjo.html"
    assert run("render", "sanjo", "--out", str(out)).exit_code == 0
    assert out.read_text("utf-8").startswith("<!doctype html>")
    lost = run("render", "sanjo", "--out", str(tmp_path / "no" / "folder" / "sanjo.html"))
    assert lost.exit_code == 5
    assert list(tmp_path.glob(".sanjo*")) == []


@pytest.mark.parametrize(("day", "minutes"), [("2026-11-01", "5分"), ("令和8年11月1日", "5分")])
def test_a_document_is_of_a_day(run: Run, day: str, minutes: str) -> None:
    result = run("render", "kakuu", "--format", "markdown", "--as-of", day)
    assert minutes in result.stdout


def test_coverage_in_json_names_every_clause(run: Run) -> None:
    result = run("coverage", "sanjo", "--format", "json")
    assert len(json.loads(result.stdout)["clauses"]) == 19


def test_schema_lists_and_prints(run: Run) -> None:
    names = run("schema").stdout.split()
    assert {"bundle", "clauses", "parameters", "stickers", "waivers", "site"} <= set(names)
    assert json.loads(run("schema", "clauses").stdout)["$id"] == "clauses.schema.json"
    assert run("schema", "nothing").exit_code == 2


def test_a_new_bundle_is_sound_as_it_is(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "minato"
    assert run("new", str(folder), "--name", "港市").exit_code == 0
    assert run("check", str(folder)).exit_code == 0
    assert run("test", str(folder)).exit_code == 0
    assert run("new", str(folder)).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [("../x;y",), ("Kakuu",), ("minato", "--name", "港: {市}"), ("minato", "--extends", "a b")]
)
def test_a_new_bundle_takes_no_tricks(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run("new", str(tmp_path / arguments[0]), *arguments[1:])
    assert result.exit_code == 2
    assert list(tmp_path.glob("*/bundle.yaml")) == []


@pytest.mark.parametrize("day", ["2026-02-30", "昭和99年1月1日", "tomorrow", ""])
def test_a_day_that_is_none_is_a_usage_error(run: Run, day: str) -> None:
    assert run("check", "sanjo", "--as-of", day).exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("kind: opening\n", "kind: opening\n          options: {loudly: true}\n", "bundle/unknown-option"),
        ("phrases: [全職員", "phrases: [！！, 全職員", "channel/bulletin"),
    ],
)
def test_check_sees_what_could_never_hold(run: Run, sanjo: Path, old: str, new: str, rule: str) -> None:
    files = [file for file in sorted((sanjo / "clauses").glob("*.yaml")) if old in file.read_text("utf-8")]
    files[0].write_text(files[0].read_text("utf-8").replace(old, new, 1), "utf-8")
    result = run("check", str(sanjo))
    assert result.exit_code == 1
    assert rule in result.stdout

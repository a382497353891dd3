"""Over all kinds of broken bundles: no code without a kind, none without its sentence, no text that breaks one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.bundle.load import MAX_PROBLEMS
from guideline.commands.options import told
from guideline.source import SourceError
from guideline.words import sentences
from tests.bundle.broken import ABOUT, CLAUSE, MINUTES, TIMER, B, C, P, write
from tests.bundle.test_broken_files import KINDS as FILES
from tests.bundle.test_broken_paths import PATHS
from tests.bundle.test_broken_whole import KINDS as WHOLE


def test_the_bundle_that_all_kinds_break_is_sound(tmp_path):
    write(tmp_path, {})
    assert load_bundle(tmp_path).id == "kakuu"
    write(tmp_path, {P: MINUTES, C: TIMER + "$a.minutes}\n"})
    assert load_bundle(tmp_path).id == "kakuu"


def test_there_are_many_kinds():
    assert len(FILES) + len(WHOLE) + len(PATHS) >= 150


HOSTILE = [
    "{braces}",
    "{0}",
    "{found!r}",
    "%s %d %(a)s",
    "}{",
    "{",
    "\\",
    "[x]",
    "\N{BELL}",
    "'; DROP TABLE",
    "{{ x }}",
    "$x",
]


def test_thousands_of_problems_are_told_a_hundred_times(tmp_path):
    """Each unknown name is compared with 500 known ones: all of them would take minutes."""
    known = "".join(MINUTES.splitlines(keepends=True)[1].replace("a.minutes", f"name-{n}") for n in range(500))
    states = ", ".join(f"$nam-{number}" for number in range(2000))
    control = f"      - document: {{rule: document/a, states: [{states}]}}\n"
    write(tmp_path, {P: "parameters:\n" + known, C: CLAUSE + control})
    with pytest.raises(SourceError) as caught:
        load_bundle(tmp_path)
    assert [p.code for p in caught.value.problems] == ["unknown-parameter"] * MAX_PROBLEMS


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_braces_and_percents_of_texts_break_no_sentence(text, lang, tmp_path):
    quoted = "'" + text.replace("'", "''") + "'"
    write(
        tmp_path,
        {
            B: ABOUT.replace("id: kakuu", f"id: {quoted}") + f"{quoted}: 1\nextends: {quoted}\n",
            C: CLAUSE.replace("level: must", f"level: {quoted}").replace("document: kit", f"document: {quoted}"),
            P: MINUTES.replace("2026-04-01", quoted).replace("minutes, s", f"{quoted}, s"),
        },
    )
    with pytest.raises(SourceError) as caught:
        load_bundle(tmp_path)
    for problem in caught.value.problems:
        assert "\n" not in told(problem, lang)
        assert "\x07" not in told(problem, lang)


@pytest.mark.parametrize(
    "text",
    [
        "examples: {good: [" + "[" * 30 + "]" * 30 + "]}",
        "examples: {good: [" + ", ".join(f"{{k{n}: {n}}}" for n in range(400)) + "]}",
        'examples: {good: ["\\u200b", "{{ }}", "$x", "%s", 22:00, 99999999999999999999, ~]}',
    ],
)
def test_examples_may_be_anything(text, tmp_path):
    write(tmp_path, {C: CLAUSE + f"        {text}\n"})
    bundle = load_bundle(tmp_path)
    assert type(bundle).from_json(bundle.to_json()) == bundle


ELSEWHERE = {"wrong-digest", "not-compiled"}
"""Codes of compiled files: tests/bundle/test_compiled.py."""


def test_every_code_of_these_rooms_is_provoked():
    """Each ``Problem("code"`` of the readers and the loader is one of the kinds above."""
    package = Path(__file__).parent.parent.parent / "guideline"
    files = [
        *(package / "bundle").glob("*.py"),
        *(package / "source" / f"{n}.py" for n in ("yaml", "schema", "text", "marks")),
    ]
    text = "\n".join(path.read_text("utf-8") for path in files if path.is_file())
    raised = set(re.findall(r'Problem\(\s*"([^"]+)"', text)) | set(
        re.findall(r'": "([a-z-]+)",', (package / "source/schema.py").read_text("utf-8"))
    )
    provoked = {code for kinds in (FILES, WHOLE) for codes, _ in kinds.values() for code in codes}
    provoked |= {code for code, *_ in PATHS.values()}
    assert raised - provoked == ELSEWHERE


def test_every_problem_of_the_package_has_its_sentence():
    package = Path(__file__).parent.parent.parent / "guideline"
    literals = {
        code for path in package.rglob("*.py") for code in re.findall(r'Problem\(\s*"([^"]+)"', path.read_text("utf-8"))
    }
    assert len(literals) > 50
    missing = []
    for code in sorted(literals):
        room, _, name = code.rpartition(".")
        if name not in sentences(room or "problem"):
            missing.append(code)
    assert missing == []

"""Places and problems: in order, on one line, with nothing in them that steers a terminal."""

from __future__ import annotations

import pytest

from guideline.source import Mark, Problem, SourceError, packaged


def test_problems_are_told_in_the_order_of_their_places():
    problems = [
        Problem("b", Mark("g.yaml", 1, 1)),
        Problem("z", Mark("f.yaml", 10, 1)),
        Problem("a", Mark("f.yaml", 2, 30)),
        Problem("b", Mark("f.yaml", 2, 4)),
        Problem("a", Mark("f.yaml", 2, 4)),
    ]
    error = SourceError(problems)
    assert [(str(p.mark), p.code) for p in error.problems] == [
        ("f.yaml:2:4", "a"),
        ("f.yaml:2:4", "b"),
        ("f.yaml:2:30", "a"),
        ("f.yaml:10:1", "z"),
        ("g.yaml:1:1", "b"),
    ]
    assert str(error).startswith("f.yaml:2:4: a; ")


def test_the_kit_s_own_data_is_found():
    assert (packaged("schemas") / "bundle.schema.json").is_file()
    assert (packaged("policies") / "reference" / "bundle.yaml").is_file()


@pytest.mark.parametrize(
    "text, shown",
    [
        ("題名", "題名"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("葛󠄀城市", "葛󠄀城市"),
        ("a\nb\tc", "a\\u000ab\\u0009c"),
        ("\x1b[31m", "\\u001b[31m"),
        ("\x9b31m", "\\u009b31m"),
        ("\u202etxt.yaml", "\\u202etxt.yaml"),
        ("\udcff", "\\udcff"),
        ("x" * 5000, "x" * 999 + "…"),
    ],
)
def test_what_a_file_says_steers_no_terminal(text, shown):
    problem = Problem("unknown-key", Mark(text, 2, 3), {"key": text, "number": 5, "none": None})
    assert problem.args == {"key": shown, "number": 5, "none": None}
    assert str(problem.mark) == f"{shown}:2:3"
    assert problem.mark.file == text

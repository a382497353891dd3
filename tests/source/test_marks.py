from __future__ import annotations

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

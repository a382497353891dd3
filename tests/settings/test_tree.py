"""Files are read as PyYAML reads them for Synapse, with marks; a hostile one is refused, never a traceback."""

from __future__ import annotations

import pytest
import yaml

from guideline.settings.tree import leaves, pattern, read_tree, show
from guideline.source import SourceError

PLAIN = """\
server_name: chat.kakuu.example
report_stats: yes
mode: 0o600
octal: 0600
ratio: 1.5
when: 2026-10-01
nothing: ~
time: 22:00
base: &base {per_second: 1, burst_count: 2}
rc_message: {<<: *base, burst_count: 3}
rc_login: {address: *base}
text: "yes"
list: [1, two, {three: 3}]
"""


def test_values_are_those_that_pyyaml_gives():
    assert read_tree(PLAIN, "f").value == yaml.safe_load(PLAIN)


def test_marks_count_from_one():
    tree = read_tree("a:\n  b: [1,\n      2]\n", "f")
    assert (tree.mark(("a", "b", 1)).line, tree.mark(("a", "b", 1)).column) == (3, 7)
    assert tree.mark(("a", "nothing", "there")).line == 2


def test_keys_given_twice_are_remembered_and_the_last_wins():
    tree = read_tree("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f")
    assert tree.value == {"a": 3, "b": {"c": 2}}
    assert [(path, mark.line) for path, mark in tree.twice] == [(("b", "c"), 2), (("a",), 3)]


def test_a_merged_key_that_is_written_again_is_not_twice():
    assert read_tree("x: &x {a: 1}\ny: {<<: *x, a: 2}\n", "f").twice == ()


BOMB = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text, code",
    [
        ("a: [", "bad-yaml"),
        ("a: b: c", "bad-yaml"),
        ("\x00", "bad-yaml"),
        ("a: !!python/object/apply:os.system [ls]", "bad-yaml"),
        ("a: !secret b", "bad-yaml"),
        ("a: 2026-99-99", "bad-yaml"),
        ("a: " + "9" * 6000, "bad-yaml"),
        ("? [a, b]\n: c", "key-not-text"),
        ("[" * 5000, "too-deep"),
        ("{a: " * 200 + "1" + "}" * 200, "too-deep"),
        ("a: &a [*a]", "too-deep"),
        (BOMB, "too-deep"),
        ("--- 1\n--- 2\n", "bad-yaml"),
        ("x" * (2 * 1024 * 1024 + 1), "too-large"),
        ("<<: 3", "bad-yaml"),
        ("a: *nowhere", "bad-yaml"),
    ],
)
def test_what_cannot_be_read_is_a_problem(text, code):
    with pytest.raises(SourceError) as caught:
        read_tree(text, "f")
    assert [problem.code for problem in caught.value.problems] == [code]


def test_leaves_and_names():
    found = dict(
        leaves({"a": {"b": 1}, "c": [1, 2], "d": [{"e": 1}], "f": {"g": {"h": 1}}, "i": {}}, free=frozenset(["f"]))
    )
    assert {show(path): value for path, value in found.items()} == {
        "a.b": 1,
        "c": [1, 2],
        "d.0.e": 1,
        "f": {"g": {"h": 1}},
        "i": {},
    }
    assert pattern(("d", 0, "e")) == "d[].e"

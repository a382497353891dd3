"""What a control asks of a value, and values that mean the same."""

from __future__ import annotations

import pytest

from guideline.settings.amounts import amount
from guideline.settings.assertions import Held, Unresolved, holds, same

ABSENT = Held(None, given=False)


@pytest.mark.parametrize(
    "op, held, expected, good",
    [
        ("equals", False, False, True),
        ("equals", 0, False, False),
        ("equals", 1, True, False),
        ("equals", None, [], False),
        ("equals", ["b", "a"], ["a", "b"], True),
        ("equals", ["a"], ["a", "b"], False),
        ("equals", "365d", "1y", True),
        ("equals", "12h", 43_200_000, True),
        ("one_of", 1.2, ["1.2", "1.3"], True),
        ("one_of", "1", ["1.2", "1.3"], False),
        ("one_of", False, ["off", False], True),
        ("at_least", "1y", "365d", True),
        ("at_least", "364d", "1y", False),
        ("at_least", None, "1y", True),
        ("at_least", "soon", "1y", False),
        ("at_least", True, 0, False),
        ("at_most", "30d", "30d", True),
        ("at_most", "31d", "30d", False),
        ("at_most", None, "30d", False),
        ("at_most", 0, "30d", True),
        ("includes", ["a", "b"], ["a"], True),
        ("includes", ["b"], ["a"], False),
        ("includes", None, ["a"], False),
        ("within", ["a"], ["a", "b"], True),
        ("within", [], ["a"], True),
        ("within", ["a", "c"], ["a", "b"], False),
        ("within", None, ["a"], False),
        ("absent", "x", True, False),
        ("absent", None, True, True),
        ("present", "x", True, True),
        ("present", None, True, False),
    ],
)
def test_holds(op, held, expected, good):
    assert holds(op, Held(held), expected) is good


def test_absence_is_what_the_program_makes_of_it():
    assert holds("absent", ABSENT, None)
    assert not holds("present", Held("x", given=False), None)
    assert not holds("equals", Held(value=True, given=False), expected=False)


@pytest.mark.parametrize(
    "symbol, value, good",
    [
        ("peers", [], True),
        ("peers", ["chat.tonari.example"], True),
        ("peers", None, False),
        ("peers", ["*"], False),
        ("peers", ["*.example"], False),
        ("peers", [3], False),
        ("listen", ["127.0.0.1"], True),
        ("listen", ["0.0.0.0"], False),
        ("listen", ["::"], False),
        ("listen", ["127.0.0.1", "0:0:0:0:0:0:0:0"], False),
    ],
)
def test_without_a_site_only_what_no_site_has_is_wrong(symbol, value, good):
    assert holds("equals", Held(value), Unresolved(symbol)) is good


@pytest.mark.parametrize(
    "text, milliseconds",
    [
        ("1s", 1000),
        ("28d", 28 * 86_400_000),
        ("1y", 365 * 86_400_000),
        (5, 5),
        ("5", 5),
        ("50M", 50 * 1024**2),
        ("x", None),
        (True, None),
        (None, None),
    ],
)
def test_amounts(text, milliseconds):
    assert amount(text) == milliseconds


def test_lists_are_compared_as_sets_and_keep_types():
    assert same(["a", "a"], ["a"])
    assert not same([1], ["1"])

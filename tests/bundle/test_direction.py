"""Which way a change goes, for every kind of control, for options and for parameters."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.bundle.direction import looser_clause, looser_parameter, looser_value
from guideline.bundle.normal import completed, written

CONTROLS: dict[str, dict[str, Any]] = {
    "message": {
        "rule": "a/m",
        "kind": "opening",
        "phrases": ["い", "ろ"],
        "channels": ["talk", "bulletin"],
        "enforce": "advise",
    },
    "setting": {"rule": "a/s", "target": "synapse", "key": "k", "at_most": 50},
    "flow": {"rule": "a/f", "from": "peer", "to": "chat", "port": 8448, "verdict": "deny"},
    "register": {
        "rule": "a/r",
        "register": "devices",
        "checks": ["c"],
        "columns": [
            {"key": "k", "title": "題", "type": "choice", "required": True, "unique": True, "one_of": ["a", "b"]},
            {"key": "n", "title": "数", "type": "integer", "min": 1, "max": 9},
        ],
    },
    "timer": {"rule": "a/t", "of": "c", "after": 5, "when": "unread", "do": "phone"},
    "attest": {"rule": "a/a", "question": "問い", "every": "6m", "evidence": "記録"},
    "document": {"rule": "a/d", "states": ["い", "ろ"], "consent": True},
}


def clause(controls: list[tuple[str, dict[str, Any]]], **fields: Any) -> dict[str, Any]:
    done = [completed(written(kind, raw, {}), "should") for kind, raw in controls]
    return {"level": "should", "from": None, "until": None, "controls": done, **fields}


def whats(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return sorted({what for what, _ in looser_clause(old, new)})


def changed(kind: str, change: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    raw = copy.deepcopy(CONTROLS[kind])
    new = {**raw, **change}
    if any(name in change for name in ("equals", "one_of", "at_least", "includes", "within", "present", "absent")):
        new.pop("at_most", None)
    return clause([(kind, raw)]), clause([(kind, new)])


def columns(index: int, **change: Any) -> dict[str, Any]:
    held = copy.deepcopy(CONTROLS["register"]["columns"])
    held[index].update(change)
    return {"columns": held}


# kind, change, what becomes looser, what becomes looser when it is taken back
TABLE: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("message", {"severity": "error"}, [], ["severity"]),
    ("message", {"severity": "info"}, ["severity"], []),
    ("message", {"channels": ["talk"]}, ["channels"], []),
    ("message", {"channels": ["talk", "external"]}, ["channels"], ["channels"]),
    ("message", {"zones": ["admin"]}, ["zones"], []),
    ("message", {"phases": ["normal"]}, ["phases"], []),
    ("message", {"phrases": ["い"]}, ["phrases"], []),
    ("message", {"phrases": ["ろ", "い"]}, [], []),
    ("message", {"phrases": ["い", "は"]}, ["phrases"], ["phrases"]),
    ("message", {"kind": "closing"}, ["kind"], ["kind"]),
    ("message", {"fix": "remove"}, [], []),
    ("message", {"enforce": "refuse"}, [], ["enforce"]),
    ("message", {"enforce": "nothing"}, ["enforce"], []),
    ("message", {"enforce": [{"does": "advise", "channels": ["talk"]}]}, ["enforce"], []),
    ("message", {"enforce": [{"does": "advise", "sections": ["総務課"]}]}, ["enforce"], []),
    ("message", {"enforce": [{"does": "advise", "from": "2027-01-01"}]}, ["enforce"], []),
    ("message", {"enforce": [{"does": "advise", "until": "2027-01-01"}]}, ["enforce"], []),
    ("message", {"enforce": [{"does": "advise"}, {"does": "refuse", "channels": ["talk"]}]}, [], ["enforce"]),
    ("message", {"enforce": [{"does": "advise"}, {"does": "nothing", "channels": ["talk"]}]}, [], []),
    ("message", {"options": {"max": 5}}, [], ["options"]),
    ("message", {"options": {"published": ["x"]}}, ["options"], []),
    ("message", {"options": {"sections": ["x"]}}, ["options"], []),
    ("message", {"options": {"allow": 5}}, ["options"], []),
    ("message", {"options": {"except": [["x"], {"y": 1}]}}, ["options"], []),
    ("message", {"options": {"whatever": True}}, ["options"], ["options"]),
    ("setting", {"at_most": 49}, [], ["value"]),
    ("setting", {"at_most": 51}, ["value"], []),
    ("setting", {"at_most": "$p"}, ["value"], ["value"]),
    ("setting", {"key": "other"}, ["assertion"], ["assertion"]),
    ("setting", {"target": "sshd"}, ["assertion"], ["assertion"]),
    ("setting", {"at_least": 1}, ["assertion"], ["assertion"]),
    ("setting", {"absent": True}, ["assertion"], ["assertion"]),
    ("setting", {"roles": ["edge"]}, ["roles"], []),
    ("setting", {"zones": ["admin"]}, ["zones"], []),
    ("flow", {"to": "edge"}, ["flow"], ["flow"]),
    ("flow", {"port": 443}, ["flow"], ["flow"]),
    ("flow", {"protocol": "udp"}, ["flow"], ["flow"]),
    ("flow", {"verdict": "allow"}, ["flow"], ["flow"]),
    ("flow", {"zones": ["admin"]}, ["zones"], []),
    ("register", {"register": "staff"}, ["assertion"], ["assertion"]),
    ("register", {"checks": ["c", "d"]}, [], ["checks"]),
    ("register", {"checks": []}, ["checks"], []),
    ("register", {"columns": []}, ["columns"], []),
    ("register", columns(0, required=False), ["columns"], []),
    ("register", columns(0, unique=False), ["columns"], []),
    ("register", columns(0, one_of=["a"]), [], ["columns"]),
    ("register", columns(0, one_of=[]), ["columns"], []),
    ("register", columns(0, one_of=["a", "c"]), ["columns"], ["columns"]),
    ("register", columns(0, type="text"), ["columns"], ["columns"]),
    ("register", columns(0, title="別の題"), [], []),
    ("register", columns(1, min=2), [], ["columns"]),
    ("register", columns(1, max=8), [], ["columns"]),
    ("register", columns(1, min=None), ["columns"], []),
    ("register", columns(1, max="$p"), ["columns"], ["columns"]),
    ("timer", {"after": 4}, [], ["value"]),
    ("timer", {"after": 6}, ["value"], []),
    ("timer", {"after": "$p"}, ["value"], ["value"]),
    ("timer", {"when": "unanswered"}, ["assertion"], ["assertion"]),
    ("timer", {"do": "remind"}, ["assertion"], ["assertion"]),
    ("timer", {"of": "other"}, ["assertion"], ["assertion"]),
    ("attest", {"every": "180d"}, [], []),
    ("attest", {"every": "179d"}, [], ["value"]),
    ("attest", {"every": "1y"}, ["value"], []),
    ("attest", {"question": "別の問い"}, ["assertion"], ["assertion"]),
    ("attest", {"question": {"ja": "問い", "en": "Question"}}, [], []),
    ("attest", {"evidence": ""}, ["assertion"], []),
    ("document", {"states": ["い"]}, ["assertion"], []),
    ("document", {"states": ["い", "ろ", "は"]}, [], ["assertion"]),
    ("document", {"consent": False}, ["assertion"], []),
]


@pytest.mark.parametrize("kind, change, looser, back", TABLE)
def test_the_direction_of_a_change_of_a_control(kind, change, looser, back):
    old, new = changed(kind, change)
    assert whats(old, new) == looser
    assert whats(new, old) == back


@pytest.mark.parametrize(
    "op, old, new, looser, back",
    [
        ("equals", 1, 2, True, True),
        ("equals", "a", "a", False, False),
        ("equals", True, False, True, True),
        ("at_least", 1, 2, False, True),
        ("at_most", 2, 1, False, True),
        ("at_least", "1M", "2M", True, True),
        ("one_of", [1, 2], [1], False, True),
        ("one_of", [1, 2], [1, 3], True, True),
        ("within", ["a", "b"], ["b"], False, True),
        ("includes", ["a"], ["a", "b"], False, True),
        ("includes", ["a"], ["b"], True, True),
        ("includes", "a", ["a"], True, True),
        ("equals", None, [], True, True),
    ],
)
def test_the_direction_of_an_assertion_s_value(op, old, new, looser, back):
    def holds(value: Any) -> dict[str, Any]:
        return clause([("setting", {"rule": "a/s", "target": "synapse", "key": "k", op: value})])

    assert (whats(holds(old), holds(new)) == ["value"]) is looser
    assert (whats(holds(new), holds(old)) == ["value"]) is back


def test_every_kind_of_control_is_in_the_table():
    assert {row[0] for row in TABLE} == set(CONTROLS)


@pytest.mark.parametrize("kind", CONTROLS)
def test_the_same_control_is_never_looser(kind):
    same = clause([(kind, CONTROLS[kind])])
    assert whats(same, copy.deepcopy(same)) == []


@pytest.mark.parametrize("kind", CONTROLS)
def test_a_control_taken_away_is_looser_and_one_more_is_not(kind):
    bare, held = clause([]), clause([(kind, CONTROLS[kind])])
    assert whats(held, bare) == ["control"]
    assert whats(bare, held) == []


def test_a_permission_goes_the_other_way():
    """A flow that may pass asks nothing: more of it, or in more zones, is looser."""
    allow = {"rule": "a/f", "from": "peer", "to": "chat", "verdict": "allow"}
    bare, held = clause([]), clause([("flow", allow)])
    narrow = clause([("flow", {**allow, "zones": ["admin"]})])
    assert (whats(bare, held), whats(held, bare)) == (["flow"], [])
    assert (whats(narrow, held), whats(held, narrow)) == (["zones"], [])


@pytest.mark.parametrize(
    "old, new, looser",
    [
        ({"level": "must"}, {"level": "should"}, ["level"]),
        ({"level": "should"}, {"level": "may"}, ["level"]),
        ({"level": "may"}, {"level": "must"}, []),
        ({"from": None}, {"from": "2027-01-01"}, ["dates"]),
        ({"from": "2027-01-01"}, {"from": None}, []),
        ({"from": "2027-01-01"}, {"from": "2027-01-02"}, ["dates"]),
        ({"until": None}, {"until": "2027-01-01"}, ["dates"]),
        ({"until": "2027-01-01"}, {"until": None}, []),
        ({"until": "2027-01-02"}, {"until": "2027-01-01"}, ["dates"]),
    ],
)
def test_the_direction_of_a_clause_s_own_fields(old, new, looser):
    assert whats(clause([], **old), clause([], **new)) == looser


@pytest.mark.parametrize(
    "stricter, old, new, looser",
    [
        ("lower", 5, 6, True),
        ("lower", 6, 5, False),
        ("higher", 5, 6, False),
        ("higher", 6, 5, True),
        ("subset", ["a"], ["a", "b"], True),
        ("subset", ["a", "b"], ["a"], False),
        ("subset", ["a"], ["b"], True),
        ("superset", ["a"], ["a", "b"], False),
        ("superset", ["a", "b"], ["b"], True),
        ("superset", [], [1], False),
        ("true", False, True, False),
        ("true", True, False, True),
        ("false", True, False, False),
        ("false", False, True, True),
        ("neither", 1, 99, False),
        ("lower", "五", "六", True),
        ("subset", "a", "b", True),
        ("lower", [1], [2], True),
    ],
)
def test_the_direction_of_a_value(stricter, old, new, looser):
    assert looser_value(stricter, old, new) is looser
    assert looser_value(stricter, old, old) is False


NUMBERS = st.integers(0, 100)
SETS = st.lists(st.sampled_from("abcde"), max_size=5, unique=True)


@given(st.sampled_from(["lower", "higher"]), NUMBERS, NUMBERS)
def test_of_two_numbers_exactly_one_way_is_looser(stricter, one, other):
    assert looser_value(stricter, one, other) + looser_value(stricter, other, one) == (one != other)


@given(st.sampled_from(["subset", "superset"]), SETS, SETS)
def test_of_two_sets_one_way_at_least_is_looser(stricter, one, other):
    ways = looser_value(stricter, one, other) + looser_value(stricter, other, one)
    comparable = set(one) <= set(other) or set(other) <= set(one)
    assert ways == (0 if set(one) == set(other) else 1 if comparable else 2)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_two_steps_of_which_none_is_looser_are_none(first, second, third):
    if not looser_value("lower", first, second) and not looser_value("lower", second, third):
        assert not looser_value("lower", first, third)


DAYS = st.dictionaries(st.sampled_from(["2026-04-01", "2027-04-01", "2028-04-01"]), NUMBERS, min_size=1)


@given(DAYS, DAYS)
def test_dated_parameters_differ_in_one_way_at_least(one, other):
    old = {"unit": "minutes", "stricter": "lower", "values": one}
    new = {"unit": "minutes", "stricter": "lower", "values": other}

    def on(values: dict[str, int], day: str) -> int:
        return values[max((key for key in values if key <= day), default=min(values))]

    days = ["2025-01-01", "2026-04-01", "2026-12-31", "2027-04-01", "2028-04-01", "2030-01-01"]
    assert looser_parameter(old, new) is any(on(other, day) > on(one, day) for day in days)


MESSAGES = st.fixed_dictionaries(
    {
        "rule": st.just("a/m"),
        "kind": st.sampled_from(["opening", "closing"]),
        "phrases": st.lists(st.sampled_from("いろは"), max_size=3, unique=True),
        "channels": st.lists(st.sampled_from(["talk", "bulletin", "external"]), max_size=3, unique=True),
        "severity": st.sampled_from(["info", "warning", "error"]),
        "options": st.dictionaries(st.sampled_from(["max", "published", "x"]), st.integers(0, 3), max_size=2),
    }
)


@given(MESSAGES, MESSAGES)
def test_what_differs_is_looser_in_one_way_at_least(one, other):
    """Nothing that is compared can change unseen: to loosen and to tighten back leaves a trace."""
    first, second = clause([("message", one)]), clause([("message", other)])

    def meant(raw: dict[str, Any]) -> tuple[Any, ...]:
        everywhere = ["bulletin", "external", "talk"]
        channels = sorted(raw["channels"]) or everywhere
        return raw["kind"], set(raw["phrases"]), channels, raw["severity"], raw["options"]

    ways = bool(whats(first, second)) + bool(whats(second, first))
    if meant(one) == meant(other):
        assert ways <= (sorted(one["channels"]) != sorted(other["channels"]))
    else:
        assert ways >= 1

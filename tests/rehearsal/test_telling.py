"""What a rehearsal showed, with its clause; what pyinfra printed, read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guideline.rehearsal import (
    Applied,
    Difference,
    Probed,
    RehearsalError,
    of_applies,
    of_probe,
    place_of,
    positions_of,
)
from guideline.rehearsal.apply import _read
from guideline.rehearsal.expect import Try
from guideline.rehearsal.lab import chosen
from guideline.words import say


@pytest.fixture
def places(site):
    return {place.name: place for place in (*map(place_of, site.hosts), *positions_of(site))}


DIFFERENCES = [
    ("outside", "chat-2", 443, "refused", False, "rehearsal/packet-passes", "network.zones-apart"),
    ("edge-1", "chat-2", 443, "open", False, "rehearsal/packet-passes", "network.zones-apart"),
    ("outside", "db-1", 5432, "open", False, "rehearsal/packet-passes", "network.default-drop"),
    ("outside", "edge-1", 443, "filtered", True, "rehearsal/packet-stopped", "network.through-the-edge"),
    ("chat-1", "db-1", 5432, "filtered", True, "rehearsal/packet-stopped", "network.database"),
]


@pytest.mark.parametrize("source, target, port, answer, allowed, rule, clause", DIFFERENCES)
def test_a_difference_names_the_clause_it_breaks(
    places, flows, guideline, source, target, port, answer, allowed, rule, clause
):
    tried = Try(places[source], places[target], places[target].addresses[0], port)
    probed = Probed(1, (port,), {answer: 1}, (Difference(tried, answer, allowed),))
    (found,) = of_probe(probed, flows, guideline)
    assert (found.rule, found.clause, found.subject) == (rule, clause, target)
    for lang in ("ja", "en"):
        assert target in say(lang, found.say, **found.args)


def test_only_a_second_apply_may_change_nothing(guideline):
    applied = Applied({"a": ("Site | File x",), "b": ()}, {"a": (), "b": ("Site | Boom",)}, 3, "")
    assert [(f.rule, f.subject) for f in of_applies(applied, guideline, again=False)] == [
        ("rehearsal/apply-failed", "b")
    ]
    assert {(f.rule, f.clause, f.subject) for f in of_applies(applied, guideline, again=True)} == {
        ("rehearsal/apply-failed", "", "b"),
        ("rehearsal/second-apply", "hosts.as-described", "a"),
    }


def test_a_guideline_without_that_clause_says_what_comes_nearest(guideline):
    bare = replace(guideline, clauses=tuple(c for c in guideline.clauses if c.id != "hosts.as-described"))
    applied = Applied({"a": ("Site | File x",)}, {}, 1, "")
    assert [f.clause for f in of_applies(applied, bare, again=True)] == ["network.default-drop"]


def test_what_pyinfra_prints_is_counted_by_host():
    told = {
        "plan": [],
        "results": {
            "operations": [
                {"name": "File", "success": ["a", "b"], "error": [], "no_change": []},
                {"name": "Boom", "success": [], "error": ["b"], "no_change": ["a"]},
            ],
            "totals": {"hosts": 4, "success": 2, "error": 1, "no_change": 1},
            "failed_hosts": ["b", "c"],
        },
    }
    done = _read(told, "")
    assert dict(done.changed) == {"a": ("File",), "b": ("File",)}
    assert dict(done.failed) == {"b": ("Boom",), "c": ("-",)}
    assert (done.changes, done.operations) == (2, 4)


@pytest.mark.parametrize("told", [{}, {"results": None}, {"plan": [], "results": []}])
def test_a_run_that_tells_nothing_is_no_success(told):
    with pytest.raises(RehearsalError):
        _read(told, "said")


def test_hosts_are_chosen_by_name_or_zone(site):
    assert len(chosen(site, ())) == len(site.hosts)
    assert {p.name for p in chosen(site, ("admin", "edge-1"))} == {"edge-1", "chat-2", "db-2", "operator-2"}
    with pytest.raises(RehearsalError) as caught:
        chosen(site, ("elsewhere",))
    assert caught.value.say == "rehearsal.no-such-host"

"""Breaks a bundle bit by bit and sees whether its written examples notice.

A mutant changes one thing that a clause decides: where a rule applies, what kind it is, its bound,
its level, its dates, or that it is there at all. A bundle whose examples stay green over a mutant
has a hole where that decision stands. Dropped phrases are counted apart: one example a phrase would
be a list nobody reads.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guideline.bundle.compile import compile_guideline
from guideline.bundle.model import Control, Guideline
from guideline.bundle.review import level_of
from guideline.revisions.examples import judge_examples
from guideline.source.dates import parse_date

_LEVELS = ("may", "should", "must")
_SCOPES = {
    "channels": ("talk", "bulletin", "external"),
    "zones": ("internet", "admin"),
    "phases": ("normal", "emergency"),
}
_OPERATORS = {
    "equals": "present",
    "at_least": "at_most",
    "at_most": "at_least",
    "one_of": "present",
    "absent": "present",
    "present": "absent",
    "includes": "present",
    "within": "present",
}

Change = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed decision: the rule (or clause) it stands in, the kind of change, and what it did."""

    clause: str
    rule: str
    kind: str
    what: str
    killed: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The mutants of a bundle; ``phrases`` are those that only dropped one phrase."""

    mutants: tuple[Mutant, ...]
    phrases: tuple[Mutant, ...]

    @property
    def killed(self) -> int:
        """How many mutants some example noticed."""
        return sum(mutant.killed for mutant in self.mutants)

    @property
    def share(self) -> float:
        """The mutation score: the share of mutants that were noticed; 1.0 for a bundle with none."""
        return self.killed / len(self.mutants) if self.mutants else 1.0


def mutate(content: Mapping[str, Any], day: date) -> Iterator[Mutant]:
    """Yield every mutant of a bundle's canonical content, judged on ``day`` by its own examples."""
    original = compile_guideline(content, "", day)
    held = {clause.id for clause in original.clauses}
    for index, clause in enumerate(content["clauses"]):
        if clause["id"] not in held:
            continue
        for rule, kind, what, change in _changes(clause):
            changed = _changed(content, index, change)
            by = _noticed(original, changed, clause["id"], rule, day)
            yield Mutant(clause["id"], rule, kind, what, bool(by), by)


def score(content: Mapping[str, Any], day: date) -> Score:
    """Judge every mutant of a bundle."""
    found = list(mutate(content, day))
    return Score(
        tuple(mutant for mutant in found if mutant.kind != "phrase"),
        tuple(mutant for mutant in found if mutant.kind == "phrase"),
    )


def _changed(content: Mapping[str, Any], index: int, change: Change) -> dict[str, Any]:
    clauses = list(content["clauses"])
    clauses[index] = copy.deepcopy(clauses[index])
    change(clauses[index])
    return {**content, "clauses": clauses}


def _noticed(original: Guideline, changed: Mapping[str, Any], clause_id: str, rule: str, day: date) -> str:
    """Return what noticed the change: the first failing example, or the text whose verb disagrees."""
    now = compile_guideline(changed, "", day)
    clause = now.clause(clause_id)
    before = original.clause(clause_id)
    if clause is not None and before is not None and clause.level != before.level:
        stated = level_of(clause.text.ja)
        return "text" if stated is not None and stated != clause.level else ""
    present = {control.rule: control for c in now.clauses for control in c.controls}
    nearest = [control for control in before.controls if control.rule == rule] if before else []
    others = [c for o in original.clauses for c in o.controls if c.name == "message" and c.rule != rule]
    for control in [*nearest, *(others if nearest and nearest[0].name == "message" else ())]:
        by = _failing(now, control, present.get(control.rule))
        if by:
            return by
    return ""


def _failing(now: Guideline, written: Control, present: Control | None) -> str:
    """Judge a control's written examples under the changed guideline; name the first that fails."""
    if present is None:
        return f"{written.rule} bad[0]" if written.examples.bad else ""
    for outcome in judge_examples(now, (present,), written=written):
        if not outcome.ok:
            return f"{written.rule} {outcome.side}[{outcome.index}]"
    return ""


def _changes(clause: dict[str, Any]) -> Iterator[tuple[str, str, str, Change]]:
    for level in _LEVELS:
        if level != clause["level"]:
            yield "", "level", f"{clause['level']} → {level}", _set("level", level)
    for field, step in (("from", 1), ("until", -1)):
        if clause[field]:
            moved = (parse_date(clause[field]) + timedelta(days=step)).isoformat()
            yield (
                clause["controls"][0]["rule"] if clause["controls"] else "",
                "date",
                f"{field} {moved}",
                _set(field, moved),
            )
    for index, control in enumerate(clause["controls"]):
        for kind, what, change in _control_changes(control):
            yield control["rule"], kind, what, _at(index, change)
        yield control["rule"], "control", "removed", lambda c, i=index: c["controls"].pop(i)  # type: ignore[misc]


def _control_changes(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    yield from _BY_KIND[control["control"]](control)


def _message(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    for scope, names in _SCOPES.items():
        current = control[scope]
        if current:
            yield scope[:-1], f"{scope} all", _set(scope, [])
        for name in current if len(current) > 1 else ():
            yield scope[:-1], f"{scope} without {name}", _set(scope, [n for n in current if n != name])
        if not current and scope != "phases":
            for name in names:
                yield scope[:-1], f"{scope} without {name}", _set(scope, [n for n in names if n != name])
    other = "acknowledgement" if control["kind"] != "acknowledgement" else "opening"
    yield "kind", f"{control['kind']} → {other}", _set("kind", other)
    for name, value in control["options"].items():
        if isinstance(value, int) and not isinstance(value, bool):
            for moved in (value + 1, value - 1):
                yield "bound", f"{name} {moved}", _set("options", {**control["options"], name: moved})
    for phrase in control["phrases"]:
        rest = [other for other in control["phrases"] if other != phrase]
        yield "phrase", phrase, _set("phrases", rest)


def _setting(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    yield "kind", f"{control['op']} → {_OPERATORS[control['op']]}", _set("op", _OPERATORS[control["op"]])
    yield "scope", f"key {control['key']}_", _set("key", f"{control['key']}_")
    value = control["value"]
    if isinstance(value, bool) and control["op"] not in ("absent", "present"):
        yield "bound", str(not value), _set("value", not value)
    elif isinstance(value, int) and not isinstance(value, bool):
        for moved in (value + 1, value - 1):
            yield "bound", str(moved), _set("value", moved)
    elif isinstance(value, list) and value:
        yield "bound", "first value dropped", _set("value", value[1:])


def _flow(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    yield "kind", "verdict", _set("verdict", "deny" if control["verdict"] == "allow" else "allow")
    for end in ("from", "to"):
        if control[end] != "any":
            yield "scope", f"{end} any", _set(end, "any")
    if isinstance(control["port"], int):
        yield "bound", f"port {control['port'] + 1}", _set("port", control["port"] + 1)


def _register(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    for check in control["checks"]:
        yield "bound", f"without {check}", _set("checks", [c for c in control["checks"] if c != check])
    for index, column in enumerate(control["columns"]):
        changed = [dict(c) for c in control["columns"]]
        if column["required"]:
            changed[index]["required"] = False
            yield "bound", f"{column['key']} not required", _set("columns", changed)
        if column["one_of"]:
            wider = [dict(c) for c in control["columns"]]
            wider[index]["one_of"] = []
            wider[index]["type"] = "text"
            yield "bound", f"{column['key']} anything", _set("columns", wider)


def _timer(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    if isinstance(control["after"], int):
        for moved in (control["after"] + 1, control["after"] - 1):
            yield "bound", f"after {moved}", _set("after", moved)
    else:
        yield "bound", "after 0", _set("after", 0)
        yield "bound", "after 100000", _set("after", 100_000)


def _attest(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    number, unit = int(control["every"][:-1]), control["every"][-1]
    yield "bound", f"every {number + 1}{unit}", _set("every", f"{number + 1}{unit}")
    shorter = f"{number - 1}{unit}" if number > 1 else {"y": "6m", "m": "7d", "d": "1d"}[unit]
    if shorter != control["every"]:
        yield "bound", f"every {shorter}", _set("every", shorter)


def _document(control: dict[str, Any]) -> Iterator[tuple[str, str, Change]]:
    for state in control["states"]:
        yield "bound", f"without {state}", _set("states", [s for s in control["states"] if s != state])


def _set(field: str, value: Any) -> Change:
    return lambda control: control.__setitem__(field, value)


def _at(index: int, change: Change) -> Change:
    return lambda clause: change(clause["controls"][index])


_BY_KIND = {
    "message": _message,
    "setting": _setting,
    "flow": _flow,
    "register": _register,
    "timer": _timer,
    "attest": _attest,
    "document": _document,
}

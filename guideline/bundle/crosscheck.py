"""What a schema can't see: ids that meet, parameters that exist, dates in order."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guideline.bundle.compile import IN_TEXT
from guideline.bundle.merged import Merged, Origin
from guideline.bundle.normal import OPERATORS
from guideline.source import Mark, Problem
from guideline.source.dates import parse_date
from guideline.source.yaml import walk

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = {"message": ("messages/rules", "kind"), "setting": ("settings/targets", "target")}
_INTEGER_UNITS = ("minutes", "hours", "days", "months", "years", "count", "characters", "bytes", "percent")
_DIRECTIONS = {"list": ("subset", "superset"), "yes-no": ("true", "false"), "text": (), "": ()}
"""The stricter directions that a unit can have beside ``neither``; numbers and dates have lower and higher."""
_BOUNDS = {"after": (0, 1_000_000), "port": (1, 65535)}
"""What a number in these fields may be, as in the schema, where a parameter gives it."""
_ANYTHING = ("options", "value", "write", "min", "max")
"""Fields that may hold values of every type."""


def crosscheck(merged: Merged) -> Iterator[Problem]:
    """Yield every problem of the merged bundle that needs more than one place to be seen."""
    yield from _dates(merged)
    yield from _values(merged)
    numbers: dict[str, str] = {}
    rules: dict[str, str] = {}
    messages: list[str] = []
    for name, clause in merged.clauses.items():
        origin = merged.origins["clauses", name]
        if clause["number"] in numbers:
            args = {"number": clause["number"], "first": numbers[clause["number"]]}
            yield Problem("duplicate-number", origin.mark("number"), args)
        numbers.setdefault(clause["number"], name)
        yield from _clause(merged, clause, origin)
        for control in clause["controls"]:
            where = merged.origins["controls", name, control["control"], control["rule"]]
            if control["rule"] in rules:
                args = {"rule": control["rule"], "first": rules[control["rule"]]}
                yield Problem("duplicate-rule", where.mark("rule"), args)
            rules.setdefault(control["rule"], name)
            if control["control"] == "message":
                messages.append(control["rule"])
            yield from _control(merged, control, where)
    yield from _waivers(merged, sorted(rules), sorted(messages))


def known_names(room: str) -> list[str]:
    """Return the names that files under ``guideline/<room>/`` give: a kind or target is a file."""
    return sorted(path.stem.replace("_", "-") for path in (_PACKAGE / room).glob("[a-z]*.py"))


def _dates(merged: Merged) -> Iterator[Problem]:
    about = merged.origins["about",]
    yield from _span(merged.about["effective"], about, "effective")
    for (kind, *rest), origin in merged.origins.items():
        if kind == "clauses" and rest[0] in merged.clauses:
            yield from _span(merged.clauses[rest[0]], origin)
        elif kind == "waivers":
            yield from _span(merged.waivers[rest[0]], origin, first="granted", last="last_day")
        elif kind == "parameters":
            for day in origin.raw["values"]:
                yield from _day(day, origin.key_mark("values", day))
    for index, entry in enumerate(merged.about["history"]):
        yield from _day(entry["date"], about.mark("history", index, "date"))


def _waivers(merged: Merged, rules: list[str], messages: list[str]) -> Iterator[Problem]:
    """An exception from what it can't act on would except nothing, and nobody would know.

    It acts on messages alone. One assertion writes a setting, judges the file and checks the live server: an
    exception from judging would let the three disagree. Such a loosening is a layer's, where ``check`` lists it.
    """
    for name, waiver in merged.waivers.items():
        origin = merged.origins["waivers", name]
        for index, rule in enumerate(waiver["rules"]):
            if rule not in rules:
                near = difflib.get_close_matches(rule, rules, n=5) or rules[:5]
                yield Problem("unknown-rule", origin.mark("rules", index), {"name": rule, "known": ", ".join(near)})
            elif rule not in messages:
                yield Problem("waiver-without-effect", origin.mark("rules", index), {"name": rule})


def _span(
    value: dict[str, Any], origin: Origin, *below: str | int, first: str = "from", last: str = "until"
) -> Iterator[Problem]:
    problems = [
        *_day(value[first], origin.mark(*below, first)),
        *_day(value[last], origin.mark(*below, last)),
    ]
    yield from problems
    if problems or value[first] is None or value[last] is None:
        return
    if parse_date(value[first]) > parse_date(value[last]):
        yield Problem("dates-reversed", origin.mark(*below, last), {"first": value[first], "last": value[last]})


def _day(text: str | None, mark: Mark) -> Iterator[Problem]:
    if text is None:
        return
    try:
        parse_date(text)
    except ValueError:
        yield Problem("not-a-date", mark, {"found": text})


def _values(merged: Merged) -> Iterator[Problem]:
    """A parameter's values fit its unit, and its direction is one that such values have."""
    for name, parameter in merged.parameters.items():
        unit, stricter = parameter["unit"], parameter["stricter"]
        if not unit:
            continue
        origin = merged.origins["parameters", name]
        if stricter != "neither" and stricter not in _DIRECTIONS.get(unit, ("lower", "higher")):
            yield Problem("wrong-unit", origin.mark("stricter"), {"unit": unit, "found": stricter})
        for day, value in origin.raw["values"].items():
            if not _fits(unit, value):
                yield Problem("wrong-unit", origin.mark("values", day), {"unit": unit, "found": str(value)[:60]})
            elif unit == "date":
                yield from _day(value, origin.mark("values", day))


def _fits(unit: str, value: Any) -> bool:
    if unit in ("text", "date"):
        return isinstance(value, str)
    if unit == "list":
        return isinstance(value, list)
    if unit == "yes-no":
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _clause(merged: Merged, clause: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    for index, source in enumerate(clause["sources"]):
        if source["document"] != "kit" and source["document"] not in merged.about["documents"]:
            known = ", ".join(["kit", *merged.about["documents"]])
            args = {"name": source["document"], "known": known}
            yield Problem("unknown-document", origin.mark("sources", index, "document"), args)
    for field in ("title", "text", "why"):
        for lang in ("ja", "en"):
            text, mark = clause[field][lang], origin.mark(field, lang)
            for inside in IN_TEXT.findall(text):
                if inside.strip() not in merged.parameters:
                    yield Problem("unknown-parameter", mark, _guess(inside.strip(), merged))
            stray = next((braces for braces in ("{{", "}}") if braces in IN_TEXT.sub("", text)), None)
            if stray:
                yield Problem("bad-form", mark, {"found": stray, "expected": "{{ safety.unread-minutes }}"})


def _control(merged: Merged, control: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    for path, value in walk({key: value for key, value in control.items() if key != "examples"}):
        if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
            yield from _use(merged, value[1:], path, origin.mark(*_as_written(path, origin)))
    if control["control"] in _ROOMS:
        room, field = _ROOMS[control["control"]]
        known = known_names(room)
        if control[field] not in known:
            close = difflib.get_close_matches(control[field], known, 1)
            args = {"name": control[field], "known": ", ".join(known), "guess": close[0] if close else ""}
            yield Problem(f"unknown-{field}", origin.mark(field), args)
    for index, entry in enumerate(control.get("enforce", ())):
        yield from _span(entry, origin, "enforce", index)
    if control.get("fix") == "sticker" and not merged.stickers:
        yield Problem("no-stickers", origin.mark("fix"))


def _as_written(path: tuple[str | int, ...], origin: Origin) -> tuple[str | int, ...]:
    """Return where a canonical field was written: an operand stands under its operator."""
    if path[:1] == ("value",):
        return (next((op for op in OPERATORS if op in origin.raw), "value"), *path[1:])
    return path


def _use(merged: Merged, name: str, path: tuple[str | int, ...], mark: Mark) -> Iterator[Problem]:
    """A ``$name`` in a control: a parameter that exists and whose values the field can hold."""
    if name.startswith("site.") and len(name) > len("site.") and path[0] in ("value", "write"):
        return  # the site's value of that name; only settings are filled in from a site
    if name not in merged.parameters:
        yield Problem("unknown-parameter", mark, _guess(name, merged))
        return
    unit, values = merged.parameters[name]["unit"], merged.parameters[name]["values"].values()
    field = path[0] if path[0] in _ANYTHING else path[-1]
    if not unit or field in _ANYTHING:
        return
    if field in _BOUNDS:
        if unit not in _INTEGER_UNITS:
            yield Problem("wrong-unit", mark, {"unit": "minutes" if field == "after" else "count", "found": unit})
            return
        low, high = _BOUNDS[str(field)]
        for value in values:
            if isinstance(value, int) and not low <= value <= high:
                yield Problem("out-of-range", mark, {"found": value, "allowed": high if value > high else low})
    elif isinstance(field, int):
        words = all(isinstance(item, str) for value in values if isinstance(value, list) for item in value)
        if unit not in ("text", "list") or not words:
            yield Problem("wrong-unit", mark, {"unit": "list", "found": unit})
    elif unit != "text":
        yield Problem("wrong-unit", mark, {"unit": "text", "found": unit})


def _guess(name: str, merged: Merged) -> dict[str, str]:
    close = difflib.get_close_matches(name, merged.parameters, 1)
    return {"name": name, "known": ", ".join(sorted(merged.parameters)), "guess": close[0] if close else ""}

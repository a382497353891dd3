"""What a schema can't see: ids that meet, parameters that exist, dates in order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guideline.bundle.merged import Merged, Origin
from guideline.source import Problem
from guideline.source.dates import parse_date
from guideline.source.yaml import walk

PARAMETER = re.compile(r"\$([a-z][a-z0-9]*(?:[.-][a-z0-9]+)*)")
IN_TEXT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = {"message": ("messages/rules", "kind"), "setting": ("settings/targets", "target")}
_INTEGER_UNITS = ("minutes", "hours", "days", "months", "years", "count", "characters", "bytes", "percent")


def crosscheck(merged: Merged) -> Iterator[Problem]:
    """Yield every problem of the merged bundle that needs more than one place to be seen."""
    yield from _dates(merged)
    yield from _values(merged)
    numbers: dict[str, str] = {}
    rules: dict[str, str] = {}
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
            yield from _control(merged, control, where)


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
            for day in merged.parameters[rest[0]]["values"]:
                yield from _day(day, origin, "values", day)
    for index, entry in enumerate(merged.about["history"]):
        yield from _day(entry["date"], about, "history", index, "date")


def _span(
    value: dict[str, Any], origin: Origin, *below: str | int, first: str = "from", last: str = "until"
) -> Iterator[Problem]:
    problems = [*_day(value[first], origin, *below, first), *_day(value[last], origin, *below, last)]
    yield from problems
    if problems or value[first] is None or value[last] is None:
        return
    if parse_date(value[first]) > parse_date(value[last]):
        yield Problem("dates-reversed", origin.mark(*below, last), {"first": value[first], "last": value[last]})


def _day(text: str | None, origin: Origin, *below: str | int) -> Iterator[Problem]:
    if text is None:
        return
    try:
        parse_date(text)
    except ValueError:
        yield Problem("not-a-date", origin.mark(*below), {"found": text})


def _values(merged: Merged) -> Iterator[Problem]:
    """A parameter's values fit its unit."""
    for name, parameter in merged.parameters.items():
        if ("parameters", name) not in merged.origins:
            continue
        origin = merged.origins["parameters", name]
        unit = parameter["unit"]
        for day, value in parameter["values"].items():
            fits = {
                "text": isinstance(value, str),
                "date": isinstance(value, str),
                "list": isinstance(value, list),
                "yes-no": isinstance(value, bool),
            }.get(unit, isinstance(value, int) and not isinstance(value, bool) and value >= 0)
            if not fits:
                yield Problem("wrong-unit", origin.mark("values", day), {"unit": unit, "found": str(value)[:60]})


def _clause(merged: Merged, clause: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    for index, source in enumerate(clause["sources"]):
        if source["document"] != "kit" and source["document"] not in merged.about["documents"]:
            known = ", ".join(["kit", *merged.about["documents"]])
            args = {"name": source["document"], "known": known}
            yield Problem("unknown-document", origin.mark("sources", index, "document"), args)
    for field in ("title", "text", "why"):
        for lang in ("ja", "en"):
            for inside in IN_TEXT.findall(clause[field][lang]):
                if inside.strip() not in merged.parameters:
                    yield Problem("unknown-parameter", origin.mark(field, lang), _guess(inside.strip(), merged))


def _control(merged: Merged, control: dict[str, Any], origin: Origin) -> Iterator[Problem]:
    for path, value in walk({key: value for key, value in control.items() if key != "examples"}):
        if isinstance(value, str) and value.startswith("$") and not value.startswith(("$$", "$site.")):
            name = value[1:]
            if name not in merged.parameters:
                yield Problem("unknown-parameter", origin.mark(*path), _guess(name, merged))
            elif path in (("after",), ("port",)) and merged.parameters[name]["unit"] not in _INTEGER_UNITS:
                args = {"unit": "minutes", "found": merged.parameters[name]["unit"]}
                yield Problem("wrong-unit", origin.mark(*path), args)
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


def _guess(name: str, merged: Merged) -> dict[str, str]:
    close = difflib.get_close_matches(name, merged.parameters, 1)
    return {"name": name, "known": ", ".join(sorted(merged.parameters)), "guess": close[0] if close else ""}

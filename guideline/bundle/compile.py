"""From canonical JSON to the guideline of one day: parameters filled in, dates applied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from guideline.bundle.model import (
    AttestControl,
    Chapter,
    Clause,
    Column,
    Control,
    DocumentControl,
    Enforcement,
    Examples,
    FlowControl,
    Guideline,
    Loosening,
    MessageControl,
    Parameter,
    RegisterControl,
    SettingControl,
    Source,
    Sticker,
    Text,
    TimerControl,
    Waiver,
)
from guideline.bundle.promises import days_of
from guideline.source.dates import parse_date

IN_TEXT = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
"""A parameter named in a text: ``{{ safety.unread-minutes }}``."""


def compile_guideline(content: Mapping[str, Any], digest: str, day: date) -> Guideline:
    """Build the Guideline that holds on ``day`` from a bundle's canonical content."""
    parameters = {name: _parameter(raw, day) for name, raw in content["parameters"].items()}
    fill = _Filler(parameters)
    clauses = tuple(_clause(raw, fill) for raw in content["clauses"] if _holds(raw, day))
    used = {clause.chapter for clause in clauses}
    about = content["about"]
    return Guideline(
        id=about["id"],
        version=about["version"],
        title=_text(about["title"]),
        authority=_text(about["authority"]),
        day=day,
        effective_from=parse_date(about["effective"]["from"]),
        digest=digest,
        chapters=tuple(Chapter(c["id"], _text(c["title"])) for c in content["chapters"] if c["id"] in used),
        clauses=clauses,
        parameters=parameters,
        stickers=tuple(_sticker(raw) for raw in content["stickers"]),
        documents=about["documents"],
        loosenings=tuple(_loosening(raw) for raw in content["loosenings"]),
        waivers=tuple(
            waiver for waiver in map(_waiver, content["waivers"]) if waiver.granted <= day <= waiver.last_day
        ),
        history=tuple({**h, "reason": _text(h["reason"])} for h in about["history"]),
        sign=about["sign"],
    )


class _Filler:
    """Puts parameters' values where clauses name them."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self.parameters = parameters

    def value(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("$$"):
            return value[1:]
        if isinstance(value, str) and value.startswith("$") and not value.startswith("$site."):
            return self.parameters[value[1:]].value
        if isinstance(value, list):
            return [filled for item in value for filled in self._items(item)]
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def _items(self, item: Any) -> list[Any]:
        """Return what an item of a list stands for: a parameter that is a list gives all of its items."""
        filled = self.value(item)
        return filled if isinstance(filled, list) and not isinstance(item, list) else [filled]

    def text(self, raw: Mapping[str, Any]) -> Text:
        return Text(self._filled(raw["ja"]), self._filled(raw["en"]), raw["stale"])

    def _filled(self, text: str) -> str:
        return IN_TEXT.sub(lambda found: _shown(self.parameters[found[1].strip()].value), text)


def _shown(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _holds(raw: Mapping[str, Any], day: date) -> bool:
    starts, ends = raw["from"], raw["until"]
    return not ((starts and parse_date(starts) > day) or (ends and parse_date(ends) < day))


def _parameter(raw: Mapping[str, Any], day: date) -> Parameter:
    dated = sorted((parse_date(key), value) for key, value in raw["values"].items())
    begun = [pair for pair in dated if pair[0] <= day] or dated[:1]
    since, value = begun[-1]
    return Parameter(raw["id"], _text(raw["title"]), raw["unit"], raw["stricter"], value, since)


def _text(raw: Mapping[str, Any]) -> Text:
    return Text(raw["ja"], raw["en"], raw["stale"])


def _sticker(raw: Mapping[str, Any]) -> Sticker:
    return Sticker(
        raw["id"], _text(raw["label"]), _text(raw["meaning"]), tuple(raw.get("replaces", ())), raw.get("reaction", "")
    )


def _loosening(raw: Mapping[str, Any]) -> Loosening:
    rule = raw["args"].get("rule", "")
    what = f"{raw['what']} ({rule})" if rule else raw["what"]
    return Loosening(raw["clause"], what, raw["layer"], _text(raw["reason"]))


def _waiver(raw: Mapping[str, Any]) -> Waiver:
    return Waiver(
        raw["id"],
        tuple(raw["rules"]),
        raw.get("scope", {}),
        _text(raw["reason"]),
        parse_date(raw["granted"]),
        parse_date(raw["last_day"]),
        tuple(raw["approved_by"]),
    )


def _clause(raw: Mapping[str, Any], fill: _Filler) -> Clause:
    return Clause(
        id=raw["id"],
        number=raw["number"],
        chapter=raw["chapter"],
        level=raw["level"],
        floor=raw["floor"],
        title=fill.text(raw["title"]),
        text=fill.text(raw["text"]),
        why=fill.text(raw["why"]),
        sources=tuple(Source(s["document"], s["says"]) for s in raw["sources"]),
        controls=tuple(_control(control, raw["id"], fill) for control in raw["controls"]),
        layer=raw["layer"],
    )


def _control(raw: Mapping[str, Any], clause: str, fill: _Filler) -> Control:
    examples = Examples(tuple(raw["examples"]["good"]), tuple(raw["examples"]["bad"]))
    filled = {key: fill.value(value) for key, value in raw.items() if key != "examples"}
    return _BUILDERS[raw["control"]](filled, clause, examples)


def _message(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    return MessageControl(
        raw["rule"],
        clause,
        raw["severity"],
        raw["kind"],
        tuple(raw["phrases"]),
        tuple(raw["channels"]),
        tuple(raw["zones"]),
        tuple(raw["phases"]),
        raw["fix"],
        raw["options"],
        tuple(_enforcement(entry) for entry in raw["enforce"]),
        examples=examples,
    )


def _enforcement(raw: Mapping[str, Any]) -> Enforcement:
    starts = parse_date(raw["from"]) if raw["from"] else None
    ends = parse_date(raw["until"]) if raw["until"] else None
    return Enforcement(raw["does"], tuple(raw["channels"]), tuple(raw["sections"]), starts, ends)


def _setting(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    return SettingControl(
        raw["rule"],
        clause,
        raw["severity"],
        raw["target"],
        raw["key"],
        raw["op"],
        raw["value"],
        raw["write"],
        tuple(raw["zones"]),
        tuple(raw["roles"]),
        examples=examples,
    )


def _flow(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    return FlowControl(
        raw["rule"],
        clause,
        raw["severity"],
        raw["from"],
        raw["to"],
        raw["port"],
        raw["protocol"],
        raw["verdict"],
        tuple(raw["zones"]),
        examples=examples,
    )


def _register(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    columns = tuple(_column(column) for column in raw["columns"])
    checks = tuple(raw["checks"])
    return RegisterControl(raw["rule"], clause, raw["severity"], raw["register"], columns, checks, examples=examples)


def _column(raw: Mapping[str, Any]) -> Column:
    one_of = tuple(raw["one_of"])
    title = _text(raw["title"])
    return Column(raw["key"], title, raw["type"], raw["required"], one_of, raw["unique"], raw["min"], raw["max"])


def _timer(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    return TimerControl(
        raw["rule"], clause, raw["severity"], raw["of"], raw["after"], raw["when"], raw["do"], examples=examples
    )


def _attest(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    days = days_of(raw["every"])
    question, owner = _text(raw["question"]), _text(raw["owner"])
    return AttestControl(
        raw["rule"], clause, raw["severity"], question, days, owner, raw["evidence"], examples=examples
    )


def _document(raw: dict[str, Any], clause: str, examples: Examples) -> Control:
    return DocumentControl(
        raw["rule"], clause, raw["severity"], tuple(raw["states"]), raw["consent"], examples=examples
    )


_BUILDERS = {
    "message": _message,
    "setting": _setting,
    "flow": _flow,
    "register": _register,
    "timer": _timer,
    "attest": _attest,
    "document": _document,
}

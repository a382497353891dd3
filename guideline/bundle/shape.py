"""The shape of a bundle's content in its compiled form.

A compiled file carries its own digest, so that a digest alone doesn't say that whoever wrote the file
wrote a guideline. What fits here can be compiled for every day. No JSON Schema: a draft doesn't pay
for loading one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from guideline.bundle.compile import IN_TEXT
from guideline.source.dates import parse_date
from guideline.source.yaml import walk

Shape = Any
"""A type, a predicate, ``[items]``, ``{"*": values}``, or a record: key → shape, ``key?`` where it may be missing."""


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in values


def _date(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parse_date(value)
    except ValueError:
        return False
    return True


def _date_or_none(value: Any) -> bool:
    return value is None or _date(value)


def _anything(value: Any) -> bool:
    del value
    return True


def _interval(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[1-9][0-9]{0,3}[dmy]", value) is not None


def _number_or_name(value: Any) -> bool:
    return type(value) is int or (isinstance(value, str) and value.startswith("$") and not value.startswith("$$"))


def _port(value: Any) -> bool:
    return value is None or _number_or_name(value)


def _some_values(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_date(day) for day in value)


_TEXT = {"ja": str, "en": str, "stale": bool}
_CONTROL = {
    "rule": str,
    "severity": _one_of("error", "warning", "info"),
    "examples": {"good": [_anything], "bad": [_anything]},
}
_SCOPE = {"zones": [str]}
_CONTROLS: dict[str, dict[str, Shape]] = {
    "message": {
        "kind": str,
        "phrases": [str],
        "channels": [str],
        "phases": [str],
        "fix": _one_of("none", "remove", "sticker"),
        "options": {"*": _anything},
        "enforce": [
            {
                "does": _one_of("nothing", "advise", "refuse"),
                "channels": [str],
                "sections": [str],
                "from": _date_or_none,
                "until": _date_or_none,
            }
        ],
        **_SCOPE,
    },
    "setting": {
        "target": str,
        "key": str,
        "op": _one_of("equals", "one_of", "at_least", "at_most", "includes", "within", "absent", "present"),
        "value": _anything,
        "write": _anything,
        "roles": [str],
        **_SCOPE,
    },
    "flow": {
        "from": str,
        "to": str,
        "port": _port,
        "protocol": _one_of("tcp", "udp"),
        "verdict": _one_of("allow", "deny"),
        **_SCOPE,
    },
    "register": {
        "register": str,
        "columns": [
            {
                "key": str,
                "title": _TEXT,
                "type": str,
                "required": bool,
                "one_of": [str],
                "unique": bool,
                "min": _anything,
                "max": _anything,
            }
        ],
        "checks": [str],
    },
    "timer": {"of": str, "after": _number_or_name, "when": str, "do": str},
    "attest": {"question": _TEXT, "every": _interval, "owner": _TEXT, "evidence": str},
    "document": {"states": [str], "consent": bool},
}


def _control(value: Any) -> bool:
    kind = value.get("control") if isinstance(value, dict) else None
    return isinstance(kind, str) and kind in _CONTROLS and fits({"control": str, **_CONTROL, **_CONTROLS[kind]}, value)


_CONTENT: dict[str, Shape] = {
    "about": {
        "id": str,
        "version": str,
        "title": _TEXT,
        "authority": _TEXT,
        "effective": {"from": _date, "until": _date_or_none},
        "sign": {"*": int},
        "documents": {"*": {"title": _TEXT, "about": _TEXT, "url": str}},
        "history": [{"version": str, "date": _date, "reason": _TEXT}],
        "layers": [{"id": str, "version": str}],
    },
    "chapters": [{"id": str, "title": _TEXT}],
    "clauses": [
        {
            "id": str,
            "number": str,
            "chapter": str,
            "level": _one_of("must", "should", "may"),
            "floor": bool,
            "from": _date_or_none,
            "until": _date_or_none,
            "title": _TEXT,
            "text": _TEXT,
            "why": _TEXT,
            "sources": [{"document": str, "says": str}],
            "controls": [_control],
            "layer": str,
        }
    ],
    "parameters": {"*": {"id": str, "title": _TEXT, "unit": str, "stricter": str, "values": _some_values}},
    "stickers": [{"id": str, "label": _TEXT, "meaning": _TEXT, "replaces?": [str], "reaction?": str}],
    "waivers": [
        {
            "id": str,
            "rules": [str],
            "scope?": {"*": str},
            "reason": _TEXT,
            "granted": _date,
            "last_day": _date,
            "approved_by": [str],
        }
    ],
    "loosenings": [{"clause": str, "what": str, "args": {"*": _anything}, "layer": str, "reason": _TEXT}],
}


def is_content(value: Any) -> bool:
    """Tell whether ``value`` is a bundle's content that can be compiled for every day."""
    return fits(_CONTENT, value) and all(_refers(clause, value["parameters"]) for clause in value["clauses"])


def fits(shape: Shape, value: Any) -> bool:
    """Tell whether plain JSON values have a shape; records hold no key beside those named."""
    if isinstance(shape, type):
        return type(value) is shape
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(shape[0], item) for item in value)
    if not isinstance(shape, dict):
        return bool(shape(value))
    if not isinstance(value, dict):
        return False
    if "*" in shape:
        return all(fits(shape["*"], item) for item in value.values())
    fields = {name.removesuffix("?"): inner for name, inner in shape.items()}
    needed = {name for name in shape if not name.endswith("?")}
    return needed <= set(value) <= set(fields) and all(fits(fields[key], item) for key, item in value.items())


def _refers(clause: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    """Tell whether all that a clause names is there, and is a number or words where these are needed."""
    texts = (clause[field][lang] for field in ("title", "text", "why") for lang in ("ja", "en"))
    if any(inside.strip() not in parameters for text in texts for inside in IN_TEXT.findall(text)):
        return False
    for control in clause["controls"]:
        for path, value in walk({key: inner for key, inner in control.items() if key != "examples"}):
            if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
                if value.startswith("$site.") and path[0] in ("value", "write"):
                    continue
                held = parameters.get(value[1:])
                if held is None or not all(_holds(path, item) for item in held["values"].values()):
                    return False
    return True


def _holds(path: tuple[str | int, ...], value: Any) -> bool:
    if path[0] in ("options", "value", "write") or path[-1] in ("min", "max"):
        return True
    if path[-1] in ("after", "port"):
        return type(value) is int
    if isinstance(path[-1], int) and isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return isinstance(value, str)

"""Brings what people may write in several ways into one form, as plain JSON values.

The form is what the meaning digest is made of, what releases hold and what layers merge.
"""

from __future__ import annotations

from typing import Any

from guideline.bundle.files import text_of
from guideline.source.dates import parse_date

KINDS = ("message", "setting", "flow", "register", "timer", "attest", "document")
OPERATORS = ("equals", "one_of", "at_least", "at_most", "includes", "within", "absent", "present")

_DEFAULTS: dict[str, dict[str, Any]] = {
    "message": {
        "phrases": [],
        "channels": [],
        "zones": [],
        "phases": [],
        "fix": "none",
        "options": {},
        "enforce": [],
    },
    "setting": {"zones": [], "roles": [], "write": None},
    "flow": {"port": None, "protocol": "tcp", "verdict": "allow", "zones": []},
    "register": {"columns": [], "checks": []},
    "timer": {},
    "attest": {"owner": text_of(None), "evidence": ""},
    "document": {"states": [], "consent": False},
}
_REQUIRED: dict[str, tuple[str, ...]] = {
    "message": ("kind",),
    "setting": ("target", "key"),
    "flow": ("from", "to"),
    "register": ("register",),
    "timer": ("of", "after", "when", "do"),
    "attest": ("question", "every"),
    "document": (),
}
_SEVERITY_OF_LEVEL = {"must": "error", "should": "warning", "may": "info"}


def kind_of(raw: dict[str, Any]) -> str | None:
    """Return the one kind of control that ``raw`` holds; None when it holds none or several."""
    held = [kind for kind in KINDS if kind in raw]
    return held[0] if len(held) == 1 else None


def missing_fields(control: dict[str, Any]) -> tuple[str, ...]:
    """Return the fields without which a control of its kind means nothing."""
    return tuple(field for field in _REQUIRED[control["control"]] if field not in control)


def written(kind: str, raw: dict[str, Any], examples: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a control states, in canonical shape, without any default."""
    control: dict[str, Any] = {"control": kind}
    for key, value in raw.items():
        if key in OPERATORS:
            control["op"], control["value"] = key, value
        elif key in ("question", "owner"):
            control[key] = text_of(value)
        elif key == "enforce":
            control[key] = _enforcements(value)
        elif key == "columns":
            control[key] = [_column(column) for column in value]
        else:
            control[key] = value
    if examples:
        control["examples"] = {"good": list(examples.get("good", [])), "bad": list(examples.get("bad", []))}
    return control


def completed(control: dict[str, Any], level: str) -> dict[str, Any]:
    """Return a control with every default filled in; severity follows the clause's level."""
    whole = {**_DEFAULTS[control["control"]], "severity": _SEVERITY_OF_LEVEL[level], **control}
    whole.setdefault("examples", {"good": [], "bad": []})
    return whole


def iso(text: str | None) -> str | None:
    """Return a date, however people wrote it, as 2026-10-01; what is no date stays for the cross-check."""
    if text is None:
        return None
    try:
        return parse_date(text).isoformat()
    except ValueError:
        return text


def _enforcements(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        return [] if value == "nothing" else [_enforcement({"does": value})]
    return [_enforcement(item) for item in value]


def _enforcement(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "does": item["does"],
        "channels": list(item.get("channels", [])),
        "sections": list(item.get("sections", [])),
        "from": iso(item.get("from")),
        "until": iso(item.get("until")),
    }


def _column(column: dict[str, Any]) -> dict[str, Any]:
    plain = {"required": False, "one_of": [], "unique": False, "min": None, "max": None}
    return {**plain, **column, "title": text_of(column["title"])}

"""Which way a change goes: where the new clause asks less than the old one.

Where the direction can't be computed (another value of an ``equals``, another kind), the change
counts as a loosening: its author states the reason, and a floor doesn't move.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.bundle.promises import days_of

_LEVELS = ("may", "should", "must")
_SEVERITIES = ("info", "warning", "error")
_DOES = ("nothing", "advise", "refuse")
_GROWING_IS_LOOSER = ("published", "except", "allow", "sections", "roles")

Change = tuple[str, dict[str, Any]]
"""What became looser: a name for the words, and its arguments."""


def looser_clause(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """Yield every respect in which ``new`` asks less than ``old``; both in canonical form."""
    if _LEVELS.index(new["level"]) < _LEVELS.index(old["level"]):
        yield "level", {"old": old["level"], "new": new["level"]}
    if (new["from"] or "") > (old["from"] or "") or (new["until"] or "9999") < (old["until"] or "9999"):
        yield "dates", {}
    kept = {(c["control"], c["rule"]): c for c in new["controls"]}
    for control in old["controls"]:
        now = kept.pop((control["control"], control["rule"]), None)
        if now is None:
            if not _is_allowance(control):
                yield "control", {"rule": control["rule"]}
        else:
            for what in _looser_control(control, now):
                yield what, {"rule": control["rule"]}
    for control in kept.values():
        if _is_allowance(control):
            yield "flow", {"rule": control["rule"]}


def looser_parameter(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Tell whether a parameter asks less on any day. The direction is the one the old parameter states."""
    if old["stricter"] == "neither":
        return False
    if (old["unit"], old["stricter"]) != (new["unit"], new["stricter"]):
        return True
    days = {*old["values"], *new["values"]}
    return any(looser_value(old["stricter"], _on(old["values"], day), _on(new["values"], day)) for day in days)


def looser_value(stricter: str, old: Any, new: Any) -> bool:
    """Tell whether ``new`` is looser than ``old`` for a parameter whose direction is ``stricter``."""
    if old == new or stricter == "neither":
        return False
    if stricter in ("lower", "higher") and isinstance(old, int) and isinstance(new, int):
        return new > old if stricter == "lower" else new < old
    if stricter in ("subset", "superset") and isinstance(old, list) and isinstance(new, list):
        return not set(new) <= set(old) if stricter == "subset" else not set(new) >= set(old)
    if stricter in ("true", "false"):
        return bool(new) is not (stricter == "true")
    return True


def _on(values: dict[str, Any], day: str) -> Any:
    """Return the value in force on a day; before the first day the first value holds."""
    begun = [key for key in values if key <= day]
    return values[max(begun)] if begun else values[min(values)]


def _is_allowance(control: dict[str, Any]) -> bool:
    """Tell whether a control permits instead of asking: fewer and narrower ones are then stricter."""
    return bool(control["control"] == "flow" and control["verdict"] == "allow")


def _looser_control(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if _SEVERITIES.index(new["severity"]) < _SEVERITIES.index(old["severity"]):
        yield "severity"
    for scope in ("channels", "zones", "phases", "roles"):
        was, now = old.get(scope, []), new.get(scope, [])
        if _narrower(now, was) if _is_allowance(new) else _narrower(was, now):
            yield scope
    yield from _BY_KIND[old["control"]](old, new)


def _narrower(old: list[str], new: list[str]) -> bool:
    """An empty scope means all."""
    return bool(new) and (not old or not set(new) >= set(old))


def _message(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if not set(new["phrases"]) >= set(old["phrases"]):
        yield "phrases"
    if new["kind"] != old["kind"]:
        yield "kind"
    if _weaker(old["enforce"], new["enforce"]):
        yield "enforce"
    for name in sorted({*old["options"], *new["options"]}):
        if _looser_option(name, old["options"].get(name), new["options"].get(name)):
            yield "options"


def _weaker(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> bool:
    """New enforcement is as strong when each old entry is covered by one that does as much as widely."""
    return not all(any(_covers(entry, was) for entry in new) for was in old if was["does"] != "nothing")


def _covers(new: dict[str, Any], old: dict[str, Any]) -> bool:
    return (
        _DOES.index(new["does"]) >= _DOES.index(old["does"])
        and not _narrower(old["channels"], new["channels"])
        and not _narrower(old["sections"], new["sections"])
        and (new["from"] or "") <= (old["from"] or "")
        and (new["until"] or "9999") >= (old["until"] or "9999")
    )


def _looser_option(name: str, old: Any, new: Any) -> bool:
    if old == new:
        return False
    if name in _GROWING_IS_LOOSER:
        return not _items(new) <= _items(old)
    if name in ("max", "min"):
        return _looser_bound(name, old, new)
    return True


def _items(value: Any) -> set[str]:
    """Return the items of a list, of a single value or of nothing, in a form that can be compared."""
    if value is None:
        return set()
    return {repr(item) for item in value} if isinstance(value, list) else {repr(value)}


def _looser_bound(name: str, old: Any, new: Any) -> bool:
    """Tell whether a ``min`` or ``max`` admits more; None bounds nothing."""
    if old == new or old is None:
        return False
    if isinstance(old, int) and isinstance(new, int):
        return new > old if name == "max" else new < old
    return True


def _setting(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if (old["target"], old["key"], old["op"]) != (new["target"], new["key"], new["op"]):
        yield "assertion"
        return
    was, now = old.get("value"), new.get("value")
    if was == now:
        return
    if not _tighter_value(old["op"], was, now):
        yield "value"


def _tighter_value(op: str, was: Any, now: Any) -> bool:
    if isinstance(was, int) and isinstance(now, int):
        return (op == "at_least" and now > was) or (op == "at_most" and now < was)
    if isinstance(was, list) and isinstance(now, list):
        before, after = set(map(str, was)), set(map(str, now))
        return (op in ("one_of", "within") and after < before) or (op == "includes" and after > before)
    return False


def _flow(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if any(old[field] != new[field] for field in ("from", "to", "port", "protocol", "verdict")):
        yield "flow"


def _register(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if new["register"] != old["register"]:
        yield "assertion"
    if not set(new["checks"]) >= set(old["checks"]):
        yield "checks"
    columns = {column["key"]: column for column in new["columns"]}
    for column in old["columns"]:
        now = columns.get(column["key"])
        if now is None or _looser_column(column, now):
            yield "columns"


def _looser_column(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return (
        new["type"] != old["type"]
        or any(old[field] and not new[field] for field in ("required", "unique"))
        or (bool(old["one_of"]) and not set(new["one_of"] or ["?"]) <= set(old["one_of"]))
        or any(_looser_bound(bound, old[bound], new[bound]) for bound in ("min", "max"))
    )


def _timer(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if (old["of"], old["when"], old["do"]) != (new["of"], new["when"], new["do"]):
        yield "assertion"
    elif old["after"] != new["after"] and not (isinstance(new["after"], int) and new["after"] < _number(old["after"])):
        yield "value"


def _number(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _attest(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if days_of(new["every"]) > days_of(old["every"]):
        yield "value"
    if new["question"]["ja"] != old["question"]["ja"] or (old["evidence"] and new["evidence"] != old["evidence"]):
        yield "assertion"


def _document(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if not set(new["states"]) >= set(old["states"]) or (old["consent"] and not new["consent"]):
        yield "assertion"


_BY_KIND = {
    "message": _message,
    "setting": _setting,
    "flow": _flow,
    "register": _register,
    "timer": _timer,
    "attest": _attest,
    "document": _document,
}

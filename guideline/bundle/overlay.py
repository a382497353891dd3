"""Lays one clause over the clause of the same id below: what changes, what goes, where it loosens."""

from __future__ import annotations

from typing import Any

from guideline.bundle.direction import looser_clause
from guideline.bundle.files import text_of
from guideline.bundle.merged import Merged, Origin
from guideline.bundle.normal import KINDS, OPERATORS, completed, iso, kind_of, missing_fields, written
from guideline.source import Problem

_NEEDED = ("number", "level", "title", "text", "why", "sources", "controls")


def lay_clause(merged: Merged, raw: dict[str, Any], origin: Origin, chapter: str, layer: str) -> None:
    """Lay a clause as one layer writes it over the clause of the same id below; or add or withdraw it."""
    name = raw["id"]
    old = merged.clauses.get(name)
    if raw.get("withdrawn"):
        _withdraw(merged, raw, old, origin, layer)
        return
    if old is None:
        missing = [key for key in _NEEDED if key not in raw]
        if missing:
            merged.problems.extend(Problem("missing-key", origin.mark(), {"key": key}) for key in missing)
            return
    new = _overlaid(merged, raw, old, origin, chapter, layer)
    if old is not None:
        _tell_loosenings(merged, raw, old, new, origin, layer)
    merged.clauses[name] = new
    merged.origins["clauses", name] = origin


def _overlaid(
    merged: Merged, raw: dict[str, Any], old: dict[str, Any] | None, origin: Origin, chapter: str, layer: str
) -> dict[str, Any]:
    base: dict[str, Any] = old or {"floor": False, "from": None, "until": None, "controls": []}
    new = {**base, "id": raw["id"], "chapter": chapter if old is None else base["chapter"], "layer": layer}
    new.update({key: raw[key] for key in ("number", "level", "floor") if key in raw})
    new.update({key: iso(raw[key]) for key in ("from", "until") if key in raw})
    new.update({key: text_of(raw[key]) for key in ("title", "text", "why") if key in raw})
    if "sources" in raw:
        new["sources"] = [{"document": s["document"], "says": s.get("says", "")} for s in raw["sources"]]
    controls = {(c["control"], c["rule"]): c for c in base["controls"]}
    seen: set[tuple[str, str]] = set()
    for index, raw_control in enumerate(raw.get("controls", ())):
        where = Origin(origin.document, (*origin.path, "controls", index))
        kind = kind_of(raw_control)
        if kind is None:
            merged.problems.append(Problem("not-one-kind", where.mark(), {"kinds": ", ".join(KINDS)}))
            continue
        rule = raw_control[kind]["rule"]
        if (kind, rule) in seen:
            args = {"rule": rule, "first": raw["id"]}
            merged.problems.append(Problem("duplicate-rule", where.mark(kind, "rule"), args))
            continue
        seen.add((kind, rule))
        _lay_control(merged, controls, raw_control, where, new)
    new["controls"] = list(controls.values())
    return new


def _lay_control(
    merged: Merged,
    controls: dict[tuple[str, str], dict[str, Any]],
    raw: dict[str, Any],
    origin: Origin,
    clause: dict[str, Any],
) -> None:
    kind = next(kind for kind in KINDS if kind in raw)
    fields = raw[kind]
    key = (kind, fields["rule"])
    old = controls.get(key)
    if fields.get("withdrawn"):
        if controls.pop(key, None) is None:
            merged.problems.append(Problem("nothing-to-withdraw", origin.mark(kind), {"what": fields["rule"]}))
        return
    new = written(kind, fields, raw.get("examples", {}))
    phrases = [*new.get("phrases", (old or {}).get("phrases", [])), *new.pop("add", [])]
    dropped = set(new.pop("drop", []))
    for phrase in sorted(dropped - set(phrases)):
        merged.problems.append(Problem("nothing-to-withdraw", origin.mark(kind, "drop"), {"what": phrase}))
    if kind == "message":
        new["phrases"] = [phrase for phrase in dict.fromkeys(phrases) if phrase not in dropped]
    lower = _examples_left(merged, old, raw.get("examples", {}).get("drop", []), origin)
    if old is not None:
        both = {side: [*lower[side], *new.get("examples", {}).get(side, [])] for side in ("good", "bad")}
        if "op" in new and new["op"] != old.get("op"):
            old = {name: value for name, value in old.items() if name not in ("op", "value")}
        new = {**old, **new, "examples": both}
    missing = missing_fields(new)
    merged.problems.extend(Problem("missing-key", origin.mark(kind), {"key": name}) for name in missing)
    if kind == "setting" and (asserted := sum(name in fields for name in OPERATORS)) != 1 and (asserted or old is None):
        merged.problems.append(Problem("not-one-assertion", origin.mark(kind), {"known": ", ".join(OPERATORS)}))
    if missing or (kind == "setting" and "op" not in new):
        return
    controls[key] = completed(new, clause["level"])
    merged.origins["controls", clause["id"], *key] = Origin(origin.document, (*origin.path, kind))


def _examples_left(
    merged: Merged, old: dict[str, Any] | None, dropped: list[Any], origin: Origin
) -> dict[str, list[Any]]:
    """Return the lower layer's examples without those that this layer drops, named as written or by their text."""
    left: dict[str, list[Any]] = {"good": [], "bad": []} if old is None else dict(old["examples"])
    for index, gone in enumerate(dropped):
        kept = {side: [one for one in examples if not _is_example(one, gone)] for side, examples in left.items()}
        if kept == left:
            # Not told word by word: an example may hold what looks like personal data.
            mark, what = origin.mark("examples", "drop", index), f"examples.drop {index + 1}"
            merged.problems.append(Problem("nothing-to-withdraw", mark, {"what": what}))
        left = kept
    return left


def _is_example(example: Any, named: Any) -> bool:
    return bool(
        example == named or (isinstance(named, str) and isinstance(example, dict) and example.get("text") == named)
    )


def _withdraw(merged: Merged, raw: dict[str, Any], old: dict[str, Any] | None, origin: Origin, layer: str) -> None:
    name = raw["id"]
    if old is None:
        merged.problems.append(Problem("nothing-to-withdraw", origin.mark(), {"what": name}))
        return
    if old["floor"]:
        merged.problems.append(Problem("floor-loosened", origin.mark(), {"clause": name}))
    if "because" not in raw:
        merged.problems.append(Problem("loosened-without-reason", origin.mark(), {"what": name}))
    entry = {"clause": name, "what": "clause", "args": {}, "layer": layer, "reason": text_of(raw.get("because"))}
    merged.loosenings.append(entry)
    del merged.clauses[name]


def _tell_loosenings(
    merged: Merged, raw: dict[str, Any], old: dict[str, Any], new: dict[str, Any], origin: Origin, layer: str
) -> None:
    looser = list(looser_clause(old, new))
    if old["floor"] and not new["floor"]:
        looser.append(("floor", {}))
    if not looser:
        return
    if old["floor"]:
        merged.problems.append(Problem("floor-loosened", origin.mark(), {"clause": new["id"]}))
    if "because" not in raw:
        merged.problems.append(Problem("loosened-without-reason", origin.mark(), {"what": new["id"]}))
    reason = text_of(raw.get("because"))
    for what, args in looser:
        merged.loosenings.append({"clause": new["id"], "what": what, "args": args, "layer": layer, "reason": reason})

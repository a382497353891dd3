"""Lays one bundle over another: what a layer adds, changes, withdraws, and where it loosens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from guideline.bundle.direction import looser_clause, looser_value
from guideline.bundle.files import Layer, text_of
from guideline.bundle.normal import KINDS, OPERATORS, completed, iso, kind_of, missing_fields, written
from guideline.source import Mark, Problem
from guideline.source.yaml import Document

_NEEDED = ("number", "level", "title", "text", "why", "sources", "controls")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of the merged bundle was written last."""

    document: Document
    path: tuple[str | int, ...]

    def mark(self, *below: str | int) -> Mark:
        """Return the mark of the value ``below`` this part, or of the part itself."""
        return self.document.mark((*self.path, *below))


@dataclass(slots=True)
class Merged:
    """Several layers laid over one another, as canonical JSON values with their origins."""

    about: dict[str, Any] = field(default_factory=dict)
    chapters: dict[str, dict[str, Any]] = field(default_factory=dict)
    clauses: dict[str, dict[str, Any]] = field(default_factory=dict)
    parameters: dict[str, dict[str, Any]] = field(default_factory=dict)
    stickers: dict[str, dict[str, Any]] = field(default_factory=dict)
    waivers: dict[str, dict[str, Any]] = field(default_factory=dict)
    loosenings: list[dict[str, Any]] = field(default_factory=list)
    origins: dict[tuple[str, ...], Origin] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def lay(merged: Merged, layer: Layer) -> None:
    """Lay ``layer`` over what is merged so far; problems are collected in ``merged``."""
    _lay_about(merged, layer)
    if layer.stickers is not None:
        _lay_listed(merged, layer.stickers, "stickers", merged.stickers)
    for document in layer.waivers:
        _lay_listed(merged, document, "waivers", merged.waivers)
    if layer.parameters is not None:
        _lay_parameters(merged, layer.parameters, layer.id)
    seen: dict[str, Mark] = {}
    for document in layer.clauses:
        chapter = document.value["chapter"]
        if "title" in chapter or chapter["id"] not in merged.chapters:
            merged.chapters[chapter["id"]] = {
                "id": chapter["id"],
                "title": text_of(chapter.get("title", chapter["id"])),
            }
        for index, raw in enumerate(document.value["clauses"]):
            origin = Origin(document, ("clauses", index))
            if raw["id"] in seen:
                merged.problems.append(
                    Problem("duplicate-id", origin.mark("id"), {"id": raw["id"], "first": str(seen[raw["id"]])})
                )
                continue
            seen[raw["id"]] = origin.mark("id")
            _lay_clause(merged, raw, origin, chapter["id"], layer.id)


def _lay_about(merged: Merged, layer: Layer) -> None:
    value = layer.about.value
    documents = dict(merged.about.get("documents", {}))
    for key, document in value.get("documents", {}).items():
        documents[key] = {
            "title": text_of(document["title"]),
            "about": text_of(document.get("about")),
            "url": document.get("url", ""),
        }
    effective = value["effective"]
    merged.about = {
        "id": value["id"],
        "version": value["version"],
        "title": text_of(value["title"]),
        "authority": text_of(value["authority"]),
        "effective": {"from": iso(effective["from"]), "until": iso(effective.get("until"))},
        "sign": value.get("sign", {}),
        "documents": documents,
        "history": [{**entry, "reason": text_of(entry["reason"])} for entry in value.get("history", [])],
        "layers": [*merged.about.get("layers", []), {"id": value["id"], "version": value["version"]}],
    }
    merged.origins["about",] = Origin(layer.about, ())


def _lay_listed(merged: Merged, document: Document, key: str, into: dict[str, dict[str, Any]]) -> None:
    """Stickers and waivers: an entry replaces the one of the same id in a lower layer."""
    seen: dict[str, Mark] = {}
    for index, raw in enumerate(document.value[key]):
        origin = Origin(document, (key, index))
        if raw["id"] in seen:
            args = {"id": raw["id"], "first": str(seen[raw["id"]])}
            merged.problems.append(Problem("duplicate-id", origin.mark("id"), args))
            continue
        seen[raw["id"]] = origin.mark("id")
        texts = {name: text_of(raw[name]) for name in ("label", "meaning", "reason") if name in raw}
        into[raw["id"]] = {**raw, **texts}
        merged.origins[key, raw["id"]] = origin


def _lay_parameters(merged: Merged, document: Document, layer: str) -> None:
    seen: dict[str, Mark] = {}
    for index, raw in enumerate(document.value["parameters"]):
        origin = Origin(document, ("parameters", index))
        name = raw["id"]
        if name in seen:
            args = {"id": name, "first": str(seen[name])}
            merged.problems.append(Problem("duplicate-id", origin.mark("id"), args))
            continue
        seen[name] = origin.mark("id")
        old = merged.parameters.get(name)
        missing = [key for key in ("title", "unit", "stricter") if key not in raw and old is None]
        if missing:
            merged.problems.extend(Problem("missing-key", origin.mark(), {"key": key}) for key in missing)
            continue
        new = {**(old or {}), "id": name, "values": {str(iso(day)): value for day, value in raw["values"].items()}}
        new.update({key: raw[key] for key in ("unit", "stricter") if key in raw})
        if "title" in raw:
            new["title"] = text_of(raw["title"])
        if old is not None and _looser_over_time(old, new):
            reason = raw.get("because")
            if reason is None:
                merged.problems.append(Problem("loosened-without-reason", origin.mark("values"), {"what": name}))
            entry = {"clause": f"${name}", "what": "value", "args": {}, "layer": layer, "reason": text_of(reason)}
            merged.loosenings.append(entry)
            for clause in merged.clauses.values():
                if clause["floor"] and _mentions(clause, name):
                    merged.problems.append(Problem("floor-loosened", origin.mark("values"), {"clause": clause["id"]}))
        merged.parameters[name] = new
        merged.origins["parameters", name] = origin


def _mentions(value: Any, parameter: str) -> bool:
    if isinstance(value, str):
        return value == f"${parameter}" or f"{{{{ {parameter} }}}}" in value
    if isinstance(value, dict):
        return any(_mentions(item, parameter) for item in value.values())
    return isinstance(value, list) and any(_mentions(item, parameter) for item in value)


def _looser_over_time(old: dict[str, Any], new: dict[str, Any]) -> bool:
    days = sorted({*old["values"], *new["values"]})
    pairs = ((_on(old["values"], day), _on(new["values"], day)) for day in days)
    return any(looser_value(new["stricter"], was, now) for was, now in pairs if was is not None and now is not None)


def _on(values: dict[str, Any], day: str) -> Any:
    begun = [key for key in values if key <= day]
    return values[max(begun)] if begun else None


def _lay_clause(merged: Merged, raw: dict[str, Any], origin: Origin, chapter: str, layer: str) -> None:
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
    for index, raw_control in enumerate(raw.get("controls", ())):
        where = Origin(origin.document, (*origin.path, "controls", index))
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
    kind = kind_of(raw)
    if kind is None:
        merged.problems.append(Problem("not-one-kind", origin.mark(), {"kinds": ", ".join(KINDS)}))
        return
    fields = raw[kind]
    key = (kind, fields["rule"])
    old = controls.get(key)
    if fields.get("withdrawn"):
        if controls.pop(key, None) is None:
            merged.problems.append(Problem("nothing-to-withdraw", origin.mark(kind), {"what": fields["rule"]}))
        return
    new = written(kind, fields, raw.get("examples", {}))
    phrases = [*(old or {}).get("phrases", []), *new.pop("add", [])] if "phrases" not in new else new["phrases"]
    dropped = set(new.pop("drop", []))
    for phrase in sorted(dropped - set(phrases)):
        merged.problems.append(Problem("nothing-to-withdraw", origin.mark(kind, "drop"), {"what": phrase}))
    if kind == "message":
        new["phrases"] = [phrase for phrase in dict.fromkeys(phrases) if phrase not in dropped]
    if old is not None:
        both = {side: [*old["examples"][side], *new.get("examples", {}).get(side, [])] for side in ("good", "bad")}
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

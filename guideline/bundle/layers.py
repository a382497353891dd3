"""Lays one bundle over another: who it is, its chapters, stickers, waivers, parameters and clauses."""

from __future__ import annotations

from typing import Any

from guideline.bundle.compile import IN_TEXT
from guideline.bundle.direction import looser_parameter
from guideline.bundle.files import Layer, text_of
from guideline.bundle.merged import Merged, Origin
from guideline.bundle.normal import iso
from guideline.bundle.overlay import lay_clause
from guideline.source import Mark, Problem
from guideline.source.yaml import Document


def lay(merged: Merged, layer: Layer) -> None:
    """Lay ``layer`` over what is merged so far; problems are collected in ``merged``."""
    _lay_about(merged, layer)
    if layer.stickers is not None:
        _lay_listed(merged, layer.stickers, "stickers", merged.stickers, {})
    granted: dict[str, Mark] = {}
    for document in layer.waivers:
        _lay_listed(merged, document, "waivers", merged.waivers, granted)
        _keep_floors(merged, document)
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
            merged.origins["chapters", chapter["id"]] = Origin(document, ("chapter",))
        for index, raw in enumerate(document.value["clauses"]):
            origin = Origin(document, ("clauses", index))
            if raw["id"] in seen:
                merged.problems.append(
                    Problem("duplicate-id", origin.mark("id"), {"id": raw["id"], "first": str(seen[raw["id"]])})
                )
                continue
            seen[raw["id"]] = origin.mark("id")
            lay_clause(merged, raw, origin, chapter["id"], layer.id)


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
        "history": [
            {**entry, "date": iso(entry["date"]), "reason": text_of(entry["reason"])}
            for entry in value.get("history", [])
        ],
        "layers": [*merged.about.get("layers", []), {"id": value["id"], "version": value["version"]}],
    }
    merged.origins["about",] = Origin(layer.about, ())


def _lay_listed(
    merged: Merged, document: Document, key: str, into: dict[str, dict[str, Any]], seen: dict[str, Mark]
) -> None:
    """Stickers and waivers: an entry replaces the one of the same id in a lower layer.

    ``seen`` are the entries of this layer so far, with their places.
    """
    for index, raw in enumerate(document.value[key]):
        origin = Origin(document, (key, index))
        if raw["id"] in seen:
            args = {"id": raw["id"], "first": str(seen[raw["id"]])}
            merged.problems.append(Problem("duplicate-id", origin.mark("id"), args))
            continue
        seen[raw["id"]] = origin.mark("id")
        texts = {name: text_of(raw[name]) for name in ("label", "meaning", "reason") if name in raw}
        days = {name: iso(raw[name]) for name in ("granted", "last_day") if name in raw}
        into[raw["id"]] = {**raw, **texts, **days}
        merged.origins[key, raw["id"]] = origin


def _keep_floors(merged: Merged, document: Document) -> None:
    """What a lower layer has laid as a floor gives way to no exception of a layer above."""
    floors = {
        control["rule"]: name
        for name, clause in merged.clauses.items()
        if clause["floor"]
        for control in clause["controls"]
    }
    for index, raw in enumerate(document.value["waivers"]):
        for place, rule in enumerate(raw["rules"]):
            if rule in floors:
                mark = Origin(document, ("waivers", index)).mark("rules", place)
                merged.problems.append(Problem("floor-loosened", mark, {"clause": floors[rule]}))


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
        if old is None:
            missing = [key for key in ("title", "unit", "stricter") if key not in raw]
            merged.problems.extend(Problem("missing-key", origin.mark(), {"key": key}) for key in missing)
        # Without a unit nothing is said of the values; the parameter is there, so that its uses are no second error.
        base = old or {"title": text_of(name), "unit": "", "stricter": "neither"}
        new = {**base, "id": name, "values": _dated(merged, raw["values"], origin)}
        new.update({key: raw[key] for key in ("unit", "stricter") if key in raw})
        if "title" in raw:
            new["title"] = text_of(raw["title"])
        if old is not None and looser_parameter(old, new):
            _tell_loosened(merged, raw, origin, layer)
        merged.parameters[name] = new
        merged.origins["parameters", name] = origin


def _dated(merged: Merged, values: dict[str, Any], origin: Origin) -> dict[str, Any]:
    """Return the values by ISO day; the same day written in two ways is one day written twice."""
    dated: dict[str, Any] = {}
    first: dict[str, str] = {}
    for written, value in values.items():
        day = str(iso(written))
        if day in dated:
            args = {"key": written, "first": origin.key_mark("values", first[day]).line}
            merged.problems.append(Problem("duplicate-key", origin.key_mark("values", written), args))
            continue
        dated[day], first[day] = value, written
    return dated


def _tell_loosened(merged: Merged, raw: dict[str, Any], origin: Origin, layer: str) -> None:
    name, reason = raw["id"], raw.get("because")
    if reason is None:
        merged.problems.append(Problem("loosened-without-reason", origin.mark("values"), {"what": name}))
    entry = {"clause": f"${name}", "what": "value", "args": {}, "layer": layer, "reason": text_of(reason)}
    merged.loosenings.append(entry)
    for clause in merged.clauses.values():
        if clause["floor"] and _mentions(clause, name):
            merged.problems.append(Problem("floor-loosened", origin.mark("values"), {"clause": clause["id"]}))


def _mentions(value: Any, parameter: str) -> bool:
    if isinstance(value, str):
        return value == f"${parameter}" or parameter in (inside.strip() for inside in IN_TEXT.findall(value))
    if isinstance(value, dict):
        return any(_mentions(item, parameter) for item in value.values())
    return isinstance(value, list) and any(_mentions(item, parameter) for item in value)

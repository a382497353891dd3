"""``sarif``: SARIF 2.1.0 (OASIS), for code scanning. Columns count code points, and the file says so.

The results are written as they come and the rules after them, since only then are all of them
known; the order of keys is free in JSON. A message in a file of many has its line there, and its id
as a logical location; its offsets are in the result's properties.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from guideline import __version__
from guideline.bundle.model import Clause, Guideline
from guideline.finding import Severity
from guideline.report.judged import Tally
from guideline.report.telling import ALL, Context, Entry, Told
from guideline.words import Lang

SHOWS = ALL

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def write(entries: Iterable[Entry], stream: TextIO, context: Context, tally: Tally) -> None:  # noqa: ARG001
    """Write one run with its results, then the tool with its rules."""
    rules = _Rules(context)
    stream.write(f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"columnKind": "unicodeCodePoints",\n')
    stream.write('"results": [')
    separator = "\n"
    for entry in entries:
        for told in entry.told:
            stream.write(separator + _dump(_result(entry, told, rules)))
            separator = ",\n"
    stream.write('\n],\n"tool": ' + _dump({"driver": _driver(context.guideline, rules)}) + "\n}]\n}\n")


class _Rules:
    """The rules in the order in which they are numbered: the guideline's own, then any other that was found."""

    def __init__(self, context: Context) -> None:
        self.rules: list[dict[str, Any]] = []
        self._index: dict[str, int] = {}
        guideline = context.guideline
        for clause in guideline.clauses:
            for control in clause.controls:
                if control.rule not in self._index:
                    self._add(control.rule, control.severity, clause, context.lang)

    def index(self, told: Told) -> int:
        if told.rule not in self._index:
            self._add(told.rule, told.severity, None, "ja")
        return self._index[told.rule]

    def _add(self, rule: str, severity: Severity, clause: Clause | None, lang: Lang) -> None:
        self._index[rule] = len(self.rules)
        described: dict[str, Any] = {"id": rule, "defaultConfiguration": {"level": _LEVELS[severity]}}
        if clause is not None:
            text, why = clause.text.get(lang), clause.why.get(lang)
            described |= {
                "shortDescription": {"text": clause.title.get(lang)},
                "fullDescription": {"text": text},
                "help": {"text": "\n".join(part for part in (text, why) if part)},
                "properties": {"clause": clause.id, "number": clause.number, "level": clause.level},
            }
        self.rules.append(described)


def _driver(guideline: Guideline, rules: _Rules) -> dict[str, Any]:
    return {
        "name": "guideline",
        "version": __version__,
        "rules": rules.rules,
        "properties": {"guideline": guideline.id, "version": guideline.version, "digest": guideline.digest},
    }


def _result(entry: Entry, told: Told, rules: _Rules) -> dict[str, Any]:
    message = " ".join(part for part in (told.message, told.advice) if part)
    result: dict[str, Any] = {
        "ruleId": told.rule,
        "ruleIndex": rules.index(told),
        "level": _LEVELS[told.severity],
        "message": {"text": message},
        "locations": [_location(entry, told)],
        "partialFingerprints": {"guideline/v1": _fingerprint(entry, told)},
    }
    properties = {"clause": told.clause, "start": told.start, "end": told.end, "key": told.key, "sticker": told.sticker}
    result["properties"] = {name: value for name, value in properties.items() if value is not None}
    if told.edits and entry.line is None and entry.file not in ("", "-"):
        result["fixes"] = [_fix(entry, told)]
    return result


def _location(entry: Entry, told: Told) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(entry.file or entry.id)}}
    region = _region(entry, told)
    if region:
        physical["region"] = region
    location: dict[str, Any] = {"physicalLocation": physical}
    name = entry.id or told.subject
    if name:
        location["logicalLocations"] = [{"name": name}]
    return location


def _region(entry: Entry, told: Told) -> dict[str, Any]:
    if entry.line is not None:
        region: dict[str, Any] = {"startLine": entry.line}
    else:
        places = (told.line, told.column, told.end_line, told.end_column)
        names = ("startLine", "startColumn", "endLine", "endColumn")
        region = {name: at for name, at in zip(names, places, strict=True) if at is not None}
        if "startLine" not in region:
            return {}
        if told.start is not None and told.end is not None and told.end_line is not None:
            region |= {"charOffset": told.start, "charLength": told.end - told.start}
    if told.excerpt is not None and told.excerpt.line:
        region["snippet"] = {"text": told.excerpt.line}
    return region


def _fix(entry: Entry, told: Told) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
            "insertedContent": {"text": edit.text},
        }
        for edit in told.edits
    ]
    change = {"artifactLocation": {"uri": uri(entry.file)}, "replacements": replacements}
    return {"artifactChanges": [change], **({"description": {"text": told.advice}} if told.advice else {})}


def uri(file: str) -> str:
    """Write a path as a URI reference; standard input is called ``stdin``."""
    if file in ("", "-"):
        return "stdin"
    path = PurePath(file).as_posix()
    # A colon in the first part of a relative reference would be read as a scheme.
    return (
        "file://" + quote(path, errors="replace") if path.startswith("/") else quote(path, safe="/", errors="replace")
    )


def _fingerprint(entry: Entry, told: Told) -> str:
    """Tell a result apart from others without its text, which may be personal: by rule and place."""
    parts = (told.rule, entry.file, entry.id, told.subject, told.key or "", told.start, told.line)
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

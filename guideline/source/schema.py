"""JSON Schema 2020-12 over a marked document: each error becomes a Problem at its place."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from guideline.source.marks import Problem
from guideline.source.packaged import packaged

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from guideline.source.yaml import Document

_CODES = {
    "enum": "not-one-of",
    "const": "not-one-of",
    "pattern": "bad-form",
    "format": "bad-form",
    "minLength": "empty",
    "minItems": "empty",
    "minProperties": "empty",
    "maxLength": "too-long",
    "maxItems": "too-long",
    "maxProperties": "too-long",
    "minimum": "out-of-range",
    "maximum": "out-of-range",
    "uniqueItems": "repeated",
}
_SHOWN = 60
MAX_PROBLEMS = 100
"""After so many problems the rest of a file is not worth telling."""


@cache
def _validator(name: str) -> Validator:
    from jsonschema import Draft202012Validator, validators
    from referencing import Registry, Resource

    resources = []
    for path in sorted(packaged("schemas").glob("*.schema.json")):
        content = json.loads(path.read_text("utf-8"))
        resources.append((path.name, Resource.from_contents(content)))
    registry: Any = Registry().with_resources(resources)
    extend: Any = validators.extend
    strict = extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique})
    validator: Validator = strict(dict(resources)[f"{name}.schema.json"].contents, registry=registry)
    return validator


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    """``pattern`` where ``$`` is the end, as in ECMA 262: Python's lets a line break follow."""
    from jsonschema import ValidationError

    del schema
    ends = pattern.endswith("$") and isinstance(value, str) and value.endswith("\n")
    if validator.is_type(value, "string") and (ends or not re.search(pattern, value)):
        yield ValidationError("pattern")


def _unique(validator: Any, wanted: bool, value: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: FBT001
    """``uniqueItems`` in one pass: the library compares every pair of what it can't sort."""
    from jsonschema import ValidationError

    del schema
    if not wanted or not validator.is_type(value, "array"):
        return
    if len({json.dumps(item, sort_keys=True) for item in value}) < len(value):
        yield ValidationError("uniqueItems")


def schema_problems(document: Document, name: str) -> list[Problem]:
    """Return what of ``document`` doesn't fit ``schemas/<name>.schema.json``, each with its mark.

    At most ``MAX_PROBLEMS``: each costs time, and a hostile file has no end of them.
    """
    errors = _validator(name).iter_errors(document.value)
    return list(islice((problem for error in errors for problem in _problems(error, document, ())), MAX_PROBLEMS))


def _problems(error: ValidationError, document: Document, base: Sequence[str | int]) -> Iterator[Problem]:
    path = (*base, *error.relative_path)
    keyword = str(error.validator)
    schema: Any = error.schema
    bound: Any = error.validator_value
    mark = document.mark(path)
    if keyword in ("anyOf", "oneOf"):
        yield from _branch(error, document, path)
    elif keyword == "additionalProperties":
        known = sorted(schema.get("properties", {}))
        instance: Any = error.instance
        for key in instance:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                args = {"key": key, "known": ", ".join(known), "guess": close[0] if close else ""}
                yield Problem("unknown-key", document.key_mark((*path, key)), args)
    elif keyword == "required":
        missing = next(key for key in bound if f"'{key}'" in error.message.split(" ")[0])
        yield Problem("missing-key", document.key_mark(path), {"key": missing})
    elif keyword == "type":
        yield Problem("wrong-type", mark, {"found": _show(error.instance), "expected": _names(bound)})
    elif keyword in ("propertyNames", "not", "if", "dependentRequired"):
        yield Problem("wrong-shape", mark, {"found": _show(error.instance), "expected": _title(error)})
    else:
        shown = ", ".join(map(str, bound)) if isinstance(bound, list) else str(bound)
        args = {"found": _show(error.instance), "allowed": shown, "expected": _title(error)}
        yield Problem(_CODES.get(keyword, "wrong-shape"), mark, args)


def _branch(error: ValidationError, document: Document, path: Sequence[str | int]) -> Iterator[Problem]:
    """Of several permitted shapes, speak of the one the writer meant: the one whose type fits."""
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    for inner_errors in branches.values():
        if not any(e.validator == "type" and not e.relative_path for e in inner_errors):
            for inner in inner_errors:
                yield from _problems(inner, document, path)
            return
    args = {"found": _show(error.instance), "expected": _title(error)}
    yield Problem("wrong-shape", document.mark(path), args)


def _title(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, dict) else {}
    return str(schema.get("title") or schema.get("description") or "")


def _names(expected: object) -> str:
    return ", ".join(expected) if isinstance(expected, list) else str(expected)


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"

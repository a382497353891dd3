"""Judges a flattened configuration by one Cerberus schema compiled from the controls of its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cerberus
from cerberus.errors import UNKNOWN_FIELD, ErrorDefinition

from guideline.bundle.model import SettingControl
from guideline.finding import Finding, Place
from guideline.settings.assertions import Held, Unresolved, holds
from guideline.settings.faults import held_at
from guideline.settings.keybook import Keybook
from guideline.settings.tree import Tree, leaves, pattern, show
from guideline.source import Mark
from guideline.source.yaml import Path_

ANY_KEY = "*"
"""The key of the control that closes the list of keys; its operand names the releases."""

_SHOWN = 60
_FAILED = ErrorDefinition(0x200, "holds")


@dataclass(frozen=True, slots=True)
class Asked:
    """A control with its operand filled in."""

    control: SettingControl
    expected: Any


class _Validator(cerberus.Validator):  # type: ignore[misc] # Cerberus ships no types
    """Knows one rule of ours besides Cerberus's own: ``holds``, the places in ``asked`` of what a key must satisfy."""

    def _validate_holds(self, places: Sequence[int], field: Path_, held: Held) -> None:
        """{'type': 'list'}"""  # noqa: D400 - Cerberus reads the rule's own schema here
        for place in places:
            one: Asked = self._config["asked"][place]
            if not holds(one.control.op, held, one.expected):
                self._error(field, _FAILED, one)


def judge_tree(tree: Tree, asked: Sequence[Asked], book: Keybook) -> list[Finding]:
    """Return what of the tree breaks what is asked of it, in the order of the file."""
    closed = closing(asked, book.release)
    compiled = _compiled(asked)
    document = _document(tree, compiled, book)
    schema = {
        path: compiled.get(pattern(path), _ANYTHING)
        for path in document
        if pattern(path) in compiled or book.knows(pattern(path))
    }
    validator = _Validator(schema, allow_unknown=closed is None, asked=asked)
    validator.validate(document, normalize=False)
    found = list(_findings(validator, document, tree, book, closed))
    if closed is not None:
        found.extend(_twice(tree, closed))
    return sorted(found, key=lambda f: (f.place.line or 0, f.place.column or 0, f.rule))


def closing(asked: Sequence[Asked], what: str) -> SettingControl | None:
    """Return the control that closes the list: key ``*``, ``within`` a list that names ``what``."""
    for one in asked:
        if one.control.key == ANY_KEY and one.control.op == "within" and what in (one.expected or ()):
            return one.control
    return None


_ANYTHING: dict[str, Any] = {"nullable": True}


def _compiled(asked: Sequence[Asked]) -> dict[str, dict[str, Any]]:
    """Return the Cerberus rules of each key that is asked about."""
    compiled: dict[str, dict[str, Any]] = {}
    for place, one in enumerate(asked):
        if one.control.key != ANY_KEY:
            compiled.setdefault(one.control.key, {**_ANYTHING, "holds": []})["holds"].append(place)
    return compiled


def _document(tree: Tree, compiled: Mapping[str, Any], book: Keybook) -> dict[Path_, Held]:
    """Return every leaf of the tree, and every key that is asked about whether given or not."""
    document = {path: Held(value) for path, value in leaves(tree.value, free=book.free) if path}
    for key in compiled:
        document.update(_at(tree.value, key, book))
    return document


def _at(value: Any, key: str, book: Keybook) -> Iterator[tuple[Path_, Held]]:
    """Yield what is held at a key: once for a plain key, for every item where it has ``[]``."""
    head, bracket, rest = key.partition("[]")
    held = held_at(value, head)
    if not bracket:
        path = tuple(head.split("."))
        yield path, held if held.given else Held(book.default(key), given=False)
        return
    inner = rest.removeprefix(".")
    for index, item in enumerate(held.value if isinstance(held.value, list) else ()):
        below = held_at(item, inner)
        inside: Path_ = (*head.split("."), index, *inner.split("."))
        yield inside, below if below.given else Held(book.defaults.get(key), given=False)


def _findings(
    validator: _Validator, document: Mapping[Path_, Held], tree: Tree, book: Keybook, closed: SettingControl | None
) -> Iterator[Finding]:
    for error in validator._errors:  # noqa: SLF001 - the public view has lost the paths and the controls
        path: Path_ = error.document_path[0]
        if error.code == UNKNOWN_FIELD.code:
            if closed is not None:
                yield _unknown(path, tree, book, closed)
        elif error.code == _FAILED.code:
            yield _broken(path, document[path], error.info[0], tree, book)


def _broken(path: Path_, held: Held, asked: Asked, tree: Tree, book: Keybook) -> Finding:
    control, expected = asked.control, asked.expected
    args: dict[str, object] = {"key": show(path), "expected": _show(expected)}
    say = control.op.replace("_", "-")
    if isinstance(expected, Unresolved):
        say, args["expected"] = "site-value", expected.symbol
    if not held.given:
        say, args["default"] = f"{say}-missing", _show(held.value)
    elif control.op != "absent":
        args["found"] = "***" if book.is_secret(pattern(path)) else _show(held.value)
    return Finding(control.rule, control.clause, control.severity, place_of(path, tree), f"settings.{say}", args)


def _unknown(path: Path_, tree: Tree, book: Keybook, closed: SettingControl) -> Finding:
    """Speak of the highest part of the path that the release doesn't know, with what it may mean."""
    known = 0
    while known < len(path) and book.knows(pattern(path[: known + 1])):
        known += 1
    wrong = path[: known + 1]
    guess = book.guess(pattern(wrong))
    say = "settings.unknown-key-guess" if guess else "settings.unknown-key"
    args = {"key": show(wrong), "release": book.release, **({"guess": guess} if guess else {})}
    return Finding(closed.rule, closed.clause, closed.severity, place_of(wrong, tree), say, args)


def _twice(tree: Tree, closed: SettingControl) -> Iterator[Finding]:
    for path, mark in tree.twice:
        place = Place(tree.file, mark.line, mark.column, key=show(path))
        yield Finding(closed.rule, closed.clause, closed.severity, place, "settings.key-twice", {"key": show(path)})


def place_of(path: Path_, tree: Tree) -> Place:
    """Return where a key stands; for one that doesn't, the group it belongs in, and no line at the top."""
    if path[:1] not in tree.marks:
        return Place(tree.file, key=show(path))
    mark: Mark = tree.mark(path)
    return Place(tree.file, mark.line, mark.column, key=show(path))


def _show(value: Any) -> str:
    """Write a value as it would stand in the file, cut to what fits a sentence."""
    text = _plain(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _plain(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    return str(value)

"""Strict YAML with marks.

YAML 1.1 turns ``22:00`` into 1320, ``NO`` into false and ``1.10`` into 1.1, keeps the last of
two equal keys in silence and expands aliases without end. Here a plain scalar is true, false,
null or a decimal integer, and everything else stays as written; duplicate keys, anchors, aliases,
tags, merge keys, several documents, control characters and deep nesting are refused. Every key
and value keeps its mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from guideline.source.marks import Mark, Problem, SourceError
from guideline.source.text import decode, read_bytes

MAX_YAML_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 40
MAX_VALUES = 200_000
"""Keys and values of one file."""
MAX_PROBLEMS = 100
"""After so many problems the rest of a file is not worth telling."""

Path_ = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control, zero-width, filler, direction, line-separating and tag characters.

The joiner of emoji and the selectors of character variants (葛󠄀) are let through. NEL, LS and PS are
line breaks to YAML and to no editor: places would be off by them.
"""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What may not stand in a value even when it's written as a visible escape: no report can carry it."""
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "": None, "~": None}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its value, and the mark of every key and value by its path."""

    file: str
    value: Any
    values: dict[Path_, Mark]
    keys: dict[Path_, Mark]

    def mark(self, path: Sequence[str | int] = ()) -> Mark:
        """Return where the value at ``path`` stands, or the nearest thing around it that exists."""
        where = tuple(path)
        while where and where not in self.values:
            where = where[:-1]
        return self.values.get(where, Mark(self.file))

    def key_mark(self, path: Sequence[str | int]) -> Mark:
        """Return where the key at ``path`` stands; the value's mark when it has no key."""
        return self.keys.get(tuple(path)) or self.mark(path)


def read_yaml(path: Path | str, name: str | None = None) -> Document:
    """Read one YAML file. Raises SourceError with every problem found in it."""
    file = name or str(path)
    return parse_yaml(decode(read_bytes(path, MAX_YAML_BYTES), file), file)


def parse_yaml(text: str, file: str) -> Document:
    """Parse YAML text; ``file`` is the name its marks bear. Raises SourceError."""
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    builder = _Builder(file)
    builder.problems.extend(_invisible(text, file))
    if builder.problems:
        raise SourceError(builder.problems)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        mark = Mark(file, where.line + 1, where.column + 1) if where else Mark(file)
        builder.problems.append(Problem("bad-yaml", mark, {"reason": error.problem or str(error)}))
    except yaml.YAMLError as error:
        builder.problems.append(Problem("bad-yaml", Mark(file), {"reason": " ".join(str(error).split())}))
    except _GiveUpError as error:
        builder.problems.append(error.problem)
    if builder.problems:
        raise SourceError(builder.problems)
    return Document(file, builder.root, builder.values, builder.keys)


def _invisible(text: str, file: str) -> Iterator[Problem]:
    """Yield the characters that a reader can't see: a reviewer must see all that he signs."""
    line, begun = 1, 0
    told = 0
    for found in re.finditer(rf"(\r\n|\r|\n)|{_INVISIBLE.pattern}", text):
        if found[1]:
            line, begun = line + 1, found.end()
            continue
        mark = Mark(file, line, found.start() - begun + 1)
        yield Problem("invisible-character", mark, {"character": f"U+{ord(found[0]):04X}"})
        told += 1
        if told == MAX_PROBLEMS:
            return


class _GiveUpError(Exception):
    """What follows this problem can't be read sensibly."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class _Open:
    """A mapping or sequence whose end has not been read yet."""

    __slots__ = ("key", "key_mark", "path", "value")

    def __init__(self, path: Path_, value: dict[str, Any] | list[Any]) -> None:
        self.path = path
        self.value = value
        self.key: str | None = None
        self.key_mark: Mark | None = None


class _Builder:
    """Turns parser events into values; keeps on after a problem, so that all are told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.values: dict[Path_, Mark] = {}
        self.keys: dict[Path_, Mark] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._documents = 0
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        mark = self._mark(event)
        self._bound(mark)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tricks(event, mark)
            if found := _CONTROL.search(event.value):
                args = {"character": f"U+{ord(found[0]):04X}"}
                self.problems.append(Problem("invisible-character", mark, args))
            if self._expects_key():
                self._take_key(event, mark)
            else:
                self._put(self._scalar(event), mark)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event, mark)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.problems.append(Problem("alias", mark, {"name": event.anchor}))
            if self._expects_key():
                self._stack[-1].key, self._stack[-1].key_mark = f"*{event.anchor}", mark
            else:
                self._put(None, mark)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self.problems.append(Problem("second-document", mark))

    def _bound(self, mark: Mark) -> None:
        """Stop where a file only costs memory: too many values, or too many problems to read."""
        self._count += 1
        if self._count > MAX_VALUES:
            raise _GiveUpError(Problem("too-large", mark, {"limit": MAX_VALUES}))
        if len(self.problems) >= MAX_PROBLEMS:
            last = self.problems[MAX_PROBLEMS - 1]
            del self.problems[MAX_PROBLEMS - 1 :]
            raise _GiveUpError(last)

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        if start is None:
            return Mark(self.file)
        return Mark(self.file, start.line + 1, start.column + 1)

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    def _refuse_tricks(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self.problems.append(Problem("anchor", mark, {"name": event.anchor}))
        if event.tag is not None:
            self.problems.append(Problem("tag", mark, {"tag": event.tag}))

    def _take_key(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        top = self._stack[-1]
        assert isinstance(top.value, dict)
        if event.value in top.value:
            first = self.keys[(*top.path, event.value)]
            self.problems.append(Problem("duplicate-key", mark, {"key": event.value, "first": first.line}))
        if event.value == "<<" and not event.style:
            self.problems.append(Problem("merge-key", mark))
        top.key, top.key_mark = event.value, mark

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        value: str = event.value
        if event.style:
            return value
        if value in _WORDS:
            return _WORDS[value]
        return int(value) if _INTEGER.fullmatch(value) else value

    def _start(self, event: Any, mark: Mark) -> None:
        self._refuse_tricks(event, mark)
        if len(self._stack) >= MAX_DEPTH:
            raise _GiveUpError(Problem("too-deep", mark, {"limit": MAX_DEPTH}))
        if self._expects_key():
            raise _GiveUpError(Problem("key-not-text", mark))
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._stack.append(_Open(self._put(value, mark), value))

    def _put(self, value: Any, mark: Mark) -> Path_:
        """Store a value where the innermost open collection expects it; return its path."""
        if not self._stack:
            if self._documents < 2:
                self.root = value
                self.values[()] = mark
            return ()
        top = self._stack[-1]
        if isinstance(top.value, list):
            path: Path_ = (*top.path, len(top.value))
            top.value.append(value)
        else:
            assert top.key is not None
            path = (*top.path, top.key)
            top.value[top.key] = value
            if top.key_mark is not None:
                self.keys.setdefault(path, top.key_mark)
            top.key = None
        self.values[path] = mark
        return path


def walk(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Yield every value below ``value`` with its path, the outermost first."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk(item, (*path, index))

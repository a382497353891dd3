"""A configuration as a tree with marks, read as the program that owns it would read it.

Synapse reads YAML 1.1 with PyYAML's safe loader: ``yes`` is true, aliases and merge keys work, the
last of two equal keys wins. The strict reader of bundles would refuse such files; here they are
judged, so they must be read the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from guideline.source import Mark, Problem, SourceError
from guideline.source.yaml import MAX_YAML_BYTES, Path_

MAX_DEPTH = 60
MAX_NODES = 200_000

_PLAIN = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tree:
    """The value of a file, the mark of each value and key by its path, and the keys given twice."""

    file: str
    value: Any
    marks: dict[Path_, Mark] = field(default_factory=dict)
    twice: tuple[tuple[Path_, Mark], ...] = ()

    def mark(self, path: Path_) -> Mark:
        """Return where the value at ``path`` stands, or the nearest thing around it that exists."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, Mark(self.file))


def read_tree(text: str, file: str) -> Tree:
    """Read YAML text as PyYAML's safe loader does. Raises SourceError for what it can't read."""
    if len(text) > MAX_YAML_BYTES:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_YAML_BYTES})])
    try:
        _refuse_depth(text, file)
        loader = _Loader(text)
        try:
            return _Reader(file, loader).read()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        where = error.problem_mark or error.context_mark
        mark = Mark(file, where.line + 1, where.column + 1) if where else Mark(file)
        raise SourceError([Problem("bad-yaml", mark, {"reason": error.problem or "?"})]) from None
    except yaml.YAMLError:
        raise SourceError([Problem("bad-yaml", Mark(file), {"reason": "unreadable character"})]) from None


def _refuse_depth(text: str, file: str) -> None:
    """Count the depth on the flat stream of events: composing a deep tree would exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                start: Any = event.start_mark
                mark = Mark(file, start.line + 1, start.column + 1)
                raise SourceError([Problem("too-deep", mark, {"limit": MAX_DEPTH})])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Reader:
    def __init__(self, file: str, loader: Any) -> None:
        self.file = file
        self.loader = loader
        self.marks: dict[Path_, Mark] = {}
        self.twice: list[tuple[Path_, Mark]] = []
        self.left = MAX_NODES

    def read(self) -> Tree:
        node = self.loader.get_single_node()
        value = None if node is None else self._take(node, (), 0)
        return Tree(self.file, value, self.marks, tuple(self.twice))

    def _mark(self, node: yaml.Node) -> Mark:
        return Mark(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _take(self, node: yaml.Node, path: Path_, depth: int) -> Any:
        self.left -= 1
        # Aliases may nest without end and blow up; a plain file reaches neither bound.
        if self.left < 0 or depth > MAX_DEPTH:
            raise SourceError([Problem("too-deep", self._mark(node), {"limit": MAX_DEPTH})])
        self.marks.setdefault(path, self._mark(node))
        if not isinstance(node, yaml.ScalarNode) and node.tag not in _PLAIN:
            raise SourceError([Problem("bad-yaml", self._mark(node), {"reason": f"unknown tag {node.tag[:40]}"})])
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self._take(item, (*path, index), depth + 1) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        written = {id(key) for key, _ in node.value}
        self.loader.flatten_mapping(node)
        value: dict[str, Any] = {}
        seen: dict[str, bool] = {}
        for key_node, item in node.value:
            key = self._key(key_node)
            where = (*path, key)
            here = id(key_node) in written
            if key in value and here and seen[key]:
                self.twice.append((where, self._mark(key_node)))
            seen[key] = here
            self.marks[where] = self._mark(item)
            value[key] = self._take(item, where, depth + 1)
        return value

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise SourceError([Problem("key-not-text", self._mark(node))])
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self.loader.construct_object(node)
        except (ValueError, OverflowError):
            raise SourceError([Problem("bad-yaml", self._mark(node), {"reason": "impossible value"})]) from None


def show(path: Path_) -> str:
    """Write a path as a dotted key: ``listeners.0.bind_addresses``."""
    return ".".join(map(str, path))


def pattern(path: Path_) -> str:
    """Write a path with its indices left out: ``listeners[].bind_addresses``."""
    return "".join("[]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def leaves(value: Any, path: Path_ = (), *, free: frozenset[str] = frozenset()) -> Iterator[tuple[Path_, Any]]:
    """Yield what no mapping and no list of mappings holds any further, and whatever is ``free`` below."""
    inner: list[tuple[str | int, Any]] = []
    if path and pattern(path) in free:
        yield path, value
        return
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        inner = list(enumerate(value))
    if not inner:
        yield path, value
    for key, item in inner:
        yield from leaves(item, (*path, key), free=free)

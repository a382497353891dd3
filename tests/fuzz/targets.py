"""What is fuzzed: bytes in, and nothing but a guideline or a SourceError out.

Each target takes bytes and returns whether they were accepted. What it must never do: raise another
exception, wait, take a value that doesn't come back from its compiled form, or find a problem that has
no sentence.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from guideline.bundle import Bundle, load_bundle
from guideline.bundle.bundle import FORMAT, meaning_digest
from guideline.bundle.review import review
from guideline.messages import Linter, Message
from guideline.source import SourceError, canonical_json, decode
from guideline.source.yaml import parse_yaml, walk
from guideline.words import say

SAMPLE = Path(__file__).parent.parent / "data" / "bundles" / "kihon"
LABELLED = Path(__file__).parent.parent / "data" / "messages-blind.jsonl"
FILES = (
    "bundle.yaml",
    "parameters.yaml",
    "stickers.yaml",
    "clauses/10-writing.yaml",
    "clauses/50-server.yaml",
    "waivers/2026.yaml",
)
DAYS = (date(2026, 10, 1), date(2027, 10, 1), date.max)
LAYER = "schema: guideline/1\nid: layer\nversion: 1.0.0\ntitle: 層\nauthority: 市\nextends: ../kihon\neffective: {from: 2026-10-01}\n"

VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    7,
    10**18,
    "",
    "x",
    "$x",
    "$",
    "$$",
    "$site.x",
    "$site.",
    "$safety.unread-minutes",
    "$words.greetings",
    "$office.name",
    "{{ x }}",
    "{{ office.name }}",
    "{{",
    "}}",
    "2026-10-01",
    "2026-02-30",
    "令和8年10月1日",
    "令和99年",
    "あ" * 300,
    "\u200b",
    "\ud7ff😀",
    "must",
    "may",
    "refuse",
    "kihon",
    "etiquette/greeting",
    "1y",
    [],
    ["x"],
    [["x"], {"y": 1}],
    [1, "1", True],
    {},
    {"ja": "文"},
    {"ja": "文", "en": {"text": "t", "of": "00000000"}},
    {"2026-04-01": 1, "令和8年4月1日": 2},
]
KEYS = ("id", "withdrawn", "because", "floor", "from", "until", "extends", "add", "drop", "examples", "equals", "x", "")


def read_yaml_text(data: bytes) -> bool:
    """The strict reader, on any bytes."""
    try:
        document = parse_yaml(decode(data, "f.yaml"), "f.yaml")
    except SourceError as error:
        _said(error)
        return False
    for path, value in walk(document.value):
        assert type(value) in (str, int, bool, type(None), list, dict)
        assert document.mark(path).line >= 1
    return True


class Folder:
    """The sample in a folder of its own, with one file replaced at a time, and a layer over it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.whole = {name: (SAMPLE / name).read_bytes() for name in FILES}
        self.values = {name: parse_yaml(data.decode(), name).value for name, data in self.whole.items()}
        for name, data in self.whole.items():
            self._write(f"kihon/{name}", data)
        self._write("layer/bundle.yaml", LAYER.encode())

    def load(self, name: str, data: bytes, *, layered: bool) -> bool:
        """Load the sample with the file ``name`` replaced by ``data``; layered: laid over the whole sample."""
        place = f"layer/{name}" if layered else f"kihon/{name}"
        self._write(place, data)
        try:
            bundle = load_bundle(self.path / ("layer" if layered else "kihon"))
        except SourceError as error:
            _said(error)
            return False
        finally:
            if layered and name != "bundle.yaml":
                (self.path / place).unlink()
            else:
                self._write(place, LAYER.encode() if layered else self.whole[name])
        _compiled(bundle)
        return True

    def _write(self, name: str, data: bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


class Choices:
    """Turns bytes into choices, one after another; nought when they are used up."""

    def __init__(self, data: bytes) -> None:
        self._data = iter(data)

    def below(self, bound: int) -> int:
        high, low = next(self._data, 0), next(self._data, 0)
        return (high * 256 + low) % bound if bound else 0

    def of(self, values: Any) -> Any:
        return values[self.below(len(values))]


def load_one_file(folder: Folder, data: bytes) -> bool:
    """The loader, with one file of any bytes: the first byte says which and where."""
    which = data[0] if data else 0
    return folder.load(FILES[which % len(FILES)], data[1:], layered=which >= 128)


def load_edited(folder: Folder, data: bytes) -> bool:
    """The loader, with one file that is YAML for sure: the sample with up to eight places changed."""
    choices = Choices(data)
    name = choices.of(FILES)
    layered = bool(choices.below(2))
    value = copy.deepcopy(folder.values[name])
    for _ in range(choices.below(8) + 1):
        value = _edited(value, choices)
    return folder.load(name, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), layered=layered)


def read_compiled(folder: Folder, data: bytes) -> bool:
    """The compiled form: any bytes, or the sample's content with places changed, sealed with its digest."""
    del folder
    if data[:1] > b"\x20":
        return _from_json(data)
    choices = Choices(data[1:])
    content = copy.deepcopy(_CONTENT)
    for _ in range(choices.below(4) + 1):
        content = _edited(content, choices)
    try:
        digest = meaning_digest(content) if isinstance(content, dict) else ""
    except (TypeError, ValueError):
        return False
    sealed = {"format": FORMAT, "bytes": "0", "meaning": digest, "content": content}
    return _from_json(json.dumps(sealed).encode())


def judge_text(_: Folder, data: bytes) -> bool:
    """Judge and mend any text: places stay in it, edits take away only, mending twice equals mending once."""
    if not data:
        return False
    channel = ("talk", "bulletin", "external")[data[0] % 3]
    zone = ("internet", "admin")[data[0] // 3 % 2]
    text = data[1:].decode("utf-8", "surrogateescape" if data[0] & 64 else "replace")
    message = Message("fuzz", text, channel, zone)
    for finding in _LINTER.judge(message):
        start, end = finding.place.start, finding.place.end
        assert start is not None
        assert end is not None
        assert 0 <= start <= end <= len(text), (start, end, len(text))
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in finding.edits)
        say("ja", finding.say, **finding.args)
    once = _LINTER.mend(message)
    assert _LINTER.mend(Message("fuzz", once, channel, zone)) == once
    return True


_LINTER = Linter(load_bundle("reference").at(DAYS[0]))

TARGETS: dict[str, Callable[[Folder, bytes], bool]] = {
    "yaml": lambda _, data: read_yaml_text(data),
    "file": load_one_file,
    "edited": load_edited,
    "compiled": read_compiled,
    "message": judge_text,
}

_CONTENT: dict[str, Any] = json.loads(canonical_json(dict(load_bundle(SAMPLE).content)))


def corpus(target: str) -> list[bytes]:
    """What to begin with: the sample's own files, and its compiled form."""
    files = [(SAMPLE / name).read_bytes() for name in FILES]
    if target == "yaml":
        return files
    if target == "message":
        lines = (LABELLED.read_text("utf-8").splitlines())[::6]
        return [bytes([number % 6]) + json.loads(line)["text"].encode() for number, line in enumerate(lines)]
    if target == "file":
        return [bytes([index + above]) + data for index, data in enumerate(files) for above in (0, 132)]
    if target == "compiled":
        return [load_bundle(SAMPLE).to_json(), *(bytes([0, 0, 0, 0, n, 0, 40 - n]) for n in range(40))]
    return [bytes([0, n % 6, 0, n % 2, 0, 0, 0, n, 0, n]) for n in range(40)]


def _edited(value: Any, choices: Choices) -> Any:
    """Change, add, take away, double or move one place of a value."""
    places = list(walk(value))
    path, _ = choices.of(places)
    if not path:
        return value
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    last = path[-1]
    deed = choices.below(5)
    if deed == 0:
        del inner[last]
    elif deed == 1:
        inner[last] = copy.deepcopy(choices.of(VALUES))
    elif deed == 2:
        inner[last] = copy.deepcopy(choices.of(places)[1])
    elif isinstance(inner, list):
        inner.append(copy.deepcopy(inner[last]))
    else:
        inner[choices.of(KEYS)] = copy.deepcopy(choices.of(VALUES) if deed == 3 else inner[last])
    return value


def _from_json(data: bytes) -> bool:
    try:
        bundle = Bundle.from_json(data)
    except SourceError as error:
        _said(error)
        return False
    _compiled(bundle)
    return True


def _compiled(bundle: Bundle) -> None:
    data = bundle.to_json()
    again = Bundle.from_json(data)
    assert again == bundle
    assert again.to_json() == data
    for day in DAYS:
        guideline = bundle.at(day)
        assert again.at(day) == guideline
        for finding in review(bundle, guideline):
            assert say("en", finding.say, **finding.args)


def _said(error: SourceError) -> None:
    assert error.problems
    for problem in error.problems:
        assert problem.mark.line >= 1
        assert problem.mark.column >= 1
        for lang in ("ja", "en"):
            assert say(lang, f"problem.{problem.code}", **problem.args)  # type: ignore[arg-type]

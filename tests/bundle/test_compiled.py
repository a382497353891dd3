"""The compiled form: what goes out comes back; what was edited, damaged or never a guideline is refused."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.bundle import Bundle, load_bundle
from guideline.bundle.bundle import FORMAT, MAX_COMPILED_BYTES, meaning_digest
from guideline.bundle.shape import fits, is_content
from guideline.source import SourceError, canonical_json
from guideline.source.yaml import walk
from tests.bundle.conftest import SAMPLES

KIHON = load_bundle(SAMPLES / "kihon")
KAKUU = load_bundle(SAMPLES / "kakuu")
DAYS = (date.min, date(2026, 10, 1), date(2027, 9, 30), date.max)


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        Bundle.from_json(data, "f.json")
    (problem,) = caught.value.problems
    assert str(problem.mark) == "f.json:1:1"
    return problem.code


def sealed(content: Any) -> bytes:
    """A compiled file whose digest fits whatever it holds, as somebody who forges one would write it."""
    return canonical_json({"format": FORMAT, "bytes": "0", "meaning": meaning_digest(content), "content": content})


@pytest.mark.parametrize("bundle", [KIHON, KAKUU, load_bundle("reference"), load_bundle("kakuu"), load_bundle("sanjo")])
def test_what_goes_out_comes_back(bundle, tmp_path):
    data = bundle.to_json()
    again = Bundle.from_json(data)
    assert again == bundle
    assert again.to_json() == data
    assert all(again.at(day) == bundle.at(day) for day in DAYS)
    path = tmp_path / "release.json"
    path.write_bytes(data)
    assert load_bundle(path) == bundle
    assert (again.id, again.folder, dict(again.marks)) == (bundle.id, None, {})


def test_it_is_canonical():
    value = json.loads(KIHON.to_json())
    assert canonical_json(value) == KIHON.to_json()
    assert list(value) == ["bytes", "content", "format", "meaning"]


def test_layout_of_the_compiled_form_does_not_matter():
    text = json.dumps(json.loads(KIHON.to_json()), indent=2, ensure_ascii=True)
    assert Bundle.from_json(text.encode()) == KIHON
    assert Bundle.from_json(text.encode()).to_json() == KIHON.to_json()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"5",
        b'"text"',
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"\x00",
        b"[" * 100_000,
        b'{"format":' * 5000,
        b'{"content":{}}',
        canonical_json({"format": FORMAT, "bytes": "0", "meaning": "0"}),
        canonical_json({"format": FORMAT, "bytes": 0, "meaning": "0", "content": {}}),
        canonical_json({"format": FORMAT, "bytes": "0", "meaning": None, "content": {}}),
        canonical_json({"format": FORMAT, "bytes": "0", "meaning": "0", "content": []}),
        canonical_json({"format": "guideline/compiled/2", "bytes": "0", "meaning": "0", "content": {}}),
        canonical_json({"format": [FORMAT], "bytes": "0", "meaning": "0", "content": {}}),
        canonical_json({"format": FORMAT, "bytes": "0", "meaning": "0", "content": {}, "more": 1}),
        b'{"format":"guideline/compiled/1","bytes":"0","meaning":"0","content":{"a":1.5}}',
        b'{"format":"guideline/compiled/1","bytes":"0","meaning":"0","content":{"a":NaN}}',
        b'{"format":"guideline/compiled/1","bytes":"0","meaning":"0","content":{"a":"\\ud800"}}',
        b'{"format":"guideline/compiled/1","bytes":"0","meaning":"0","content":{"a":' + b"9" * 5000 + b"}}",
        b'{"format":"guideline/compiled/1","bytes":"0","meaning":"0","content":{"a":' + b"[" * 900 + b"]" * 900 + b"}}",
    ],
)
def test_what_is_no_compiled_guideline_is_refused(data):
    assert refused(data) in ("not-compiled", "wrong-digest")


def test_it_is_bounded():
    assert refused(b" " * (MAX_COMPILED_BYTES + 1)) == "too-large"


@pytest.mark.parametrize(
    "old, new",
    [
        ('"level":"must"', '"level":"may"'),
        ("お疲れ様です", "お疲れさま"),
        ('"floor":true', '"floor":false'),
        ('"after":"$safety.unread-minutes"', '"after":9'),
        ('"2026-04-01":5', '"2026-04-01":6'),
        ('"id":"kihon"', '"id":"kihom"'),
        ('"reaction":"🙆"', '"reaction":"🙅"'),
    ],
)
def test_an_edited_one_is_refused(old, new):
    text = KIHON.to_json().decode()
    assert old in text
    assert refused(text.replace(old, new, 1).encode()) == "wrong-digest"


def test_one_cut_anywhere_is_refused():
    data = KIHON.to_json()
    for end in range(0, len(data), 97):
        assert refused(data[:end]) == "not-compiled"


@given(st.data())
@settings(max_examples=200)
def test_one_with_any_byte_changed_is_refused(data):
    whole = bytearray(KIHON.to_json())
    place = data.draw(st.integers(whole.index(b'"content"'), len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != whole[place]))
    whole[place] = byte
    try:
        changed = json.loads(bytes(whole)) == json.loads(KIHON.to_json())
    except ValueError:
        changed = False
    if not changed:
        assert refused(bytes(whole)) in ("not-compiled", "wrong-digest")


PLACES = [(path, value) for path, value in walk(json.loads(canonical_json(dict(KAKUU.content)))) if path]
WRONG = [None, True, 7, -1, 10**30, "", "x", "$nobody", "{{ nobody }}", [], ["x"], [[1]], {}, {"a": 1}]


def replaced(path: tuple[str | int, ...], value: Any) -> Any:
    content = json.loads(canonical_json(dict(KAKUU.content)))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return content


@pytest.mark.parametrize("start", range(0, len(PLACES), 40))
def test_one_that_bears_its_digest_is_refused_or_can_be_compiled(start):
    """Whatever stands at any place: a release that was forged whole never gives a traceback."""
    taken = 0
    for path, _ in PLACES[start : start + 40]:
        for value in WRONG:
            content = replaced(path, value)
            if is_content(content):
                bundle = Bundle.from_json(sealed(content))
                for day in DAYS:
                    hash_of_all(bundle.at(day))
                taken += 1
            else:
                assert refused(sealed(content)) == "not-compiled"
    assert taken < 40 * len(WRONG)


def hash_of_all(guideline: Any) -> str:
    """Touch every value that was compiled."""
    return repr(guideline)


@pytest.mark.parametrize("path", [path for path, _ in PLACES if isinstance(path[-1], str)][::3])
def test_one_that_lacks_a_key_is_refused_or_can_be_compiled(path):
    content = json.loads(canonical_json(dict(KAKUU.content)))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    if is_content(content):
        assert all(hash_of_all(Bundle.from_json(sealed(content)).at(day)) for day in DAYS)
    else:
        assert refused(sealed(content)) == "not-compiled"


@pytest.mark.parametrize(
    "path, value",
    [
        (("clauses", 4, "controls", 0, "after"), "$words.greetings"),
        (("clauses", 4, "controls", 0, "after"), "$office.name"),
        (("clauses", 4, "controls", 0, "after"), True),
        (("clauses", 4, "controls", 0, "after"), "$$5"),
        (("clauses", 4, "controls", 0, "after"), "$site.minutes"),
        (("clauses", 4, "controls", 2, "states"), ["$safety.unread-minutes"]),
        (("clauses", 4, "text", "ja"), "{{ nobody }}分"),
        (("clauses", 4, "from"), "2026-02-30"),
        (("clauses", 4, "level"), "shall"),
        (("clauses", 4, "controls", 1, "every"), "1x"),
        (("clauses", 4, "controls", 1, "control"), "mesage"),
        (("parameters", "office.name", "values"), {}),
        (("parameters", "office.name", "values"), {"来年": "x"}),
        (("about", "effective", "from"), None),
    ],
)
def test_what_can_t_be_compiled_has_not_the_shape(path, value):
    number = KIHON.content["clauses"][4]["number"]
    assert number == "91"
    content = json.loads(canonical_json(dict(KIHON.content)))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    assert is_content(json.loads(canonical_json(dict(KIHON.content))))
    assert not is_content(content)


@pytest.mark.parametrize(
    "shape, value, fit",
    [
        (str, "x", True),
        (int, True, False),
        (bool, 1, False),
        ([str], ["a", "b"], True),
        ([str], ["a", 1], False),
        ([str], "ab", False),
        ({"a": str}, {"a": "x"}, True),
        ({"a": str}, {"a": "x", "b": 1}, False),
        ({"a": str}, {}, False),
        ({"a?": str}, {}, True),
        ({"a?": str}, {"a": 1}, False),
        ({"*": int}, {"x": 1, "y": 2}, True),
        ({"*": int}, {"x": "1"}, False),
        ({"*": int}, [], False),
    ],
)
def test_shapes(shape, value, fit):
    assert fits(shape, value) is fit

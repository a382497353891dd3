"""Properties of the reader: it gives back what was written, and nothing it is fed makes it fail in another way."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from guideline.source import SourceError, decode
from guideline.source import yaml as reader
from guideline.source.yaml import Document, parse_yaml, walk

VISIBLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"], exclude_characters="ㅤﾠᅟᅠ͏឴឵"),
    max_size=30,
)
WORDS = st.sampled_from(
    ["22:00", "NO", "on", "1.10", "0755", "~", "null", "true", "12", "-3", "2026-10-01", "<<", "=", ""]
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | VISIBLE | WORDS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(VISIBLE | WORDS, inner, max_size=5),
    max_leaves=20,
)
TRICKY = st.text(
    st.sampled_from(list("ab:- \n\t#&*!|>'\"%@`{}[],?~<=.0123あ😀\u200b\x00\u2028\ufeff\r\x85")), max_size=60
)


class Dumper(yaml.SafeDumper):
    """Writes what the reader would otherwise take for a number or a word in quotes, and no alias."""

    def ignore_aliases(self, data):
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(VALUES, st.booleans())
def test_what_is_dumped_is_read_again(value, flow):
    text = yaml.dump(value, Dumper=Dumper, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    assert parse_yaml(text, "f.yaml").value == value


@given(VALUES)
def test_json_is_read_as_it_is(value):
    text = json.dumps(value, ensure_ascii=False)
    assert parse_yaml(text, "f.yaml").value == json.loads(text)


def outcome(call, *arguments):
    """Return what a reader gives, or the SourceError it raises; anything else comes through."""
    try:
        return call(*arguments)
    except SourceError as error:
        return error


def check(text: str) -> None:
    read = outcome(parse_yaml, text, "f.yaml")
    if isinstance(read, SourceError):
        assert read.problems
        assert list(read.problems) == sorted(read.problems, key=lambda p: (p.mark, p.code))
        marks = [p.mark for p in read.problems]
    else:
        assert isinstance(read, Document)
        values = dict(walk(read.value))
        assert all(type(value) in (str, int, bool, type(None), list, dict) for value in values.values())
        assert set(read.values) == set(values) or not read.values
        assert set(read.keys) == {path for path in values if path and isinstance(path[-1], str)}
        marks = [*read.values.values(), *read.keys.values()]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for mark in marks:
        # What isn't there (an absent value, the end of an open list) stands right behind the last character.
        assert 1 <= mark.line <= len(lines) + 1
        assert 1 <= mark.column <= (len(lines[mark.line - 1]) if mark.line <= len(lines) else 0) + 1


@given(st.text(max_size=200))
@example("\ud800")
@example("- - - [")
@example("? ? ?")
@example("a: |9\n")
def test_any_text_is_read_or_refused(text):
    check(text)


@given(TRICKY)
@settings(max_examples=500)
def test_any_text_of_yaml_s_own_characters_is_read_or_refused(text):
    check(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    text = outcome(decode, data, "f.yaml")
    if isinstance(text, SourceError):
        assert [p.code for p in text.problems] == ["bad-encoding"]
    else:
        check(text)


@given(VALUES)
def test_both_parsers_give_the_same_value(value):
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True)
    fast = parse_yaml(text, "f.yaml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_Loader", yaml.SafeLoader)
        slow = parse_yaml(text, "f.yaml")
    assert (fast.value, fast.keys) == (slow.value, slow.keys)

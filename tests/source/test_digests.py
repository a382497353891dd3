"""Canonical JSON: the same meaning, the same bytes."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.source import canonical_json, sha256

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize(
    "value, expected",
    [
        ({"b": 1, "a": [True, None, "あ"]}, '{"a":[true,null,"あ"],"b":1}'),
        ({}, "{}"),
        ([], "[]"),
        ("", '""'),
        ('"\\/\b\f\n\r\t\u001f\u007f', '"\\"\\\\/\\b\\f\\n\\r\\t\\u001f\u007f"'),
        ("😀", '"😀"'),
        (10**18, "1000000000000000000"),
        (-1, "-1"),
        ((1, 2), "[1,2]"),
    ],
)
def test_the_bytes_are_known(value, expected):
    assert canonical_json(value) == expected.encode()


@pytest.mark.parametrize("value", [1.0, {"a": 0.5}, [[float("nan")]], {"a": (1, float("inf"))}, {1, 2}, b"x", object()])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@given(VALUES)
def test_it_is_json_that_reads_back(value):
    data = canonical_json(value)
    assert json.loads(data) == value
    assert canonical_json(json.loads(data)) == data


@given(st.dictionaries(TEXTS, VALUES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(value)


@given(VALUES, VALUES)
def test_different_values_give_different_bytes(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (canonical_json(one) == canonical_json(other)) is same


def test_sha256_is_the_library_s():
    assert sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256("あ".encode()) == hashlib.sha256("あ".encode()).hexdigest()

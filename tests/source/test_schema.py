"""Each keyword of our schemas gives its problem at its place."""

from __future__ import annotations

import json

import pytest

from guideline.source import packaged
from guideline.source.schema import MAX_PROBLEMS, schema_problems
from guideline.source.yaml import parse_yaml
from guideline.words import say

HEAD = "schema: guideline/1\nid: a\nversion: 1.0.0\ntitle: 題\nauthority: 市\neffective: {from: 2026-10-01}\n"
CLAUSE = "chapter: {id: a}\nclauses:\n- id: a.b\n"
MESSAGE = CLAUSE + "  controls:\n  - message: {rule: a/b, "


def found(name: str, text: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.mark.line, p.mark.column) for p in schema_problems(parse_yaml(text, "f.yaml"), name)]


def test_sound_files_have_no_problem():
    assert found("bundle", HEAD) == []
    assert found("clauses", CLAUSE) == []


TABLE = [
    # keyword, schema, text, problems
    ("type", "bundle", "", [("wrong-type", 1, 1)]),
    ("type", "bundle", "- a\n", [("wrong-type", 1, 1)]),
    ("type", "bundle", HEAD + "history: {a: 1}\n", [("wrong-type", 7, 10)]),
    ("type", "clauses", CLAUSE + "  number: 8\n", [("wrong-type", 4, 11)]),
    ("type", "clauses", CLAUSE + "  floor: yes\n", [("wrong-type", 4, 10)]),
    ("type", "clauses", CLAUSE + "  floor:\n", [("wrong-type", 4, 9)]),
    ("type", "clauses", CLAUSE + "  from: 20261001\n", [("wrong-type", 4, 9)]),
    ("type", "clauses", MESSAGE + "phrases: [あ, 5]}\n", [("wrong-type", 5, 39)]),
    ("type", "bundle", HEAD + "sign: {legal: true}\n", [("wrong-type", 7, 15)]),
    ("required", "bundle", HEAD.replace("id: a\n", ""), [("missing-key", 1, 1)]),
    ("required", "bundle", HEAD + "documents:\n  S2: {url: x}\n", [("missing-key", 8, 3)]),
    ("required", "clauses", "chapter: {}\nclauses: [{id: a}]\n", [("missing-key", 1, 1)]),
    ("required", "clauses", "clauses:\n- {}\n", [("missing-key", 1, 1), ("missing-key", 2, 3)]),
    ("additionalProperties", "bundle", HEAD + "titel: x\nfoo: 1\n", [("unknown-key", 7, 1), ("unknown-key", 8, 1)]),
    ("additionalProperties", "clauses", MESSAGE + "phases: [normal], phrase: [x]}\n", [("unknown-key", 5, 44)]),
    ("additionalProperties", "bundle", HEAD + "documents: {S2: 5}\n", [("wrong-type", 7, 17)]),
    ("const", "bundle", HEAD.replace("guideline/1", "guideline/2"), [("not-one-of", 1, 9)]),
    ("const", "clauses", CLAUSE + "  withdrawn: false\n", [("not-one-of", 4, 14)]),
    ("enum", "clauses", CLAUSE + "  level: shall\n", [("not-one-of", 4, 10)]),
    ("enum", "clauses", MESSAGE + "channels: [talk, tlk]}\n", [("not-one-of", 5, 43)]),
    ("pattern", "bundle", HEAD.replace("id: a", "id: Kakuu"), [("bad-form", 2, 5)]),
    ("pattern", "bundle", HEAD.replace("id: a", "id: 架空"), [("bad-form", 2, 5)]),
    ("pattern", "bundle", HEAD.replace("id: a", 'id: "a\\n"'), [("bad-form", 2, 5)]),
    ("pattern", "bundle", HEAD.replace("1.0.0", "1.10"), [("bad-form", 3, 10)]),
    ("pattern", "clauses", CLAUSE + '  number: "８"\n', [("bad-form", 4, 11)]),
    ("pattern", "clauses", CLAUSE + "  text: {ja: あ, en: {text: a, of: XYZ}}\n", [("bad-form", 4, 35)]),
    ("minLength", "bundle", HEAD + 'extends: ""\n', [("empty", 7, 10)]),
    ("minLength", "clauses", CLAUSE + '  title: ""\n', [("empty", 4, 10)]),
    ("maxLength", "bundle", HEAD.replace("id: a", "id: " + "a" * 81), [("too-long", 2, 5)]),
    ("maxLength", "clauses", CLAUSE + "  title: {ja: " + "あ" * 4001 + "}\n", [("too-long", 4, 15)]),
    ("minItems", "clauses", "chapter: {id: a}\nclauses: []\n", [("empty", 2, 10)]),
    ("maxItems", "clauses", CLAUSE + "  sources: [" + "{document: S2}, " * 21 + "]\n", [("too-long", 4, 12)]),
    ("minProperties", "clauses", CLAUSE + "  controls: [{}]\n", [("empty", 4, 14)]),
    ("minProperties", "parameters", "parameters: [{id: a, values: {}}]\n", [("empty", 1, 30)]),
    (
        "maxProperties",
        "bundle",
        HEAD + "sign: {" + ", ".join(f"r{number}: 1" for number in range(21)) + "}\n",
        [("too-long", 7, 7)],
    ),
    ("minimum", "bundle", HEAD + "sign: {legal: 0}\n", [("out-of-range", 7, 15)]),
    ("maximum", "bundle", HEAD + "sign: {legal: 21}\n", [("out-of-range", 7, 15)]),
    ("uniqueItems", "clauses", MESSAGE + "phrases: [あ, い, あ]}\n", [("repeated", 5, 35)]),
    ("anyOf", "clauses", CLAUSE + "  title: 5\n", [("wrong-shape", 4, 10)]),
    ("anyOf", "clauses", CLAUSE + "  title: [あ]\n", [("wrong-shape", 4, 10)]),
    ("anyOf", "clauses", CLAUSE + "  title: {jp: あ}\n", [("missing-key", 4, 3), ("unknown-key", 4, 11)]),
    ("anyOf", "clauses", CLAUSE + "  title: {ja: あ, en: {text: a}}\n", [("missing-key", 4, 18)]),
    ("anyOf", "clauses", MESSAGE + "enforce: remind}\n", [("not-one-of", 5, 35)]),
    ("anyOf", "clauses", MESSAGE + "enforce: [{does: remind}]}\n", [("not-one-of", 5, 43)]),
    ("anyOf", "parameters", "parameters: [{id: a, values: {2026-04-01: [[1]]}}]\n", [("wrong-shape", 1, 44)]),
    ("anyOf", "parameters", "parameters: [{id: a, values: {2026-04-01: {b: 1}}}]\n", [("wrong-shape", 1, 43)]),
    ("items", "stickers", "stickers: [5]\n", [("wrong-type", 1, 12)]),
    ("properties", "waivers", "waivers: {}\n", [("wrong-type", 1, 10)]),
    ("$ref", "stickers", "stickers: [{id: A, label: あ, meaning: い}]\n", [("bad-form", 1, 17)]),
]


@pytest.mark.parametrize("keyword, name, text, expected", TABLE)
def test_each_keyword_tells_code_line_and_column(keyword, name, text, expected):
    assert sorted(found(name, text), key=lambda p: p[1:]) == expected


def keywords(schema: object) -> set[str]:
    if isinstance(schema, list):
        return {word for item in schema for word in keywords(item)}
    if not isinstance(schema, dict):
        return set()
    held = set()
    for word, inner in schema.items():
        held.add(word)
        if word in ("properties", "$defs"):
            held |= keywords(list(inner.values()))
        elif word not in ("examples", "enum", "const", "required", "default"):
            held |= keywords(inner)
    return held


def test_the_table_holds_every_keyword_of_the_bundle_s_schemas():
    silent = {"$schema", "$id", "$defs", "title", "description", "examples", "default"}
    files = ("bundle", "clauses", "parameters", "stickers", "waivers", "shapes")
    used = {
        word
        for name in files
        for word in keywords(json.loads((packaged("schemas") / f"{name}.schema.json").read_text("utf-8")))
    }
    assert used - silent <= {row[0] for row in TABLE}


@pytest.mark.parametrize(
    "written, meant",
    [("titel", "title"), ("authorty", "authority"), ("extend", "extends"), ("xyzzy", "")],
)
def test_a_misspelt_key_is_answered_with_the_nearest_one(written, meant):
    (problem,) = schema_problems(parse_yaml(HEAD + f"{written}: 題\n", "f.yaml"), "bundle")
    assert problem.args["guess"] == meant
    assert "title" in str(problem.args["known"])


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("keyword, name, text, expected", TABLE)
def test_every_problem_can_be_said(keyword, name, text, expected, lang):
    for problem in schema_problems(parse_yaml(text, "f.yaml"), name):
        said = say(lang, f"problem.{problem.code}", **problem.args)
        assert said
        assert len(said) < 2000


def test_what_was_found_is_shown_short_and_escaped():
    (problem,) = schema_problems(parse_yaml(HEAD.replace("id: a", f"id: {'A' * 79}"), "f.yaml"), "bundle")
    assert problem.args["found"] == '"' + "A" * 58 + "…"
    (problem,) = schema_problems(parse_yaml(HEAD.replace("id: a", 'id: "a\\tb"'), "f.yaml"), "bundle")
    assert problem.args["found"] == '"a\\tb"'


def test_a_hundred_thousand_unknown_keys_are_told_a_hundred_times():
    text = HEAD + "".join(f"k{number}: 1\n" for number in range(50_000))
    assert len(found("bundle", text)) == MAX_PROBLEMS


def test_a_hundred_thousand_wrong_items_are_told_a_hundred_times():
    assert len(found("clauses", MESSAGE + "phrases: [" + "5, " * 100_000 + "]}\n")) == MAX_PROBLEMS


def test_unique_items_are_compared_in_one_pass():
    """Mappings can't be sorted: a comparison of every pair of 30,000 would take hours."""
    items = ", ".join(f"{{a: {number}}}" for number in range(30_000))
    assert found("clauses", MESSAGE + f"phrases: [{items}]}}\n")


def test_one_and_true_are_different_items():
    text = MESSAGE + "phrases: [1, true, '1']}\n"
    assert "repeated" not in [code for code, *_ in found("clauses", text)]

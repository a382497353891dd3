"""The strict reader: what YAML 1.1 would have turned into something else stays as written; tricks are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from guideline.source import Mark, SourceError
from guideline.source import yaml as reader
from guideline.source.yaml import MAX_DEPTH, MAX_PROBLEMS, MAX_VALUES, MAX_YAML_BYTES, parse_yaml, read_yaml, walk


def problems(text: str) -> list[tuple[str, int, int]]:
    with pytest.raises(SourceError) as caught:
        parse_yaml(text, "f.yaml")
    assert all(p.mark.file == "f.yaml" for p in caught.value.problems)
    return [(p.code, p.mark.line, p.mark.column) for p in caught.value.problems]


@pytest.mark.parametrize(
    "written, value",
    [
        ("22:00", "22:00"),  # 1320 in YAML 1.1
        ("9:00", "9:00"),
        ("190:20:30", "190:20:30"),
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("True", "True"),
        ("FALSE", "FALSE"),
        ("Null", "Null"),
        ("1.10", "1.10"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("0755", "0755"),
        ("0o755", "0o755"),
        ("0x1F", "0x1F"),
        ("0b101", "0b101"),
        ("1_000", "1_000"),
        ("+5", "+5"),
        ("2026-10-01", "2026-10-01"),
        ("2026-10-01 09:00:00", "2026-10-01 09:00:00"),
        ("=", "="),
        ("<<x", "<<x"),
        ("１２", "１２"),  # full-width digits are text
        ("999999999999999999", 999_999_999_999_999_999),
        ("9999999999999999999", "9999999999999999999"),  # 19 digits: no longer a number that JSON readers agree on
        ("1" * 5000, "1" * 5000),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("00", "00"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
        ("'~'", "~"),
        ("''", ""),
        ("{}", {}),
        ("[]", []),
        ("a b  c", "a b  c"),
        ("お疲れ様です", "お疲れ様です"),
        ("葛󠄀城市", "葛󠄀城市"),  # a variant selector is part of a name
        ("👨‍👩‍👧", "👨‍👩‍👧"),  # the joiner is part of an emoji
    ],
)
def test_a_scalar_stays_what_was_written(written, value):
    found = parse_yaml(f"k: {written}\n", "f.yaml").value["k"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text, value",
    [
        ("k: |\n  12\n", "12\n"),
        ("k: >\n  true\n", "true\n"),
        ("k: |-\n  行1\n  行2\n", "行1\n行2"),
        ("k: a\n  b\n", "a b"),
        ('k: "a\\tb\\u3042"\n', "a\tbあ"),
    ],
)
def test_block_and_quoted_scalars_are_text(text, value):
    assert parse_yaml(text, "f.yaml").value == {"k": value}


def test_keys_are_always_text():
    value = parse_yaml("1: a\ntrue: b\nnull: c\n22:00: d\n2026-04-01: e\n? f\n: g\n'': h\n", "f.yaml").value
    assert value == {"1": "a", "true": "b", "null": "c", "22:00": "d", "2026-04-01": "e", "f": "g", "": "h"}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("a: &x 1\n", [("anchor", 1, 4)]),
        ("&x a: 1\n", [("anchor", 1, 1)]),
        ("a: &x [1]\n", [("anchor", 1, 4)]),
        ("a: *x\n", [("alias", 1, 4)]),
        ("*x : 1\n", [("alias", 1, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
        ("a: !!str 1\n", [("tag", 1, 4)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("tag", 1, 4)]),
        ("a: !mine x\n", [("tag", 1, 4)]),
        ("a: ! 12\n", [("tag", 1, 4)]),
        ("<<: {a: 1}\n", [("merge-key", 1, 1)]),
        ("a: &b {c: 1}\nd:\n  <<: *b\n", [("anchor", 1, 4), ("merge-key", 3, 3), ("alias", 3, 7)]),
        ("a: 1\n---\nb: 2\n", [("second-document", 2, 1)]),
        ("a: 1\n---\n", [("second-document", 2, 1)]),
        ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
        ('{"a": 1, a: 2}\n', [("duplicate-key", 1, 10)]),
        ("[1, 2]: x\n", [("key-not-text", 1, 1)]),
        ("? {a: 1}\n: x\n", [("key-not-text", 1, 3)]),
        ("a: [1, 2\n", [("bad-yaml", 2, 1)]),
        ("a: b: c\n", [("bad-yaml", 1, 5)]),
        ("a:\n\tb: 1\n", [("bad-yaml", 2, 1)]),
        ("a: @b\n", [("bad-yaml", 1, 4)]),
        ("a: 'b\n", [("bad-yaml", 2, 1)]),
        ('a: "\\ud800"\n', [("bad-yaml", 1, 7)]),
        ("a: |\n x\ny\n", [("bad-yaml", 4, 1)]),
        ("%\n", [("bad-yaml", 1, 2)]),
        ("あ: い\n  う: え\n", [("bad-yaml", 2, 4)]),
    ],
)
def test_what_is_refused_and_where(text, expected):
    assert problems(text) == expected


def test_a_duplicate_key_tells_both_lines():
    with pytest.raises(SourceError) as caught:
        parse_yaml("a: 1\nb: 2\n\na: 3\na: 4\n", "f.yaml")
    assert [(p.mark.line, p.args["key"], p.args["first"]) for p in caught.value.problems] == [(4, "a", 1), (5, "a", 1)]


@pytest.mark.parametrize("code", [0x0, 0x1, 0x8, 0xB, 0xC, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0xFFFE, 0xFFFF])
def test_a_control_character_is_refused_as_itself_and_as_an_escape(code):
    assert problems(f"a: b\nあ😀: 'x{chr(code)}'\n") == [("invisible-character", 2, 7)]
    assert problems(f'a: b\nあ😀: "x\\u{code:04x}"\n') == [("invisible-character", 2, 5)]
    assert problems(f'"x\\u{code:04x}": 1\n') == [("invisible-character", 1, 1)]


@pytest.mark.parametrize(
    "code",
    [
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200C,
        0x200E,
        0x200F,
        0x2028,
        0x2029,
        0x202A,
        0x202E,
        0x2060,
        0x2066,
        0x2069,
        0x206F,
        0x3164,
        0xFEFF,
        0xFFA0,
        0xFFF9,
        0xE0001,
        0xE0041,
    ],
)
def test_what_nobody_sees_is_refused_but_may_be_written_as_an_escape(code):
    assert problems(f"a: x{chr(code)}y\n") == [("invisible-character", 1, 5)]
    assert parse_yaml(f'a: "x\\U{code:08x}"\n', "f.yaml").value == {"a": f"x{chr(code)}"}


def test_a_lone_surrogate_is_refused():
    assert problems("a: \ud800\n") == [("invisible-character", 1, 4)]


def test_lines_are_counted_as_editors_count_them():
    assert problems("a: 1\r\nb: 2\rc: \u200b\n") == [("invisible-character", 3, 4)]


def test_millions_of_bad_characters_cost_little_and_are_told_a_hundred_times():
    assert len(problems("\x00" * 1_000_000)) == MAX_PROBLEMS


def test_thousands_of_problems_are_told_a_hundred_times():
    assert len(problems("a: *x\n" * 5000)) == MAX_PROBLEMS


@pytest.mark.parametrize("opened, closed", [("[", "]"), ("{a: ", "}")])
def test_depth_is_bounded(opened, closed):
    assert parse_yaml(opened * MAX_DEPTH + closed * MAX_DEPTH, "f.yaml").value
    assert [code for code, *_ in problems(opened * (MAX_DEPTH + 1) + closed * (MAX_DEPTH + 1))] == ["too-deep"]
    assert [code for code, *_ in problems(opened * 100_000)] == ["too-deep"]


def test_block_nesting_is_bounded():
    text = "".join(f"{' ' * depth}a:\n" for depth in range(MAX_DEPTH + 1)) + " " * (MAX_DEPTH + 1) + "b: 1\n"
    assert [code for code, *_ in problems(text)] == ["too-deep"]


def test_the_number_of_values_is_bounded():
    assert [code for code, *_ in problems("[" + "a," * MAX_VALUES + "]")] == ["too-large"]


def test_a_hundred_thousand_keys_are_read():
    text = "".join(f"k{number}: {number}\n" for number in range(90_000))
    assert len(parse_yaml(text, "f.yaml").value) == 90_000


def test_the_size_is_bounded(tmp_path: Path):
    assert problems("a" * (MAX_YAML_BYTES + 1)) == [("too-large", 1, 1)]
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * (MAX_YAML_BYTES + 1))
    with pytest.raises(SourceError) as caught:
        read_yaml(path)
    assert [p.code for p in caught.value.problems] == ["too-large"]


def test_an_empty_file_is_null_at_its_first_place():
    for text in ("", "# nothing\n", "---\n", "\n\n"):
        document = parse_yaml(text, "f.yaml")
        assert document.value is None
    assert parse_yaml("", "f.yaml").mark() == Mark("f.yaml", 1, 1)


MARKED = """\
# 先頭の注
題: 日本語   # 注
list: [1, {b: 2, "c": [3]}, '三']
絵文字😀: {a: 👨‍👩‍👧, b: 全角　空白, c: }
block:
  - x: |
      text
    y: 22:00
  -
    - 深い
"""


@pytest.mark.parametrize(
    "path, value_at, key_at",
    [
        ((), (2, 1), (2, 1)),
        (("題",), (2, 4), (2, 1)),
        (("list",), (3, 7), (3, 1)),
        (("list", 0), (3, 8), (3, 8)),
        (("list", 1), (3, 11), (3, 11)),
        (("list", 1, "b"), (3, 15), (3, 12)),
        (("list", 1, "c"), (3, 23), (3, 18)),
        (("list", 1, "c", 0), (3, 24), (3, 24)),
        (("list", 2), (3, 29), (3, 29)),
        (("絵文字😀",), (4, 7), (4, 1)),
        (("絵文字😀", "a"), (4, 11), (4, 8)),
        (("絵文字😀", "b"), (4, 21), (4, 18)),
        (("絵文字😀", "c"), (4, 31), (4, 28)),
        (("block",), (6, 3), (5, 1)),
        (("block", 0), (6, 5), (6, 5)),
        (("block", 0, "x"), (6, 8), (6, 5)),
        (("block", 0, "y"), (8, 8), (8, 5)),
        (("block", 1), (10, 5), (10, 5)),
        (("block", 1, 0), (10, 7), (10, 7)),
    ],
)
def test_every_key_and_value_keeps_its_mark(path, value_at, key_at):
    document = parse_yaml(MARKED, "f.yaml")
    assert (document.mark(path).line, document.mark(path).column) == value_at
    assert (document.key_mark(path).line, document.key_mark(path).column) == key_at


def test_every_value_has_a_mark_and_an_unknown_path_the_nearest_one():
    document = parse_yaml(MARKED, "f.yaml")
    assert {path for path, _ in walk(document.value)} == set(document.values)
    assert document.mark(("list", 1, "z", "w")) == document.mark(("list", 1))
    assert document.key_mark(("list", 9)) == document.mark(("list",))
    assert document.mark(("none",)) == document.mark()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_in_any_encoding_gives_the_same_document(tmp_path: Path, encoding, newline):
    text = "題: 日本語\nlist:\n  - 半角ｶﾅ\n  - ①～\n"
    path = tmp_path / "f.yaml"
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    document = read_yaml(path, "f.yaml")
    assert document.value == {"題": "日本語", "list": ["半角ｶﾅ", "①～"]}
    assert (document.mark(("list", 1)).line, document.mark(("list", 1)).column) == (4, 5)


def test_python_s_own_parser_gives_the_same(monkeypatch):
    """Where PyYAML was built without libyaml, nothing changes but the time it takes."""
    fast = parse_yaml(MARKED, "f.yaml")
    monkeypatch.setattr(reader, "_Loader", yaml.SafeLoader)
    slow = parse_yaml(MARKED, "f.yaml")
    assert fast.value == slow.value
    assert fast.keys == slow.keys
    # The two parsers place an absent value differently, by a blank.
    assert {p for p in fast.values if fast.values[p] != slow.values[p]} <= {("絵文字😀", "c")}

"""Tables are read strictly with their lines, and laid out in terminal cells."""

import pytest

from guideline.source import SourceError
from guideline.source import tables as module
from guideline.source.tables import align, pad, parse_table, read_table, width, wrap
from guideline.words import say


def codes(raised):
    return [(problem.code, problem.mark.line) for problem in raised.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path, encoding, ends):
    path = tmp_path / "people.csv"
    path.write_bytes(ends.join(["氏名,所属", "佐藤 花子,総務課", ""]).encode(encoding))
    table = read_table(path)
    assert table.header == ("氏名", "所属")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("佐藤 花子", "総務課"))]


def test_lines_are_counted_not_rows():
    table = parse_table('a,b\n"1\n2",x\n\n , \n3,y\n', "t.csv")
    assert [(row.line, row.cells[0]) for row in table.rows] == [(2, "1\n2"), (6, "3")]


def test_tabs():
    assert parse_table("a\tb\n1\t2,3\n", "t.tsv").rows[0].cells == ("1", "2,3")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [("empty", 1)]),
        ("\n \n", [("empty", 1)]),
        ("a,b\n1\n2,3,4\n5,6\n", [("bad-csv", 2), ("bad-csv", 3)]),
        ("a,,b\n", [("empty", 1)]),
        ("a,a\n", [("repeated", 1)]),
        ('a,b\n1,"2\n', [("bad-csv", 2)]),
        ('a,b\n1,"2"x\n', [("bad-csv", 2)]),
        (",".join(f"c{n}" for n in range(201)) + "\n", [("too-large", 1)]),
    ],
)
def test_what_can_not_be_read(text, found):
    with pytest.raises(SourceError) as raised:
        parse_table(text, "t.csv")
    assert codes(raised) == found
    for problem in raised.value.problems:
        for lang in ("ja", "en"):
            assert say(lang, f"problem.{problem.code}", **problem.args)


def test_problems_quote_no_cells():
    with pytest.raises(SourceError) as raised:
        parse_table("佐藤花子,佐藤花子,\n090-1234-5678\n", "t.csv")
    assert "佐藤" not in str([problem.args for problem in raised.value.problems])
    assert "090" not in str([problem.args for problem in raised.value.problems])


def test_tables_are_bounded(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    with pytest.raises(SourceError) as raised:
        parse_table("a\n1\n2\n3\n4\n", "t.csv")
    assert codes(raised) == [("too-large", 4)]
    monkeypatch.setattr(module, "MAX_PROBLEMS", 3)
    with pytest.raises(SourceError) as raised:
        parse_table("a,b\n" + "1\n" * 10, "t.csv")
    assert len(raised.value.problems) == 3
    monkeypatch.setattr(module, "MAX_TABLE_BYTES", 5)
    with pytest.raises(SourceError) as raised:
        parse_table("a,b,c,d", "t.csv")
    assert codes(raised) == [("too-large", 1)]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("了解", 4),
        ("ｱｲｳ", 3),
        ("か\u3099", 2),
        ("𠮷", 2),
        ("😀", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("❤️", 2),
        ("🇯🇵", 2),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("한글", 4),
        ("", 0),
    ],
)
def test_width(text, cells):
    assert width(text) == cells


def test_pad_and_align():
    assert pad("了解", 6) == "了解  "
    assert pad("8", 3, right=True) == "  8"
    assert align([("番号", "条"), ("8", "挨拶"), ("12", "連合")], right=frozenset({0})) == [
        "番号  条",
        "   8  挨拶",
        "  12  連合",
    ]


def test_wrap_keeps_marks_off_the_start_of_a_line():
    assert wrap("あいうえお。かき", 10) == ["あいうえお。", "かき"]
    assert wrap("あいう「えお」", 8) == ["あいう", "「えお」"]
    assert wrap("見出し etiquette/greeting の説明", 20) == ["見出し", "etiquette/greeting", "の説明"]
    assert wrap("", 10) == [""]
    assert wrap("一\n二", 10) == ["一", "二"]


@pytest.mark.parametrize(
    "text", ["あ" * 200, "a" * 200, "「" * 50, "。" * 50, "あ「a" * 40, " " * 90, "あ 。い、「う」" * 20]
)
@pytest.mark.parametrize("cells", [4, 10, 40])
def test_wrap_loses_nothing(text, cells):
    assert "".join(wrap(text, cells)).replace(" ", "") == text.replace(" ", "")

"""The coverage table: which controls hold each clause, and what is a promise."""

import csv
import io
import json
from dataclasses import replace

import pytest

from guideline.bundle.model import Examples
from guideline.publish import COVERAGE_FORMATS, coverage, show_coverage


def test_rows(kakuu):
    assert [(row.number, row.kinds, row.good, row.bad, row.gap) for row in coverage(kakuu, "ja")] == [
        ("8", ("message",), 2, 1, ""),
        ("8-2", ("message",), 1, 1, ""),
        ("12", ("setting", "flow"), 1, 1, ""),
        ("15", ("register",), 0, 0, ""),
        ("20", ("timer",), 0, 0, ""),
        ("21", ("attest",), 0, 0, "promise"),
        ("22", ("document",), 0, 0, "document"),
        ("23", (), 0, 0, "none"),
    ]


def test_a_control_without_an_example_is_a_gap(kakuu):
    clause = kakuu.clauses[0]
    bare = replace(clause, controls=(replace(clause.controls[0], examples=Examples(good=("a",))),))
    assert coverage(replace(kakuu, clauses=(bare,)), "ja")[0].gap == "examples"


def test_text_is_aligned(kakuu):
    assert show_coverage(kakuu, "text", "ja") == (
        "番号  条                             水準  守り方              例（良・悪）  すき間\n"
        "   8  挨拶の定型句を置かない         義務  自動で判定          2/1\n"
        " 8-2  了解はスタンプで伝える         努力  自動で判定          1/1\n"
        "  12  連合先を限る                   義務  サーバー設定・通信  1/1\n"
        "  15  私物の端末は届け出る           任意  台帳                0/0\n"
        "  20  5分で読まれないときは電話する  義務  時限                0/0\n"
        "  21  年1回の訓練                    義務  人の約束            0/0           人の約束だけ\n"
        "  22  利用の同意                     義務  文書                0/0           文書に書くだけ\n"
        "  23  思いやり                       努力  なし                0/0           守る仕組みなし\n"
        "\n"
        "全8条のうち、機械で確かめるもの 5、文書に明記するもの 1、人の約束によるもの 1、仕組みのないもの 1。\n"
    )


def test_json(kakuu):
    whole = json.loads(show_coverage(kakuu, "json", "en"))
    assert (whole["guideline"], whole["version"], whole["day"]) == ("kakuu", "1.2.0", "2026-10-01")
    assert whole["clauses"][2] == {
        "clause": "federation.closed",
        "number": "12",
        "title": "Closed federation",
        "level": "must",
        "controls": ["setting", "flow"],
        "rules": ["synapse/federation-whitelist", "network/federation", "network/no-path"],
        "examples": {"good": 1, "bad": 1},
        "gap": None,
    }


def test_csv_opens_in_a_spreadsheet(kakuu):
    clause = replace(kakuu.clauses[0], title=replace(kakuu.clauses[0].title, ja="=1+1"))
    text = show_coverage(replace(kakuu, clauses=(clause,)), "csv", "ja")
    assert text.startswith("\ufeff番号,条,")
    row = list(csv.reader(io.StringIO(text)))[1]
    assert row[1] == "'=1+1"
    assert row[5] == "'2/1"


@pytest.mark.parametrize("format", COVERAGE_FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_guideline_without_clauses(kakuu, format, lang):
    assert show_coverage(replace(kakuu, clauses=()), format, lang).endswith("\n")


def test_markdown_escapes_a_bar(kakuu):
    clause = replace(kakuu.clauses[0], title=replace(kakuu.clauses[0].title, ja="a|b"))
    assert "| a\\|b |" in show_coverage(replace(kakuu, clauses=(clause,)), "markdown", "ja")

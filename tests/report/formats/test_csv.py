"""CSV opens in a spreadsheet as it is, and no cell is a formula."""

import csv
import io

import pytest

from guideline.finding import Finding, Place
from guideline.report import Judged
from guideline.report.formats.csv import plain


def test_a_spreadsheet_reads_it(report, drafts):
    text = report("csv", drafts)
    assert text.startswith("\ufeffファイル,行,桁,")
    assert text.count("\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert rows[0]["該当箇所"] == "お疲れ様です。会議は10時です。"
    assert (rows[1]["識別子"], rows[1]["条番号"], rows[1]["行"]) == ("m2", "第8条の2", "2")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\u3000=1"])
def test_no_cell_is_a_formula(cell):
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "会議", "1-1", "a=b"])
def test_other_cells_stay(cell):
    assert plain(cell) == cell


def test_a_message_that_is_a_formula(report):
    found = Finding("r/s", "c", "warning", Place(start=0, end=1), "report.clean")
    text = report("csv", [Judged("=a.txt", '=HYPERLINK("x")', (found,), id="@id", line=1)])
    row = next(csv.reader(io.StringIO(text.splitlines()[1])))
    assert all(not cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_line_breaks_in_ids_do_not_break_rows(report):
    found = Finding("r/s", "c", "warning", Place(start=0, end=1), "report.clean")
    text = report("csv", [Judged("a", "あ", (found,), id="x\r\n=1", line=1)])
    assert text.count("\r\n") == 2

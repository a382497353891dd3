"""The text format marks the span under the line, in terminal cells."""

import pytest

from guideline.finding import Finding, Place
from guideline.report import Judged
from guideline.report.showing import marked, visible
from guideline.report.telling import Excerpt
from guideline.source.tables import width


def test_the_whole_report(report, drafts):
    assert report("text", drafts) == (
        "draft.txt:1:1: 警告 指摘はありません。 etiquette/greeting（第8条）\n"
        "    お疲れ様です。会議は10時です。\n"
        "    ^^^^^^^^^^^^^^\n"
        "    → この部分を消します。\n"
        "many.jsonl:2 [m2]: 警告 指摘はありません。 etiquette/acknowledgement（第8条の2）\n"
        "    了解しました\n"
        "    ^^^^^^^^^^\n"
        "    → 代わりにスタンプ「了解」を送ります。\n"
        "2件の指摘（エラー 0、警告 2、参考 0）。くわしくは guideline explain 規則名\n"
    )


def test_english(report, drafts):
    shown = report("text", drafts, "en")
    assert "draft.txt:1:1: warning Nothing found. etiquette/greeting (clause 8)\n" in shown
    assert "Send the sticker “Got it” instead." in shown


def test_nothing_found(report):
    assert report("text", []) == "指摘はありません。\n"


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("会議は10時です", "10"),
        ("abcお疲れ様です", "お疲れ様です"),
        ("ｶﾞｲﾄﾞを見て。了解", "了解"),
        ("か\u3099き\u3099く了解", "了解"),
        ("😀👍🏽👨‍👩‍👧❤️🇯🇵了解", "了解"),
        ("𠮷田さん、了解", "了解"),
        ("…①※○了解", "了解"),
        ("한글 了解", "了解"),
    ],
)
def test_marks_stand_under_the_span(line, span):
    start = line.index(span)
    shown, marks = marked(Excerpt(line, start, start + len(span)))
    assert width(marks) - width(marks.lstrip()) == width(line[:start])
    assert width(marks.strip()) == width(span)
    assert shown == line


def test_a_tab_and_a_control_character_move_the_marks_with_them():
    shown, marks = marked(Excerpt("a\tb\x1bc", 4, 5))
    assert (shown, marks) == ("a    b␛c", "       ^")


def test_a_cut_line_says_so():
    shown, marks = marked(Excerpt("abc", 1, 2, before=True, after=True))
    assert (shown, marks) == ("…abc…", "  ^")


def test_a_span_on_a_later_line_shows_that_line(report):
    text = "一行目\n二行目の了解です\n三行目"
    found = Finding("etiquette/greeting", "etiquette.no-greeting", "warning", Place(start=8, end=10), "report.clean")
    shown = report("text", [Judged("a.txt", text, (found,))])
    assert "a.txt:2:5:" in shown
    assert "    二行目の了解です\n            ^^^^\n" in shown


def test_a_settings_finding_shows_its_line(report):
    found = Finding("synapse/key", "c", "error", Place("h.yaml", line=2, column=1, key="b"), "report.clean")
    shown = report("text", [Judged("h.yaml", "a: 1\nb: 2\n", (found,))])
    assert "h.yaml:2:1: エラー" in shown
    assert "    b: 2\n    ^^^^\n" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\u202eb", "a<202E>b"),
        ("\x7f", "␡"),
        ("\x85", "<0085>"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("ふつう", "ふつう"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_a_picture(text, shown):
    assert visible(text) == shown

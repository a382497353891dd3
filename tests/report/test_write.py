"""Formats are found by name, stream what they can, and count what they write."""

import io
import tracemalloc

import pytest

from guideline.finding import Edit, Finding, Place
from guideline.report import FORMATS, Judged, UnknownFormatError, gather, write


def test_every_file_of_the_folder_is_a_format():
    assert FORMATS == ("csv", "github", "json", "jsonl", "junit", "sarif", "text")


def test_an_unknown_format_is_refused(kakuu):
    with pytest.raises(UnknownFormatError):
        write("xml", [], io.StringIO(), guideline=kakuu, lang="ja")
    with pytest.raises(UnknownFormatError):
        write("../text", [], io.StringIO(), guideline=kakuu, lang="ja")


@pytest.mark.parametrize("format", FORMATS)
def test_the_tally_counts_what_was_written(kakuu, drafts, format):
    tally = write(format, drafts, io.StringIO(), guideline=kakuu, lang="ja")
    assert (tally.total, tally.count["warning"]) == (2, 2)
    assert [tally.at_or_above(bound) for bound in ("info", "warning", "error")] == [2, 2, 0]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nothing_found_is_a_whole_report_too(report, format, lang):
    report(format, [], lang)
    report(format, [Judged("clean.txt", "会議", ())], lang)


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"junit"}))
def test_memory_does_not_grow_with_the_findings(kakuu, format):
    def many(count):
        for number in range(count):
            place = Place(start=0, end=7)
            found = Finding("etiquette/greeting", "etiquette.no-greeting", "warning", place, "report.clean")
            yield Judged("many.jsonl", "お疲れ様です。会議", (found,), id=f"m{number}", line=number + 1)

    class Sink(io.StringIO):
        def write(self, text):
            return len(text)

    def peak(count):
        tracemalloc.start()
        write(format, many(count), Sink(), guideline=kakuu, lang="ja")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # What isn't collected yet comes and goes by some 100 kB; held entries would take megabytes.
    assert peak(4000) < peak(400) + 500_000


HOSTILE = "\x1b]0;owned\x07\ud800\u202e<b>&\"'%0A::error::x]]>\x00,=1+1\t\r\n@a\u2028 𠮷"


def test_junit_is_the_one_that_holds(kakuu):
    """The measure above sees a format that keeps what it is given."""
    test = test_memory_does_not_grow_with_the_findings
    with pytest.raises(AssertionError):
        test(kakuu, "junit")


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_ids_and_names_can_be_written(kakuu, format):
    place = Place(start=3, end=9)
    found = Finding(
        "etiquette/greeting", "etiquette.no-greeting", "warning", place, "report.do-replace", {"text": HOSTILE}
    )
    judged = [Judged(HOSTILE, HOSTILE * 3, (found,), id=HOSTILE, line=1), Judged(HOSTILE, HOSTILE, (found,))]
    stream = io.StringIO(newline="")
    write(format, judged, stream, guideline=kakuu, lang="en")
    shown = stream.getvalue()
    shown.encode("utf-8")
    assert "\x1b" not in shown
    assert "\x00" not in shown


@pytest.mark.parametrize(
    "place",
    [
        Place(start=100, end=200),
        Place(start=5, end=2),
        Place(start=0, end=0),
        Place(line=99, column=1),
        Place(line=1, column=99),
        Place(line=0),
        Place(),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_place_outside_the_text_is_no_reason_to_fail(report, format, place):
    found = Finding(
        "etiquette/greeting", "etiquette.no-greeting", "warning", place, "report.clean", edits=(Edit(0, 1),)
    )
    report(format, [Judged("a.txt", "短い文", (found,)), Judged("b.csv", None, (found,)), Judged("c", "", (found,))])


def test_gather_joins_what_follows_each_other():
    first = Finding("r", "c", "error", Place("a", line=1), "report.clean")
    second = Finding("r", "c", "error", Place("b", line=1), "report.clean")
    judged = list(gather([first, first, second], {"a": "text"}.get))
    assert [(one.file, one.text, len(one.findings)) for one in judged] == [("a", "text", 2), ("b", None, 1)]


@pytest.mark.parametrize("format", FORMATS)
def test_a_message_of_one_long_line_is_cut_around_its_span(report, format):
    text = "あ" * 100_000 + "お疲れ様です" + "い" * 100_000
    found = Finding("etiquette/greeting", "c", "warning", Place(start=100_000, end=100_006), "report.clean")
    shown = report(format, [Judged("a.txt", text, (found,))])
    assert len(shown) < 5000

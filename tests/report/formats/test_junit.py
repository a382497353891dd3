"""JUnit: a failure a finding, a passing case for each clean file."""

from xml.etree import ElementTree as ET

from guideline.finding import Finding, Place
from guideline.report import Judged


def test_findings_fail_and_clean_files_pass(report, drafts):
    suite = ET.fromstring(report("junit", drafts))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    names = [case.get("name") for case in suite]
    assert names == ["etiquette/greeting draft.txt:1", "etiquette/acknowledgement m2:2", "clean.txt"]
    assert "お疲れ様です。会議は10時です。\n^^^^" in suite[0][0].text
    assert len(suite[2]) == 0


def test_a_note_passes(report):
    found = Finding("r/s", "c", "info", Place(line=3), "report.clean")
    suite = ET.fromstring(report("junit", [Judged("a", None, (found,))]))[0]
    assert suite.get("failures") == "0"
    assert suite[0][0].tag == "system-out"


def test_a_report_is_never_without_a_test(report):
    assert len(ET.fromstring(report("junit", []))[0]) == 1


def test_what_xml_cannot_hold_is_left_out(report):
    found = Finding("r/s", "c", "error", Place(start=0, end=3), "report.do-replace", {"text": "\x00]]>\ufffe<&"})
    assert "]]><&" in ET.fromstring(report("junit", [Judged("\x01", "\x00\x08あ", (found,))]))[0][0][0].text.replace(
        "\ufffd", ""
    )

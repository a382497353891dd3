"""JSON Lines: one finding a line, offsets in code points, no text of the message."""

import json

from guideline.finding import Edit, Finding, Place
from guideline.report import Judged


def test_one_object_a_line(report, drafts):
    first, second = (json.loads(line) for line in report("jsonl", drafts).splitlines())
    assert first == {
        "id": "draft.txt",
        "rule": "etiquette/greeting",
        "clause": "etiquette.no-greeting",
        "severity": "warning",
        "start": 0,
        "end": 7,
        "message": "指摘はありません。",
        "fix": [{"start": 0, "end": 7, "text": ""}],
        "file": "draft.txt",
        "line": 1,
        "column": 1,
        "number": "8",
        "guideline": "kakuu",
        "version": "1.2.0",
        "digest": "cd" * 32,
    }
    assert (second["id"], second["line"], second["fix"]) == ("m2", 2, {"sticker": "received"})
    assert "column" not in second


def test_edits_and_a_sticker_together(report):
    found = Finding("r/s", "c", "info", Place(start=0, end=1), "report.clean", edits=(Edit(0, 1),), sticker="received")
    one = json.loads(report("jsonl", [Judged("a", "あ", (found,))]))
    assert one["fix"] == [{"start": 0, "end": 1, "text": ""}]
    assert one["sticker"] == "received"


def test_a_setting_has_its_key_and_place(report):
    found = Finding("synapse/key", "c", "error", Place("h.yaml", 2, 1, key="listeners"), "report.clean")
    one = json.loads(report("jsonl", [Judged("h.yaml", "a\nb", (found,))]))
    assert (one["key"], one["file"], one["line"], one["column"]) == ("listeners", "h.yaml", 2, 1)
    assert "start" not in one


def test_nothing_found_writes_nothing(report):
    assert report("jsonl", []) == ""

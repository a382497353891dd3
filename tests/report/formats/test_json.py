"""JSON: one document, complete also when nothing was found."""

import json


def test_the_document(report, drafts):
    whole = json.loads(report("json", drafts))
    assert whole["guideline"] == {"id": "kakuu", "version": "1.2.0", "digest": "cd" * 32}
    assert whole["sum"] == {"total": 2, "info": 0, "warning": 2, "error": 0}
    assert whole["findings"][0]["excerpt"] == {"line": "お疲れ様です。会議は10時です。", "start": 0, "end": 7}
    assert whole["findings"][1]["advice"] == "代わりにスタンプ「了解」を送ります。"


def test_nothing_found(report):
    assert json.loads(report("json", []))["findings"] == []

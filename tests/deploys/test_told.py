"""The pages of the proof tell what the runs left, and nothing for a run that has not come to its end."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import pytest

DAY = datetime(2026, 11, 20, tzinfo=UTC)
TALKED = {"operations": 3, "failed": {}}


@pytest.fixture
def page(request):
    path = Path(__file__).resolve().parents[2] / "bench" / f"{request.param}.py"
    spec = importlib.util.spec_from_file_location(f"{request.param}_page", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["killed"], indirect=True)
def test_where_applies_were_struck_down_is_told(page, tmp_path, monkeypatch):
    one = {"kind": "unit: noted, not started", "host": "db-1", "operation": "SSH", "command": 2, "seconds": 1.0}
    struck = [{**one, "host_too": False, "where": "done"}, {**one, "host_too": True, "where": "at work"}]
    told = {"hosts": ["a", "b"], "struck": struck, "compared": 900, "secrets": 7, "changes": 31, "again": 0}
    text = page.page(told, DAY, "abc1234")
    assert "2 applies to 2 hosts, struck down in 1 operations, 1 of them with the host;" in text
    assert "| 1 | SSH | db-1 | 2 | unit: noted, not started | 命令の後" in text
    assert "| 2 | SSH | **db-1 ごと / and its host** | 2 |" in text
    assert "changes of the one after | 0 |" in text
    monkeypatch.setattr(page, "SEEN", tmp_path / "killed.json")
    with pytest.raises(SystemExit, match="to its end first"):
        page.main()


@pytest.mark.parametrize("page", ["rehearsed"], indirect=True)
def test_what_rehearsals_showed_is_told(page):
    whole = {
        "site": "kakuu-one",
        "hosts": ["a", "b"],
        "seconds": {"boot": 2.04, "apply": 31.0},
        "first_apply": {**TALKED, "changes": {"a": 3, "b": 4}},
        "second_apply": {**TALKED, "changes": {"a": 0, "b": 0}},
        "secrets": 12,
        "left": {"a": {"mirror": 5, "zone": 1, "elsewhere": 0}, "b": {"mirror": 2, "zone": 0, "elsewhere": 0}},
        "packets": {"tried": 1000, "differences": 0},
        "datagrams": {"tried": 200, "differences": 1},
        "findings": [{"rule": "rehearsal/leaves", "subject": "a", "message": "外へ 1 個"}],
    }
    well = {**whole, "findings": []}
    assert "rehearsal/leaves" not in page.page([well], DAY, "abc1234")
    stopped = {**whole, "second_apply": None, "packets": None, "datagrams": None, "secrets": None, "seconds": {}}
    text = page.page([whole, stopped], DAY, "abc1234")
    assert "| `kakuu-one` | 2 | 7 | 0 | 1,200 (200) | 1 | 7 / 1 / 0 | 12 | 1 |" in text
    assert "| `kakuu-one` | 2 | 7 | — | — | — | 7 / 1 / 0 | — | 1 |" in text
    assert "- `kakuu-one`: rehearsal/leaves (a): 外へ 1 個" in text
    assert "| `kakuu-one` | — | — | 2.0 | 31.0 | — | — | — | — | — | — | 33 |" in text

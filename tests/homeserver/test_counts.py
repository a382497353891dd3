from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from guideline.homeserver.counts import FORMAT, KEPT_DAYS, Counts

DAY = date(2026, 10, 1)


def kept(path):
    return json.loads(path.read_bytes())


def test_numbers_by_clause_and_day_and_nothing_else(tmp_path):
    path = tmp_path / "counts.json"
    counts = Counts(path)
    for does, clause in (("advise", "a"), ("advise", "a"), ("refuse", "a"), ("refuse", "b")):
        counts.add(does, clause, DAY)
    counts.keep(DAY)
    days = {"2026-10-01": {"a": {"advise": 2, "refuse": 1}, "b": {"refuse": 1}}}
    assert kept(path) == {"format": FORMAT, "days": days}


def test_a_restart_forgets_nothing_and_old_days_go(tmp_path):
    path = tmp_path / "counts.json"
    counts = Counts(path)
    counts.add("advise", "a", DAY)
    counts.keep(DAY)
    counts = Counts(path)
    counts.add("advise", "a", DAY)
    counts.keep(DAY + timedelta(days=KEPT_DAYS - 1))
    assert kept(path)["days"] == {"2026-10-01": {"a": {"advise": 2}}}
    Counts(path).keep(DAY + timedelta(days=KEPT_DAYS))
    assert kept(path)["days"] == {}


def test_what_is_not_new_is_not_written(tmp_path):
    path = tmp_path / "counts.json"
    counts = Counts(path)
    counts.keep(DAY)
    assert not path.exists()
    counts.add("advise", "a", DAY)
    counts.keep(DAY)
    path.unlink()
    counts.keep(DAY)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"format": "x"}', b'{"format": "guideline/module-counts/1", "days": {"x": {}}}', b"\xff"])  # fmt: skip
def test_a_broken_file_begins_anew(tmp_path, data):
    path = tmp_path / "counts.json"
    path.write_bytes(data)
    counts = Counts(path)
    counts.add("refuse", "a", DAY)
    counts.keep(DAY)
    assert kept(path)["days"] == {"2026-10-01": {"a": {"refuse": 1}}}


def test_a_disk_that_takes_nothing_stops_nothing(tmp_path, caplog):
    counts = Counts(tmp_path / "gone" / "counts.json")
    counts.add("refuse", "a", DAY)
    counts.keep(DAY)
    assert "can't be written" in caplog.text

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from guideline.homeserver.status import Refused, Status

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))


def test_it_tells_what_is_in_force_what_was_refused_and_what_failed(tmp_path):
    path = tmp_path / "status.json"
    status = Status(path)
    status.refused(Refused(NOW, "/x/guideline.json", "broken"))
    assert json.loads(path.read_bytes())["state"] == "none"
    status.in_force("kakuu", "1.0.0", "a" * 64, NOW)
    status.in_force("kakuu", "1.0.0", "a" * 64, NOW + timedelta(hours=1))
    status.failed("KeyError", NOW)
    status.failed("ValueError", NOW + timedelta(minutes=1))
    status.refused(Refused(NOW + timedelta(hours=2), "/x/guideline.json", "broken again"))
    assert json.loads(path.read_bytes()) == {
        "format": "guideline/module-status/1",
        "state": "last-good",
        "bundle": "kakuu",
        "version": "1.0.0",
        "digest": "a" * 64,
        "since": "2026-10-01T09:00:00+09:00",
        "refused": {"at": "2026-10-01T11:00:00+09:00", "file": "/x/guideline.json", "reason": "broken again"},
        "failures": {"count": 2, "last": "2026-10-01T09:01:00+09:00", "kind": "ValueError"},
    }


def test_a_status_that_can_not_be_written_stops_nothing_and_is_logged(tmp_path, caplog):
    Status(tmp_path / "gone" / "status.json").failed("KeyError", NOW)
    assert "can't be written" in caplog.text

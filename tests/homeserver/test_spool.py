from __future__ import annotations

import itertools
import json

import pytest

from guideline.homeserver import spool as room
from guideline.homeserver.spool import Spool


def names():
    counter = itertools.count()
    return lambda: f"{next(counter):06d}"


def test_a_record_appears_whole_and_private(tmp_path):
    Spool(tmp_path / "spool", names()).put({"user": "@佐藤:x", "n": 1})
    (found,) = (tmp_path / "spool" / "new").iterdir()
    assert json.loads(found.read_bytes()) == {"user": "@佐藤:x", "n": 1}
    assert found.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "spool" / "new").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "spool" / "tmp").iterdir()) == []


def test_a_spool_nobody_empties_takes_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(room, "MAX_WAITING", 3)
    spool = Spool(tmp_path, names())
    for number in range(3):
        spool.put({"n": number})
    with pytest.raises(OSError, match="nobody empties"):
        spool.put({"n": 3})
    assert len(list((tmp_path / "new").iterdir())) == 3

from __future__ import annotations

import os

import pytest

from guideline.source.whole import write_whole


def test_a_file_is_replaced_whole_and_private(tmp_path):
    path = tmp_path / "status.json"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["status.json"]


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path):
    path = tmp_path / "status.json"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(path, b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["status.json"]


@pytest.mark.parametrize("sync", [False, True])
def test_the_umask_narrows_the_mode(tmp_path, sync):
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "kakuu.html", b"x", 0o666, sync=sync)
    finally:
        os.umask(mask)
    assert (tmp_path / "kakuu.html").stat().st_mode & 0o777 == 0o640

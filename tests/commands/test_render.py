from __future__ import annotations

import json

import pytest


@pytest.mark.programs
def test_stickers_are_written_into_a_folder(run, tmp_path):
    done = run("render", "kakuu", "--format", "stickers", "--out", str(tmp_path / "new" / "pack"))
    assert done.exit_code == 0, done.stderr
    folder = tmp_path / "new" / "pack"
    told = json.loads((folder / "stickers.json").read_bytes())
    names = {one["file"] for one in told["stickers"]}
    assert {path.name for path in folder.iterdir()} == names | {"stickers.json", "sheet.png"}


@pytest.mark.parametrize("arguments", [["--format", "stickers"], ["--format", "html", "--out", "."]])
def test_a_folder_is_needed_and_only_then(run, arguments):
    done = run("render", "kakuu", *arguments)
    assert done.exit_code == 2
    assert "--out" in done.stderr or "フォルダー" in done.stderr


def test_a_font_that_is_none_is_said(run, tmp_path):
    font = tmp_path / "font.ttf"
    font.write_bytes(b"no")
    done = run("render", "kakuu", "--format", "stickers", "--out", str(tmp_path / "pack"), "--font", str(font))
    assert done.exit_code == 5
    assert str(font) in done.stderr
    assert not (tmp_path / "pack").exists()

"""Rehearsals at the same time: one image is built once, nobody's image or hosts are taken away by another."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from guideline.rehearsal import World, build_image, clean, image
from guideline.rehearsal.image import drop_drafts, using_image
from guideline.rehearsal.lab import _folder, kept
from guideline.rehearsal.running import RehearsalError
from guideline.site import find_site, load_site
from guideline.source.turns import prune, take, turn, use_of

KAKUU = load_site(find_site("kakuu"))


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "state", tmp_path, sys.executable, {}, time.sleep, time.monotonic, lambda key: None)


@pytest.fixture
def builds(monkeypatch):
    """Have an image be a folder with a file, slowly made; return the folders that were begun."""
    begun: list[Path] = []

    def make(command, **_):
        if command[0] != "mmdebstrap":
            return ""
        draft = next(part for part in command if isinstance(part, Path))
        begun.append(draft)
        (draft / "half").write_text("", encoding="utf-8")
        time.sleep(0.3)
        (draft / "whole").write_text("", encoding="utf-8")
        return ""

    monkeypatch.setattr(image, "run", make)
    monkeypatch.setattr("deploys.debian.sources_of", lambda apt: "")
    monkeypatch.setattr(image, "_prepare", lambda root: None)
    return begun


def test_two_that_need_the_image_at_once_build_it_once(world, builds):
    found: list[Path] = []

    def need():
        with using_image(world, KAKUU) as (folder, _):
            assert (folder / "whole").exists()
            found.append(folder)

    both = [threading.Thread(target=need) for _ in range(4)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(builds) == 1
    assert len(found) == 4
    assert len(set(found)) == 1
    assert [path.name for path in (world.state / "image").iterdir() if path.is_dir()] == [found[0].name]


def test_a_build_that_fails_leaves_no_image_and_no_draft(world, builds, monkeypatch):
    def fail(root):
        raise RehearsalError("rehearsal.no-namespace")

    monkeypatch.setattr(image, "_prepare", fail)
    with pytest.raises(RehearsalError):
        build_image(world, KAKUU)
    assert not [path for path in (world.state / "image").iterdir() if path.is_dir()]


def made(images: Path, *names: str) -> list[Path]:
    folders = [images / name for name in names]
    for age, folder in enumerate(folders):
        folder.mkdir(parents=True)
        os.utime(folder, (1000 + age, 1000 + age))
    return folders


def test_old_images_go_but_the_last_ones_and_those_in_use(tmp_path):
    a, b, c, d, e = made(tmp_path, "a", "b", "c", "d", "e")
    used = take(tmp_path / ".a.use", shared=True)
    os.utime(tmp_path / ".a.use", (1000, 1000))
    assert prune(tmp_path, e, 2) == ["b"]
    assert [path.exists() for path in (a, b, c, d, e)] == [True, False, True, True, True]
    os.close(used)
    assert prune(tmp_path, e, 2) == ["a"]


def test_an_image_stays_while_the_box_that_outlives_its_maker_has_it_open(tmp_path):
    _, wanted = made(tmp_path, "a", "wanted")
    used = take(tmp_path / ".a.use", shared=True)
    kept_box = subprocess.Popen(["sleep", "60"], pass_fds=[used])
    os.close(used)
    assert prune(tmp_path, wanted, 0) == []
    kept_box.kill()
    kept_box.wait()
    assert prune(tmp_path, wanted, 0) == ["a"]


def test_an_image_that_lies_elsewhere_is_in_use_there_too(tmp_path):
    (real,) = made(tmp_path / "theirs", "a")
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/a").symlink_to(real)
    used = take(use_of(tmp_path / "ours/a"), shared=True)
    assert prune(tmp_path / "theirs", tmp_path / "none", 0) == []
    os.close(used)
    assert prune(tmp_path / "ours", tmp_path / "none", 0) == []
    assert real.is_dir()


def test_drafts_of_a_killed_build_go_and_those_of_one_at_work_stay(tmp_path):
    (draft,) = made(tmp_path / "image", ".a.x1")
    with turn(tmp_path / "image/.lock"):
        drop_drafts(tmp_path)
        assert draft.exists()
    drop_drafts(tmp_path)
    assert not draft.exists()


def test_cleaning_ends_what_crashed_and_leaves_who_is_at_work(tmp_path):
    site = KAKUU
    at_work, held = _folder(tmp_path, site)
    crashed, freed = _folder(tmp_path, site)
    os.close(freed)
    assert at_work != crashed
    assert clean(tmp_path, time.sleep) == [crashed.name]
    assert (at_work.is_dir(), crashed.is_dir()) == (True, False)
    os.close(held)
    assert clean(tmp_path, time.sleep) == [at_work.name]


def test_a_lock_whose_file_was_taken_away_is_no_lock(tmp_path):
    path = tmp_path / "lock"
    first = take(path)
    path.unlink()
    second = take(path, wait=False)
    assert second is not None
    assert take(path, wait=False) is None
    os.close(first)
    os.close(second)


def test_kept_hosts_of_a_site_whose_name_begins_alike_are_not_ours(tmp_path, monkeypatch):
    lab = sys.modules[kept.__module__]
    site = KAKUU
    folder, held = _folder(tmp_path, site)
    asked: list[Path] = []
    monkeypatch.setattr(lab.Box, "standing", lambda path: asked.append(path) or object())
    monkeypatch.setattr(lab, "find", lambda box, place: object())
    (folder / "lab.json").write_text('{"site": "/elsewhere/kakuu-ken"}', encoding="utf-8")
    monkeypatch.setattr(lab, "positions_of", lambda site: pytest.fail("taken for ours"))
    assert kept(site, tmp_path) is None
    assert asked == [folder]
    os.close(held)

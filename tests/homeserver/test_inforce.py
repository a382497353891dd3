from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone

import pytest

from guideline.bundle import load_bundle
from guideline.homeserver.inforce import InForce
from guideline.homeserver.status import Status

JST = timezone(timedelta(hours=9))


class Clock:
    def __init__(self):
        self.now = datetime(2026, 10, 1, 9, 0, tzinfo=JST)

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


class World:
    """A compiled file, its status and kept copy, and a judge that remembers for whom it was made."""

    def __init__(self, tmp_path, policy):
        self.path, self.kept = tmp_path / "guideline.json", tmp_path / "last-good.json"
        self.status_file = tmp_path / "status.json"
        self.policy = policy
        self.clock = Clock()
        self.made = []
        self.ticks = 1000
        self.breaks = None

    def write(self, data):
        self.path.write_bytes(data)
        self.ticks += 1
        os.utime(self.path, (self.ticks, self.ticks))

    def compiled(self, version):
        file = self.policy / "bundle.yaml"
        text = file.read_text("utf-8")
        file.write_text(text.replace('version: "1.0.0"', f'version: "{version}"'), "utf-8")
        data = load_bundle(self.policy).to_json()
        file.write_text(text, "utf-8")
        return data

    def make_judge(self, guideline):
        self.made.append((guideline.version, guideline.day.isoformat()))
        if self.breaks:
            raise self.breaks
        return lambda text, room, member: []

    def start(self):
        return InForce(self.path, self.kept, Status(self.status_file), self.make_judge, self.clock)

    def version(self, in_force):
        today = in_force.today()
        return today and today.guideline.version

    @property
    def status(self):
        return json.loads(self.status_file.read_bytes())


@pytest.fixture
def world(tmp_path, policy):
    return World(tmp_path, policy)


def test_a_good_file_is_in_force_and_says_so(world):
    world.write(world.compiled("1.0.0"))
    assert world.version(world.start()) == "1.0.0"
    assert world.status["state"] == "in-force"
    assert (world.status["bundle"], world.status["version"]) == ("kokoromi", "1.0.0")
    assert world.status["since"] == "2026-10-01T09:00:00+09:00"
    assert world.kept.read_bytes() == world.path.read_bytes()
    assert world.kept.stat().st_mode & 0o777 == 0o600


def test_a_new_file_takes_over_within_a_second(world):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.write(world.compiled("1.1.0"))
    assert world.version(in_force) == "1.0.0"
    world.clock.forward(seconds=1)
    assert world.version(in_force) == "1.1.0"
    assert world.status["since"] == "2026-10-01T09:00:01+09:00"


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"null", b"[" * 200_000, b"\xff\xfe\x00", b'{"format":"guideline/compiled/1"}', b'{"format": 1}'],
)
def test_a_broken_file_leaves_the_last_good_one_and_is_told(world, broken):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.write(broken)
    world.clock.forward(seconds=2)
    assert world.version(in_force) == "1.0.0"
    assert world.status["state"] == "last-good"
    assert world.status["version"] == "1.0.0"
    assert world.status["refused"]["file"] == str(world.path)
    assert world.status["refused"]["reason"]
    # Mended, it is in force again and the refusal is forgotten.
    world.write(world.compiled("1.1.0"))
    world.clock.forward(seconds=2)
    assert world.version(in_force) == "1.1.0"
    assert (world.status["state"], world.status["refused"]) == ("in-force", None)


def test_a_damaged_file_whose_digest_does_not_fit_is_refused(world):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.write(world.compiled("1.1.0").replace("了解しました".encode(), "承知しましょう".encode()))
    world.clock.forward(seconds=2)
    assert world.version(in_force) == "1.0.0"
    assert "wrong-digest" in world.status["refused"]["reason"]


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), MemoryError(), KeyError("了解しました")])
def test_a_guideline_no_judge_can_be_made_of_is_refused(world, error):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.breaks = error
    world.write(world.compiled("1.1.0"))
    world.clock.forward(seconds=2)
    assert world.version(in_force) == "1.0.0"
    assert type(error).__name__ in world.status["refused"]["reason"]
    assert "了解" not in world.status["refused"]["reason"]


def test_a_vanished_file_leaves_the_last_good_one(world):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.path.unlink()
    world.clock.forward(seconds=2)
    assert world.version(in_force) == "1.0.0"
    assert world.status["state"] == "last-good"


def test_a_restart_with_a_broken_file_still_obeys_the_kept_copy(world):
    world.write(world.compiled("1.0.0"))
    world.start().today()
    world.write(b"{")
    again = world.start()
    assert world.version(again) == "1.0.0"
    assert world.status["state"] == "last-good"
    assert world.status["refused"]


def test_without_any_good_file_nothing_is_in_force_and_that_is_told(world, caplog):
    world.write(b"{")
    assert world.start().today() is None
    assert world.status["state"] == "none"
    assert "NO guideline is in force" in caplog.text


def test_a_new_day_has_its_own_guideline(world):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    in_force.today()
    world.clock.forward(days=1)
    in_force.today()
    assert world.made == [("1.0.0", "2026-10-01"), ("1.0.0", "2026-10-02")]


def test_the_file_is_looked_at_no_more_than_once_a_second(world):
    world.write(world.compiled("1.0.0"))
    in_force = world.start()
    in_force.today()
    world.path.unlink()
    world.clock.forward(milliseconds=999)
    in_force.today()
    assert world.status["state"] == "in-force"
    world.clock.forward(hours=-5)  # the clock was set back: look rather than wait for hours
    in_force.today()
    assert world.status["state"] == "last-good"

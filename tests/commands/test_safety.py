"""``guideline safety`` without a server; tests/embedded/test_safety.py has one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from guideline.steward import Check, Checks

POSTED = datetime(2026, 10, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture
def state(tmp_path):
    """The steward's folder with a check that sato has read; its server is away."""
    folder = tmp_path / "state"
    (folder / "steward").mkdir(parents=True)
    account = {"url": "http://127.0.0.1:9", "user": "@guideline:chat.kakuu.example", "password": "himitsu"}
    (folder / "steward" / "access.json").write_text(json.dumps(account))
    Checks(folder / "safety").keep(Check("1", "!b:x", "$1", POSTED, frozenset(["@sato:chat.kakuu.example"])))
    return folder


@pytest.fixture
def safety(run, state, policy):
    def call(verb, *arguments):
        return run(
            "safety", verb, "--site", "inventory/embedded", "--policy", policy, "--state", str(state), *arguments
        )

    return call


@pytest.fixture
def policy():
    return "tests/data/embedded-policy"


@pytest.mark.parametrize(
    "now, phoned",
    [
        ("2026-10-01T09:04:59", False),
        ("2026-10-01T09:05:00", True),
        ("2026-10-01T00:04:59+00:00", False),
        ("2026-10-01T00:05:00+00:00", True),
    ],
)
def test_whom_to_phone_at_a_time(safety, now, phoned):
    done = safety("status", "--now", now)
    assert done.exit_code == 0
    assert ("電話をかける人：" in done.stdout) is phoned
    assert "防災課  伊藤 健  内線2002" in done.stdout
    assert "佐藤" not in done.stdout
    assert "前回までにわかった既読" in done.stderr


def test_as_json(safety):
    shown = json.loads(safety("status", "--format", "json", "--now", "2026-10-01T09:05:00").stdout)
    assert [row["user"] for row in shown["read"]] == ["sato"]
    assert [row["user"] for row in shown["phone"]] == ["suzuki", "tanaka", "ito", "mori"]
    assert (shown["posted"], shown["due"]) == ("2026-10-01T09:00:00+09:00", "2026-10-01T09:05:00+09:00")


@pytest.mark.parametrize("now", ["tomorrow", "9:05", "2026-13-01T00:00"])
def test_a_time_that_is_none(safety, now):
    done = safety("status", "--now", now)
    assert done.exit_code == 2
    assert "2026-10-01T09:05" in done.stderr


def test_everybody_has_read(safety, state):
    users = frozenset(f"@{name}:chat.kakuu.example" for name in ("sato", "suzuki", "tanaka", "ito", "mori"))
    Checks(state / "safety").keep(Check("2", "!b:x", "$2", POSTED, users))
    assert "全員が読みました" in safety("status").stdout
    assert "電話をかける人" in safety("status", "--id", "1", "--now", "2026-10-02").stdout


def test_no_check_and_an_unknown_one(safety, state):
    assert safety("status", "--id", "9").exit_code == 2
    (state / "safety" / "1.json").unlink()
    done = safety("status")
    assert done.exit_code == 2
    assert "まだ送られていません" in done.stderr


def test_a_check_that_was_not_posted_to_the_end(safety, state):
    Checks(state / "safety").keep(Check("2", "!b:x", "", POSTED))
    done = safety("status")
    assert done.exit_code == 2
    assert "途中で終わっています" in done.stderr


def test_starting_without_a_room_or_a_server(safety, state):
    assert "--room" in safety("start", "--text", "地震").stderr
    (state / "rooms.json").write_text('{"board": "!b:x"}')
    done = safety("start", "--text", "地震")
    assert done.exit_code == 5
    assert "接続できません" in done.stderr
    assert "himitsu" not in done.output


def test_a_bundle_without_the_clause(run, state):
    done = run("safety", "status", "--site", "inventory/embedded", "--policy", "nowhere", "--state", str(state))
    assert done.exit_code in {2, 3}


def test_a_state_without_an_account(run, tmp_path, policy):
    Checks(tmp_path / "safety").keep(Check("1", "!b:x", "$1", POSTED))
    done = run("safety", "status", "--site", "inventory/embedded", "--policy", policy, "--state", str(tmp_path))
    assert done.exit_code == 2
    assert "access.json" in done.stderr

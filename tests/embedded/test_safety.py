"""The safety check against a real server: posted, read, and whom to phone."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone

from guideline.homeserver import Client

JST = timezone(timedelta(hours=9))
TEXT = "地震がありました。無事なら、この投稿を読んでください。"


def safety(site, *arguments):
    return site.command(
        *arguments, "--policy", site.policy, "--state", site.state / "state", "--lang", "ja", verb="safety"
    )


def status(site, *arguments):
    done = safety(site, "status", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def users(rows):
    return sorted(row["user"] for row in rows)


def read(site, user, room, event, kind):
    with Client(site.url, sleep=time.sleep) as client:
        client.log_in(user, site.password(user), "TEST")
        client._call("POST", f"/_matrix/client/v3/rooms/{room}/receipt/{kind}/{event}", {})


def test_who_has_read_and_whom_to_phone(site):
    now = datetime.now(JST).replace(microsecond=0)
    posted = safety(site, "start", "--text", TEXT, "--now", now.isoformat())
    assert posted.returncode == 0, posted.stderr
    assert "5 分後" in posted.stdout
    everybody = ["ito", "mori", "sato", "suzuki", "tanaka"]
    just_before = (now + timedelta(minutes=4, seconds=59)).isoformat()
    due = (now + timedelta(minutes=5)).isoformat()
    first = status(site, "--now", just_before)
    assert (users(first["unread"]), first["phone"]) == (everybody, [])
    assert users(status(site, "--now", due)["phone"]) == everybody

    (check,) = (site.state / "state" / "safety").glob(f"{first['id']}.json")
    event, board = json.loads(check.read_bytes())["event"], site.rooms["board"]
    read(site, "sato", board, event, "m.read")
    read(site, "tanaka", board, event, "m.read.private")
    after = status(site, "--now", due)
    assert users(after["read"]) == ["sato"]
    assert users(after["phone"]) == ["ito", "mori", "suzuki", "tanaka"]
    assert {row["user"]: row["phone"] for row in after["phone"]}["ito"] == "内線2002"

    # A receipt on a later post covers the check.
    with Client(site.url, sleep=time.sleep) as client:
        client.log_in("tanaka", site.password("tanaka"), "TEST")
        later = client.send(board, "m.room.message", {"msgtype": "m.text", "body": "避難所を開きました。"}, "later")
    read(site, "mori", board, later, "m.read")
    assert users(status(site, "--now", due)["phone"]) == ["ito", "suzuki"]

    shown = safety(site, "status", "--now", due)
    assert "電話をかける人" in shown.stdout
    assert "防災課  伊藤 健  内線2002" in shown.stdout
    assert "佐藤" not in shown.stdout

    # The number of minutes is the clause's.
    parameters = site.policy / "parameters.yaml"
    text = parameters.read_text("utf-8")
    parameters.write_text(text.replace('"2026-04-01": 5', '"2026-04-01": 3'), "utf-8")
    try:
        assert users(status(site, "--now", (now + timedelta(minutes=3)).isoformat())["phone"]) == ["ito", "suzuki"]
    finally:
        parameters.write_text(text, "utf-8")


def test_a_server_that_is_away_leaves_what_was_known(site, tmp_path):
    safety(site, "start", "--text", TEXT)
    access = site.state / "state" / "steward" / "access.json"
    kept = access.read_bytes()
    access.write_text(json.dumps(json.loads(kept) | {"url": "http://127.0.0.1:9"}))
    try:
        shown = safety(site, "status")
        assert shown.returncode == 0
        assert "前回までにわかった既読" in shown.stderr
        assert "伊藤 健" in shown.stdout
        posted = safety(site, "start", "--text", TEXT)
        assert posted.returncode == 5
        assert "Traceback" not in posted.stderr
    finally:
        access.write_bytes(kept)
    assert safety(site, "start", "--text", TEXT).returncode == 0

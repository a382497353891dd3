"""What a restart leaves of the log-ins: all of them where there is a folder for it, none without, and nothing to read."""

from __future__ import annotations

import json
import re
import stat

import pytest

from guideline.web.rooms.keeping import FILE, KEY, Kept, OpenKeyError
from guideline.web.rooms.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from tests.web.chatserver import TALK


@pytest.fixture
def run(make, chat, tmp_path):
    """Start the page anew, as a process would: with its beginning and its end."""
    import os

    import httpx

    def start(folder="state"):
        place = tmp_path / folder if folder else None
        return make(chat="http://chat.example", transport=httpx.MockTransport(chat), chance=os.urandom, state=place)

    return start


def log_in(client, filled, user="sato"):
    answer = client.post("/login", data=filled(client, user, {"sato": "himitsu-1", "suzuki": "himitsu-2"}[user]))
    assert answer.status_code == 200


def test_a_log_in_outlives_a_restart_and_nothing_of_it_can_be_read(run, filled, chat, tmp_path):
    with run() as page:
        log_in(page, filled)
        cookies = dict(page.cookies)
    folder = tmp_path / "state"
    (token,) = chat.tokens
    for file in folder.iterdir():
        data = file.read_bytes()
        assert not any(word in data for word in (token.encode(), b"sato", b"syt_", cookies["guideline"].encode()))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name for file in folder.iterdir()} == {FILE, KEY}
    with run() as page:
        page.cookies.update(cookies)
        shown = page.get(f"/rooms/{TALK}")
        assert shown.url.path == f"/rooms/{TALK}"
        form = re.findall(r'name="form" value="([^"]+)"', shown.text)[-1]
        assert (
            page.post(f"/rooms/{TALK}", data={"form": form, "text": "3時に伺います", "do": "send"}).status_code == 200
        )
    assert len(chat.sent) == 1


def test_without_a_folder_no_log_in_outlives_the_page(run, filled, chat):
    with run("") as page:
        log_in(page, filled)
        log_in(run(""), filled, "suzuki")
        assert len(chat.tokens) == 2
    assert list(chat.tokens.values()) == ["@suzuki:kakuu.example"]


def test_a_log_out_is_kept_too(run, filled, chat):
    with run() as page:
        log_in(page, filled)
        cookies = dict(page.cookies)
        form = re.findall(r'name="form" value="([^"]+)"', page.get("/rooms").text)[-1]
        page.post("/logout", data={"form": form})
    assert chat.tokens == {}
    with run() as page:
        page.cookies.update(cookies)
        assert page.get("/rooms").url.path == "/login"


def test_what_ended_while_the_page_was_down_is_revoked_at_its_start(run, filled, chat, world):
    with run() as page:
        log_in(page, filled)
        cookies = dict(page.cookies)
    world.now += IDLE_SECONDS + 1
    with run() as page:
        for _ in range(200):
            if not chat.tokens:
                break
            page.get("/health")
        assert chat.tokens == {}
        page.cookies.update(cookies)
        assert page.get("/rooms").url.path == "/login"


@pytest.mark.parametrize("damage", ["key", "file", "empty", "other", "gone"])
def test_a_broken_file_costs_the_log_ins_and_no_more(run, filled, tmp_path, damage):
    with run() as page:
        log_in(page, filled)
    file, key = tmp_path / "state" / FILE, tmp_path / "state" / KEY
    if damage == "key":
        key.unlink()
    elif damage == "file":
        file.write_bytes(file.read_bytes()[:-9] + b"AAAAAAAAA")
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "other":
        kept = Kept(tmp_path / "state", lambda: 0.0)
        kept.keep({"sessions": {"x": 1, "f" * 64: {"user": 3}}, "over": [None, 7]})
    else:
        file.unlink()
    with run() as page:
        assert page.get("/rooms").url.path == "/login"
        log_in(page, filled)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_key_that_others_can_read_is_not_used(tmp_path, mode):
    Kept(tmp_path, lambda: 0.0)
    (tmp_path / KEY).chmod(mode)
    with pytest.raises(OpenKeyError):
        Kept(tmp_path, lambda: 0.0)


@pytest.mark.parametrize("key", [b"", b"short", b"\xff" * 44])
def test_a_key_that_is_none_is_said(tmp_path, key):
    (tmp_path / KEY).write_bytes(key)
    (tmp_path / KEY).chmod(0o600)
    with pytest.raises(OSError, match="no key"):
        Kept(tmp_path, lambda: 0.0)


def test_a_key_behind_a_link_is_not_followed(tmp_path):
    other = tmp_path / "other"
    Kept(other, lambda: 0.0)
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / KEY).symlink_to(other / KEY)
    with pytest.raises(OSError, match=r"symbolic|Too many"):
        Kept(tmp_path / "state", lambda: 0.0)


def test_ages_go_on_while_the_page_is_down():
    now = [10_000.0]
    sessions = Sessions(lambda: now[0], lambda count: b"n" * count)
    name = sessions.begin("@sato:kakuu.example", "token", "総務課", ("課長",))
    now[0] += 600
    told = json.loads(json.dumps(sessions.state()))
    for passed, there in ((0, True), (IDLE_SECONDS - 700, True), (IDLE_SECONDS - 500, False), (LONGEST_SECONDS, False)):
        # Another machine: its clock has begun anew.
        anew = Sessions(lambda: 5.0, lambda count: b"n" * count)
        anew.recall(told, passed)
        found = anew.find(name)
        assert (found is not None) is there
        assert len(anew.over()) == (0 if there else 1)
        if found:
            assert (found.section, found.roles, found.draft) == ("総務課", ("課長",), None)


def test_use_alone_is_kept_now_and_then_and_a_log_in_at_once():
    now = [0.0]
    sessions = Sessions(lambda: now[0], lambda count: b"n" * count)
    assert not sessions.due
    name = sessions.begin("@sato:kakuu.example", "token")
    assert sessions.due
    sessions.state()
    sessions.find(name)
    assert not sessions.due
    now[0] += 61
    assert sessions.due
    sessions.state()
    sessions.end(name)
    assert sessions.due

"""What ``guideline up`` says before anything is started; tests/embedded runs the whole."""

from __future__ import annotations

import json
import os

import pytest

from guideline.embedded import Folder, myself


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "up")
    folder.make()
    return folder


def test_stopping_what_does_not_run(run, tmp_path):
    done = run("up", "--stop", "--state", str(tmp_path / "up"))
    assert done.exit_code == 0
    assert "動いていません" in done.stderr
    assert not (tmp_path / "up").exists()


def test_a_message_to_what_does_not_run(run, tmp_path):
    done = run("up", "--say", "了解しました", "--state", str(tmp_path / "up"))
    assert done.exit_code == 5
    assert "動いていません" in done.stderr


@pytest.mark.parametrize("pid", [os.getppid(), "x", None], ids=["another", "no number", "none"])
def test_what_a_run_that_is_gone_said_of_itself_is_not_believed(run, folder, pid):
    folder.keep_json(folder.running, {"url": "http://127.0.0.1:9", "pid": pid})
    done = run("up", "--say", "了解しました", "--state", str(folder.root))
    assert "動いていません" in done.stderr


def test_a_second_up_tells_where_the_first_is(run, folder):
    me = myself()
    facts = {"url": "http://127.0.0.1:18008", "policy": "kakuu", "version": "1.2.0", "logins": "/l", "status": "/s"}
    folder.keep_json(folder.record("up"), {"pid": me.pid, "start": me.start})
    folder.keep_json(folder.running, facts | {"pid": me.pid, "policy_option": "kakuu", "rooms": {}})
    lock = folder.lock()
    with lock:
        done = run("up", "--state", str(folder.root))
    assert done.exit_code == 0
    assert "すでに動いています" in done.stderr
    assert "http://127.0.0.1:18008" in done.stdout


def test_a_folder_in_use_by_something_that_does_not_say_what_it_is(run, folder):
    with folder.lock():
        done = run("up", "--state", str(folder.root))
    assert done.exit_code == 5
    assert "使っています" in done.stderr


def test_a_broken_bundle_starts_nothing(run, tmp_path, sanjo):
    (sanjo / "bundle.yaml").write_text("schema: [\n")
    done = run("up", "--policy", str(sanjo), "--state", str(tmp_path / "up"))
    assert done.exit_code == 3
    assert "bundle.yaml:" in done.stderr
    assert not (tmp_path / "up" / "processes" / "synapse.json").exists()


def test_a_site_that_does_not_exist(run, tmp_path):
    done = run("up", "--site", str(tmp_path / "nowhere"), "--state", str(tmp_path / "up"))
    assert done.exit_code == 2


@pytest.mark.parametrize("port", ["80", "70000", "http"])
def test_a_port_that_is_none(run, tmp_path, port):
    assert run("up", "--port", port, "--state", str(tmp_path / "up")).exit_code == 2


def test_serve_without_an_account_says_which_file_it_needs(run, tmp_path):
    done = run("serve", "--bundle", "kakuu.json", "--members", "members.json", "--state", str(tmp_path))
    assert done.exit_code == 2
    assert "access.json" in done.stderr


@pytest.mark.parametrize("word", [None, "", "one\ntwo\n"])
def test_serve_without_a_password_says_which_file_it_needs(run, tmp_path, word):
    secret = tmp_path / "secret"
    if word is not None:
        secret.write_text(word, encoding="ascii")
    told = ("--server", "http://127.0.0.1:9", "--user", "@guideline:x", "--password-file", str(secret))
    done = run("serve", "--bundle", "kakuu.json", "--members", "members.json", "--state", str(tmp_path), *told)
    assert done.exit_code == 2
    assert str(secret) in done.stderr
    assert "two" not in done.output


def test_the_folder_tells_no_secret_on_the_screen(run, folder):
    folder.keep_json(folder.passwords, {"sato": "himitsu"})
    done = run("up", "--stop", "--state", str(folder.root))
    assert "himitsu" not in done.output
    assert json.loads(folder.passwords.read_bytes()) == {"sato": "himitsu"}

"""Starting, going on, breaking and ending; nothing else on the machine is touched."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time

from guideline.embedded import alive, any_free
from guideline.embedded.processes import Process, start_of
from guideline.homeserver import Client

from . import test_messages as people


def running(pid):
    return start_of(pid) is not None


def test_a_second_up_says_that_it_is_running(site):
    again = site.up()
    assert again.returncode == 0
    assert "すでに動いています" in again.stderr
    assert site.url in again.stdout


def test_what_to_try_works(site):
    shown = site.up("--say", "3時に伺います", "--as", "ito")
    assert (shown.returncode, shown.stdout.strip()) == (0, "送信されました。")
    refused = site.up("--say", people.NUMBER, "--as", "ito")
    assert "第21条" in refused.stdout
    nobody = site.up("--say", "x", "--as", "nobody")
    assert nobody.returncode == 5


def test_a_broken_bundle_leaves_the_last_good_one_in_force_and_is_told_with_its_place(site, wait_for):
    before = site.status["digest"]
    text = site.clause_file.read_text("utf-8")
    line = text[: text.index("level: must")].count("\n") + 1
    site.clause_file.write_text(text.replace("level: must", "level: perhaps", 1), "utf-8")
    wait_for(lambda: f"10-writing.yaml:{line}" in site.log("up"), "the operator to be told")
    assert "今のものが引き続き有効です" in site.log("up")
    assert site.status["digest"] == before
    assert "第21条" in people.send(site, "ito", "talk", people.NUMBER)
    site.clause_file.write_text(text, "utf-8")
    time.sleep(1.2)  # the watcher sees the mended file: the same meaning, nothing to tell
    assert site.status["state"] == "in-force"


def test_a_broken_compiled_file_leaves_the_last_good_one_in_force(site, wait_for):
    compiled = site.state / "config" / "guideline.json"
    good = compiled.read_bytes()
    compiled.write_bytes(good[:-20])
    try:
        wait_for(lambda: site.status["state"] == "last-good", "the status to tell")
        assert str(compiled) in site.status["refused"]["reason"] + site.status["refused"]["file"]
        assert "第21条" in people.send(site, "ito", "talk", people.NUMBER)
        assert "the last good one stays in force" in site.log("homeserver")
        wait_for(lambda: "最後に使えたものが引き続き有効です" in site.log("up"), "the operator to be told")
    finally:
        compiled.write_bytes(good)
    wait_for(lambda: site.status["state"] == "in-force", "the good file")


def test_the_steward_may_be_killed_at_any_moment(site, wait_for):
    first = site.pid("steward")
    os.kill(first, signal.SIGKILL)
    assert people.send(site, "ito", "talk", "了解しました") == ""
    told = wait_for(lambda: [w for w in people.words(site, "ito") if "第9条" in w], "advice after the kill")
    assert len(told) == 1
    assert site.pid("steward") != first
    wait_for(lambda: not list((site.state / "state" / "spool" / "new").iterdir()), "the spool to be emptied")


def test_up_recovers_from_a_kill_uses_another_port_when_its_own_is_taken_and_stops(fresh):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        fresh.start("--port", port)
        assert f"ポート {port} は" in fresh.log("up")
        assert str(port) not in fresh.url
        assert f"public_baseurl: {fresh.url}/" in (fresh.state / "config" / "homeserver.yaml").read_text("utf-8")
        rooms, first = fresh.rooms, {name: fresh.pid(name) for name in ("up", "synapse", "steward")}
        assert people.send(fresh, "sato", "talk", "了解しました") == ""
        os.kill(first["up"], signal.SIGKILL)
        while running(first["up"]):
            time.sleep(0.05)
        assert running(first["synapse"])  # what a killed run leaves behind
        fresh.start("--port", port)
    assert not any(running(pid) for pid in first.values())
    assert "残っていたプロセスを終了しました" in fresh.log("up")
    assert fresh.rooms == rooms
    with Client(fresh.url, sleep=time.sleep) as client:
        client.log_in("sato", fresh.password("sato"), "TEST")
        assert set(rooms.values()) <= set(client.joined_rooms())
    second = {name: fresh.pid(name) for name in ("up", "synapse", "steward")}
    stopped = fresh.stop()
    assert stopped.returncode == 0, stopped.stderr
    assert not any(running(pid) for pid in second.values())
    assert "動いていません" in fresh.stop().stderr


def test_a_run_whose_folder_is_deleted_ends_with_all_it_started(fresh, wait_for):
    fresh.start("--port", any_free())
    pids = [fresh.pid(name) for name in ("up", "synapse", "steward")]
    # Moved away first: what still runs writes into the folder while it is emptied.
    shutil.rmtree(fresh.state.rename(fresh.state.with_name("deleted")))
    wait_for(lambda: not any(running(pid) for pid in pids), "everything to end")


def test_a_run_that_has_only_just_begun_is_stopped_too(fresh, wait_for):
    child = fresh.begin("--port", str(any_free()))
    wait_for((fresh.state / "lock").exists, "the lock")
    stopped = fresh.stop()
    assert stopped.returncode == 0, stopped.stderr
    assert child.wait(timeout=30) == 0
    assert not (fresh.state / "processes" / "up.json").exists()


def test_a_stranger_who_was_given_an_old_id_is_not_ended(fresh):
    me = os.getpid()
    processes = fresh.state / "processes"
    processes.mkdir(parents=True)
    start = start_of(me)
    (processes / "synapse.json").write_text(f'{{"pid": {me}, "start": {start - 1}}}')
    assert "動いていません" in fresh.stop().stderr
    assert alive(Process(me, start))


def test_a_bundle_broken_from_the_start_is_told_and_nothing_starts(fresh):
    fresh.clause_file.write_text("chapter: [\n", "utf-8")
    done = fresh.up()
    assert done.returncode == 3
    assert "10-writing.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (fresh.state / "processes" / "synapse.json").exists()


def test_a_folder_that_can_not_be_written_is_told(fresh, tmp_path):
    (tmp_path / "file").write_text("")
    fresh.state = tmp_path / "file" / "up"
    done = fresh.up()
    assert done.returncode == 5
    assert "書き込めません" in done.stderr

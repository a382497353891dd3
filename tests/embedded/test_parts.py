from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from guideline.embedded import (
    STEWARD,
    BundleInvalidError,
    Children,
    Folder,
    Process,
    Watch,
    alive,
    any_free,
    choose,
    end,
    free,
    launch,
    logging_configuration,
    members,
    myself,
    recall,
    register,
    with_log,
)
from guideline.embedded.policy import Policy
from guideline.source import SourceError
from guideline.source.yaml import parse_yaml

SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(0.05)"
PEOPLE = (
    SimpleNamespace(user="sato", name="佐藤 花子", section="総務課", roles=("職員",)),
    SimpleNamespace(user="ito", name="伊藤 健", section="防災課", roles=()),
)


# ---------------------------------------------------------------- ports


def test_a_taken_port_is_left_alone_and_another_is_chosen():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not free(port)
        other = choose(port)
        assert other != port
        assert free(other)
    assert choose(port) == port
    assert any_free() > 1023


# ---------------------------------------------------------------- processes


@pytest.fixture
def launched(tmp_path):
    started = []

    def start(*command):
        record = tmp_path / "process.json"
        child = launch([sys.executable, *command], record, tmp_path / "log", os.environ)
        started.append(child)
        until = time.monotonic() + 10
        while recall(record) is None and child.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        return record, child

    yield start
    for child in started:
        child.kill()
        child.wait()


def test_a_child_writes_down_who_it_is_before_it_becomes_the_program(launched, tmp_path):
    record, child = launched("-c", "import time; print('hello', flush=True); time.sleep(60)")
    process = recall(record)
    assert process.pid == child.pid
    assert alive(process)
    assert end(process, time.sleep)
    assert recall(record) is None
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o600


def test_a_child_that_does_not_listen_is_made_to_end(launched):
    record, child = launched("-c", SLEEPER)
    time.sleep(0.3)
    assert end(recall(record), time.sleep, patience=0.3)
    assert child.wait() == -9


def test_a_process_whose_id_was_given_out_again_is_not_the_same(tmp_path):
    me = myself()
    assert alive(me)
    stranger = Process(me.pid, me.start - 1)
    assert not alive(stranger)
    assert end(stranger, time.sleep)
    record = tmp_path / "process.json"
    for data in ("", "{", "[]", '{"pid": "x"}', f'{{"pid": {me.pid}, "start": {stranger.start}}}'):
        record.write_text(data)
        assert recall(record) is None
    assert recall(tmp_path / "gone.json") is None


def test_what_has_ended_but_was_not_waited_for_is_gone():
    child = subprocess.Popen([sys.executable, "-c", ""])
    while Path(f"/proc/{child.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.02)
    assert not alive(Process(child.pid, 0))
    child.wait()


def test_children_that_never_wrote_themselves_down_are_ended_too(tmp_path):
    folder = Folder(tmp_path)
    folder.make()
    children = Children(folder, dict(os.environ), time.sleep)
    children._start("steward", [sys.executable, "-c", "import time; time.sleep(60)"])
    folder.record("steward").unlink(missing_ok=True)
    assert [process.pid for process in children.left_over()] == [children._started["steward"].pid]
    assert children.end_all() == []
    assert not children.running("steward")


def test_a_server_that_ends_is_not_waited_for(tmp_path):
    folder = Folder(tmp_path)
    folder.make()
    children = Children(folder, dict(os.environ), time.sleep)
    children._start("synapse", [sys.executable, "-c", "raise SystemExit(1)"])
    assert children.wait_until(lambda: False) is False


# ---------------------------------------------------------------- folder


def test_passwords_are_made_once(tmp_path):
    folder = Folder(tmp_path)
    folder.make()
    made = iter(["a", "b", "c"])
    assert folder.made_once(("sato", "ito"), lambda: next(made)) == {"sato": "a", "ito": "b"}
    assert folder.made_once(("sato", "mori"), lambda: next(made)) == {"sato": "a", "mori": "c"}
    assert folder.passwords.stat().st_mode & 0o777 == 0o600


def test_only_one_holds_the_folder(tmp_path):
    folder = Folder(tmp_path)
    lock = folder.lock()
    assert folder.lock() is None
    lock.close()
    again = folder.lock()
    assert again is not None
    again.close()


def test_drafts_of_a_killed_run_are_cleared(tmp_path):
    folder = Folder(tmp_path)
    folder.make()
    (tmp_path / ".running.json.draft").write_text("{")
    folder.make()
    assert not (tmp_path / ".running.json.draft").exists()
    assert folder.read_json(tmp_path / "none.json") == {}
    folder.keep_json(folder.running, {"あ": 1})
    assert folder.read_json(folder.running) == {"あ": 1}


# ---------------------------------------------------------------- configuration


def test_the_sites_own_file_is_completed_and_nothing_of_it_changed(tmp_path):
    folder = Folder(tmp_path / "架空 市")
    written = "# 架空市\nserver_name: chat.kakuu.example\nmax_upload_size: 50M\nrate: 0.5\n"
    text = with_log(written, folder)
    assert text.startswith(written)
    values = parse_yaml(text, "x").value
    assert values["log_config"] == str(folder.log_yaml)
    assert values["report_stats"] is False
    assert with_log("report_stats: false\nlog_config: /x\n", folder) == "report_stats: false\nlog_config: /x\n"
    with pytest.raises(SourceError):
        with_log("a: [", folder)


def test_the_log_says_nothing_of_bodies(tmp_path):
    values = parse_yaml(logging_configuration(Folder(tmp_path)), "log.yaml").value
    assert values["root"]["level"] == "WARNING"
    assert set(values["loggers"]) == {"guideline", "synapse.storage.SQL"}
    assert values["loggers"]["synapse.storage.SQL"]["level"] == "WARNING"


# ---------------------------------------------------------------- watching


def test_a_saved_file_is_seen_once(tmp_path):
    (tmp_path / "clauses").mkdir()
    watch = Watch((tmp_path, tmp_path / "gone"))
    assert not watch.changed()
    file = tmp_path / "clauses" / "10.yaml"
    file.write_text("a")
    assert watch.changed()
    assert not watch.changed()
    os.utime(file, (1, 1))
    assert watch.changed()
    file.unlink()
    assert watch.changed()
    (tmp_path / "clauses" / ".10.yaml.swp").write_text("x")
    assert not watch.changed()


# ---------------------------------------------------------------- people


class Server:
    def __init__(self):
        self.accounts = []

    def register(self, secret, user, password, *, name="", admin=False):
        self.accounts.append((user, password, name, admin))


def test_people_and_their_sections():
    assert members(PEOPLE, "x")["@sato:x"] == {"section": "総務課", "roles": ["職員"]}
    server = Server()
    register(server, PEOPLE, {STEWARD: "s", "sato": "a", "ito": "b"}, "secret")
    assert [(user, admin) for user, _, _, admin in server.accounts] == [
        (STEWARD, False),
        ("sato", False),
        ("ito", False),
    ]
    assert server.accounts[1][2] == "佐藤 花子（総務課）"


# ---------------------------------------------------------------- the bundle and its compiled file


class Voice:
    """A world that remembers what it was told."""

    def __init__(self):
        self.said = []
        self.problems = lambda error: self.said.extend(problem.code for problem in error.problems)

    def today(self):
        return date(2026, 10, 1)

    def tell(self, name, /, **args):
        self.said.append(name)


@pytest.fixture
def policy(tmp_path):
    source = Path(__file__).parent.parent / "data" / "embedded-policy"
    return Path(shutil.copytree(source, tmp_path / "policy"))


def opened(tmp_path, policy):
    folder, voice = Folder(tmp_path / "up"), Voice()
    folder.make()
    return folder, voice, Policy(folder, str(policy), voice)


def test_a_saved_bundle_is_compiled_and_told_once(tmp_path, policy):
    _, voice, opened_policy = opened(tmp_path, policy)
    opened_policy.begin()
    assert voice.said == []
    assert opened_policy.guideline().version == "1.0.0"
    opened_policy.look()
    file = policy / "bundle.yaml"
    file.write_text(file.read_text("utf-8").replace("1.0.0", "1.1.0"), "utf-8")
    opened_policy.look()
    opened_policy.look()
    assert voice.said == ["bundle-new"]
    assert opened_policy.guideline().version == "1.1.0"


def test_a_broken_bundle_leaves_the_compiled_file_untouched(tmp_path, policy):
    folder, voice, opened_policy = opened(tmp_path, policy)
    opened_policy.begin()
    before = folder.bundle.read_bytes()
    (policy / "bundle.yaml").write_text("schema: [\n")
    opened_policy.look()
    assert voice.said[-1] == "bundle-broken"
    assert folder.bundle.read_bytes() == before
    # Beginning anew with the broken one goes on with what was compiled.
    again = Policy(folder, str(policy), voice)
    again.begin()
    assert again.guideline().version == "1.0.0"


def test_without_any_good_bundle_there_is_nothing_to_begin_with(tmp_path, policy):
    (policy / "bundle.yaml").unlink()
    _, voice, opened_policy = opened(tmp_path, policy)
    with pytest.raises(BundleInvalidError):
        opened_policy.begin()
    assert voice.said

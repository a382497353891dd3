"""The guideline without its delay, what an answer to a draft must hold, and pictures that aren't as their list tells."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import date
from types import SimpleNamespace

import pytest

from guideline.bundle import Bundle, load_bundle
from guideline.bundle.model import TimerControl
from guideline.rehearsal.artwork import judge_artwork
from guideline.rehearsal.attended import DRAFT, hurried
from guideline.rehearsal.steps import RULES, Step
from guideline.site import find_site, load_site
from guideline.words import say

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def bundle():
    return load_bundle("kakuu")


def timers(bundle: Bundle) -> dict[str, int]:
    return {one.rule: one.after for one in bundle.at(DAY).of(TimerControl)}


def test_only_the_delay_of_must_read_notices_goes_and_the_file_is_taken(bundle):
    changed = Bundle.from_json(hurried(bundle).to_json())
    assert timers(changed) == timers(bundle) | {"timer/board-unread": 0}
    assert timers(bundle)["timer/board-unread"] == 1440
    assert changed.meaning_digest != bundle.meaning_digest


def test_every_step_has_its_sentences_and_its_check():
    for name in ("enrol", "log-in", "send", "receive", "refuse", "apart", *RULES):
        for lang in ("ja", "en"):
            assert say(lang, f"rehearsal.step-{name}")
            args = {"zone": "admin", "writer": "a", "reader": "b", "said": "x"}
            assert "admin" in say(lang, f"rehearsal.talk-{name}", **args)
    assert {Step(name, False, "", 0.0).rule for name in ("stickers", "page", "send")} == {
        "rehearsal/steward", "rehearsal/page", "rehearsal/talk",
    }  # fmt: skip


def test_the_draft_breaks_more_than_one_clause(bundle):
    from guideline.messages import Linter, Message

    found = Linter(bundle.at(DAY)).judge(Message("-", DRAFT))
    assert len({one.clause for one in found}) >= 2
    assert not any(one.personal for one in found)


# ---------------------------------------------------------------- pictures on a host


@pytest.fixture
def host(tmp_path, bundle):
    """Return a host whose folder of stickers is a folder of this machine, with all that the guideline names."""
    site = load_site(find_site("kakuu"))
    folder = tmp_path / "stickers"
    folder.mkdir()
    listed = []
    for one in bundle.at(DAY).stickers:
        data = f"picture of {one.id}".encode()
        (folder / f"{one.id}.png").write_bytes(data)
        listed.append({"id": one.id, "file": f"{one.id}.png", "digest": hashlib.sha256(data).hexdigest()})
    (folder / "stickers.json").write_text(json.dumps({"stickers": listed}, indent=1) + "\n", encoding="utf-8")

    def on(command):
        return subprocess.run([*command[:-1], str(folder)], capture_output=True, text=True, check=False)

    machine = SimpleNamespace(name="chat-1", on=on)
    return SimpleNamespace(
        folder=folder, look=lambda name="chat-1": list(judge_artwork(machine, bundle.at(DAY), site, site.host(name)))
    )


def test_a_host_with_every_picture_is_clean_and_other_hosts_need_none(host):
    assert host.look() == []
    (host.folder / "stickers.json").unlink()
    assert host.look("db-1") == []


SPOILT = [
    ("gone", lambda folder: (folder / "thanks.png").unlink(), 1),
    ("another picture", lambda folder: (folder / "thanks.png").write_bytes(b"x"), 1),
    ("no list", lambda folder: (folder / "stickers.json").unlink(), 8),
    ("a torn list", lambda folder: (folder / "stickers.json").write_text('{"stickers": [', encoding="utf-8"), 8),
    ("an odd list", lambda folder: (folder / "stickers.json").write_text("[\n1\n}\n", encoding="utf-8"), 8),
]


@pytest.mark.parametrize("name, spoil, count", SPOILT, ids=lambda value: value if isinstance(value, str) else "")
def test_each_picture_that_is_not_there_is_named_with_the_clause(host, name, spoil, count):
    spoil(host.folder)
    found = host.look()
    assert len(found) == count, name
    assert {(one.rule, one.clause) for one in found} == {("rehearsal/stickers", "etiquette.sticker-not-words")}
    assert any(one.place.key.endswith("/thanks.png") for one in found)

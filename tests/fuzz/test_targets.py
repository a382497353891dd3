"""The fuzz targets without the fuzzer: they hold on their corpus and on some thousand seeded changes of it."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.targets import FILES, TARGETS, Choices, Folder, corpus


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_holds(name, folder):
    seeds = corpus(name)
    assert any(TARGETS[name](folder, data) for data in seeds)
    assert len(set(seeds)) == len(seeds)


@pytest.mark.parametrize("name, times", [("yaml", 1000), ("file", 150), ("edited", 400), ("compiled", 150)])
def test_seeded_changes_hold(name, times, folder):
    chance = random.Random(20261001)
    seeds = corpus(name)
    accepted = 0
    for _ in range(times):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randrange(1, 6)):
            place = chance.randrange(len(data) + 1)
            data[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        if name in ("edited", "compiled") and chance.random() < 0.8:
            data[1 if name == "compiled" else 0 :] = chance.randbytes(60)
        accepted += TARGETS[name](folder, bytes(data))
    # Neither all refused (then nothing beyond the reader was tried) nor all taken.
    assert 0 < accepted < times


def test_a_whole_file_in_its_place_is_taken(folder):
    for index, name in enumerate(FILES):
        assert TARGETS["file"](folder, bytes([index]) + folder.whole[name])


def test_what_fails_otherwise_is_no_refusal(folder, monkeypatch):
    """Seen red: a reader that raises anything but SourceError is not let off."""
    monkeypatch.setattr("tests.fuzz.targets.parse_yaml", lambda *_: {}["x"])
    with pytest.raises(KeyError):
        TARGETS["yaml"](folder, b"a: 1")


def test_choices_end_in_nought():
    choices = Choices(b"\x01\x02")
    assert [choices.below(1000), choices.below(1000), choices.below(0)] == [258, 0, 0]

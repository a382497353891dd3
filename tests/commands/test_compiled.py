"""The compiled cache: never stale, never trusted beyond its owner, never an error."""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guideline import bundle
from guideline.bundle import Bundle
from guideline.bundle.model import MessageControl, SettingControl
from guideline.commands import compiled
from guideline.commands.compiled import cache_folder, load_cached
from guideline.source import SourceError

DAY = date(2026, 11, 1)
CLAUSE = "clauses/20-messages.yaml"


BUNDLE = """\
schema: guideline/1
id: motoshishin
version: "1.0.0"
title: {ja: 架空市の指針, en: Guideline of Kakuu}
authority: {ja: 架空市, en: Kakuu}
language: ja
effective: {from: 2026-04-01}
documents: {K1: {title: {ja: 要綱, en: Rules}, about: {ja: 要綱, en: Rules}}}
"""
CLAUSES = """\
chapter: {id: etiquette, title: {ja: 書き方, en: How to write}}
clauses:
  - id: etiquette.no-greeting
    number: "1"
    level: must
    title: {ja: 挨拶を置かない, en: No greetings}
    text: {ja: 挨拶の定型句を置いてはならない。, en: Set greetings must not be written.}
    why: {ja: 用件が先に見えるように。, en: So that the matter is seen first.}
    sources: [{document: K1, says: "1"}]
    controls:
      - message:
          rule: etiquette/greeting
          kind: opening
          phrases:
            - お疲れ様です
            - おはようございます
          severity: warning
          fix: remove
        examples: {good: ["3時です"], bad: ["お疲れ様です。3時です"]}
  - id: servers.no-federation
    number: "2"
    level: must
    title: {ja: 他のサーバーとつながない, en: No federation}
    text: {ja: 他のサーバーとつないではならない。, en: Servers must not federate.}
    why: {ja: 外に出さないため。, en: So that nothing leaves.}
    sources: [{document: K1, says: "2"}]
    controls:
      - setting: {rule: synapse/no-federation, target: synapse, key: federation_domain_whitelist, equals: [], severity: error}
        examples: {good: ["federation_domain_whitelist: []"], bad: ["federation_domain_whitelist: [a.example]"]}
"""


def write_bundle(folder: Path, about: str = BUNDLE) -> Path:
    (folder / "clauses").mkdir(parents=True)
    (folder / "bundle.yaml").write_text(about, "utf-8")
    (folder / CLAUSE).write_text(CLAUSES, "utf-8")
    return folder


@pytest.fixture(name="policy")
def small_bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "policies" / "motoshishin")


@pytest.fixture(name="cache")
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(name="loads", autouse=True)
def count_loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were compiled anew, one for each time."""
    names: list[str] = []

    def load(name: str) -> Bundle:
        names.append(name)
        return real(name)

    real = bundle.load_bundle
    monkeypatch.setattr(bundle, "load_bundle", load, raising=False)
    return names


def settle(cache: Path) -> None:
    """Let the entries look as if they had been written a minute later."""
    for entry in cache.iterdir():
        os.utime(entry, (time.time() + 60, time.time() + 60))


def phrases(found: Bundle) -> list[str]:
    return [phrase for control in found.at(DAY).of(MessageControl) for phrase in control.phrases]


def edit(policy: Path) -> None:
    file = policy / CLAUSE
    file.write_text(file.read_text("utf-8").replace("- お疲れ様です\n", "- お疲れ様じゃ\n", 1), "utf-8")


def edit_keeping_size_and_time(policy: Path) -> None:
    file = policy / CLAUSE
    about = file.stat()
    edit(policy)
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (about.st_size, about.st_mtime_ns)


def add_a_file(policy: Path) -> None:
    (policy / "clauses" / "99-empty.yaml").write_text(
        CLAUSES.replace("id: etiquette", "id: more")
        .replace(": etiquette/", ": more/")
        .replace("servers.", "others.")
        .replace(": synapse/", ": others/")
        .replace('number: "', 'number: "9'),
        "utf-8",
    )


def remove_a_file(policy: Path) -> None:
    (policy / "clauses" / "99-empty.yaml").unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "an edit": edit,
    "an edit that keeps size and time": edit_keeping_size_and_time,
    "a file more": add_a_file,
}


@pytest.mark.parametrize("messages_only", [True, False])
@pytest.mark.parametrize("settled", [True, False])
def test_what_has_not_changed_is_compiled_once(
    policy: Path, cache: Path, loads: list[str], messages_only: bool, settled: bool
) -> None:
    first = load_cached(str(policy), cache, messages_only=messages_only)
    if settled:
        settle(cache)
    again = load_cached(str(policy), cache, messages_only=messages_only)
    assert len(loads) == 1
    assert (again.content, again.bytes_digest, again.meaning_digest) == (
        first.content,
        first.bytes_digest,
        first.meaning_digest,
    )
    assert again.at(DAY) == first.at(DAY)


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_has_changed_is_compiled_again(
    policy: Path, cache: Path, loads: list[str], change: Callable[[Path], None], settled: bool
) -> None:
    load_cached(str(policy), cache)
    if settled:
        settle(cache)
    change(policy)
    found = load_cached(str(policy), cache)
    assert len(loads) == 2
    assert phrases(found) == phrases(bundle.load_bundle(str(policy)))


def test_a_file_less_is_a_change(policy: Path, cache: Path, loads: list[str]) -> None:
    add_a_file(policy)
    load_cached(str(policy), cache)
    remove_a_file(policy)
    load_cached(str(policy), cache)
    assert len(loads) == 2


def test_a_change_of_a_lower_layer_is_a_change(policy: Path, cache: Path, loads: list[str]) -> None:
    city = policy.parent / "city"
    city.mkdir()
    above = BUNDLE.replace("id: motoshishin", "id: city").replace("documents:", "extends: ../motoshishin\ndocuments:")
    (city / "bundle.yaml").write_text(above, "utf-8")
    assert phrases(load_cached(str(city), cache)) == ["お疲れ様です", "おはようございます"]
    load_cached(str(city), cache)
    assert len(loads) == 1
    edit(policy)
    assert phrases(load_cached(str(city), cache)) == ["お疲れ様じゃ", "おはようございます"]
    assert len(loads) == 2


def test_a_touched_file_with_the_same_bytes_is_no_change(policy: Path, cache: Path, loads: list[str]) -> None:
    load_cached(str(policy), cache)
    os.utime(policy / CLAUSE)
    load_cached(str(policy), cache)
    assert len(loads) == 1


def test_other_code_compiles_anew(policy: Path, cache: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    load_cached(str(policy), cache)
    monkeypatch.setattr(compiled, "__version__", "0.0.0")
    load_cached(str(policy), cache)
    assert len(loads) == 2


def only_entry(cache: Path) -> Path:
    (entry,) = cache.iterdir()
    return entry


def spoil(entry: Path, **changes: Any) -> None:
    value = json.loads(entry.read_bytes().partition(b"\n")[2])
    seal(entry, json.dumps({**value, **changes}).encode())


def seal(entry: Path, written: bytes) -> None:
    entry.write_bytes(b"%08x\n" % zlib.crc32(written) + written)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut off": lambda entry: entry.write_bytes(entry.read_bytes()[:-200]),
    "emptied": lambda entry: entry.write_bytes(b""),
    "no UTF-8": lambda entry: entry.write_bytes(b"\xff" * 100),
    "one byte another": lambda entry: entry.write_bytes(
        entry.read_bytes().replace("お疲れ様です".encode(), "お疲れ様だす".encode())
    ),
    "a list": lambda entry: seal(entry, b"[]"),
    "a number": lambda entry: seal(entry, b"7"),
    "nothing sealed": lambda entry: seal(entry, b""),
    "nested without end": lambda entry: seal(entry, b"[" * 200_000),
    "no files": lambda entry: spoil(entry, files={}),
    "files that are none": lambda entry: spoil(entry, files=7),
    "states that are none": lambda entry: spoil(entry, files={"bundle.yaml": None}),
    "folders that are none": lambda entry: spoil(entry, folders="policies"),
    "folders that are gone": lambda entry: spoil(entry, folders=["/no/such/folder"]),
    "another bundle's": lambda entry: spoil(entry, of="/elsewhere"),
    "another maker's": lambda entry: spoil(entry, **{"made-by": "somebody"}),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_entry_is_compiled_again(
    policy: Path, cache: Path, loads: list[str], damage: Callable[[Path], object]
) -> None:
    first = load_cached(str(policy), cache)
    damage(only_entry(cache))
    assert load_cached(str(policy), cache).content == first.content
    assert len(loads) == 2
    load_cached(str(policy), cache)
    assert len(loads) == 2


def test_an_entry_that_is_too_large_is_not_read(policy: Path, cache: Path, loads: list[str]) -> None:
    load_cached(str(policy), cache)
    with only_entry(cache).open("r+b") as stream:
        stream.truncate(compiled.MAX_ENTRY + 1)
    load_cached(str(policy), cache)
    assert len(loads) == 2


def test_an_entry_of_another_user_is_not_believed(
    policy: Path, cache: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_cached(str(policy), cache)
    spoil(only_entry(cache), content={})
    monkeypatch.setattr(compiled.os, "getuid", lambda: 4_000_000)
    assert phrases(load_cached(str(policy), cache)) != []
    assert len(loads) == 2


def test_an_entry_that_is_a_folder_is_no_error(policy: Path, cache: Path, loads: list[str]) -> None:
    load_cached(str(policy), cache)
    entry = only_entry(cache)
    entry.unlink()
    entry.mkdir()
    load_cached(str(policy), cache)
    assert len(loads) == 2


@pytest.mark.parametrize("where", ["a file", "below a file", "none"])
def test_a_cache_that_cannot_be_written_is_no_error(policy: Path, cache: Path, loads: list[str], where: str) -> None:
    cache.write_bytes(b"")
    folder = {"a file": cache, "below a file": cache / "guideline", "none": None}[where]
    load_cached(str(policy), folder)
    load_cached(str(policy), folder)
    assert len(loads) == 2
    assert cache.read_bytes() == b""


def test_nothing_half_written_stays(policy: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(compiled.Path, "replace", full)
    load_cached(str(policy), cache)
    assert list(cache.iterdir()) == []


def test_the_entry_is_its_owners_alone(policy: Path, cache: Path) -> None:
    load_cached(str(policy), cache)
    assert (cache.stat().st_mode & 0o777, only_entry(cache).stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_broken_bundle_is_told_every_time(policy: Path, cache: Path) -> None:
    load_cached(str(policy), cache)
    (policy / CLAUSE).write_text("chapter: [\n", "utf-8")
    for _ in range(2):
        with pytest.raises(SourceError):
            load_cached(str(policy), cache)


@pytest.mark.parametrize("warm", [False, True])
def test_only_what_judges_messages_is_kept_for_them(policy: Path, cache: Path, warm: bool) -> None:
    whole = load_cached(str(policy), cache).at(DAY)
    if warm:
        load_cached(str(policy), cache, messages_only=True)
    few = load_cached(str(policy), cache, messages_only=True).at(DAY)
    assert [(c.rule, c.phrases, c.options) for c in few.of(MessageControl)] == [
        (c.rule, c.phrases, c.options) for c in whole.of(MessageControl)
    ]
    assert (few.stickers, few.digest, len(few.of(SettingControl))) == (whole.stickers, whole.digest, 0)
    assert len(whole.of(SettingControl)) > 0


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, Path("/c/guideline")),
        ({"XDG_CACHE_HOME": "", "HOME": "/h"}, Path("/h/.cache/guideline")),
        ({"HOME": "/h"}, Path("/h/.cache/guideline")),
        ({}, None),
        ({"HOME": ""}, None),
    ],
)
def test_the_environment_names_the_folder(environ: dict[str, str], folder: Path | None) -> None:
    assert cache_folder(environ) == folder

"""Two digests: of the bytes, and of the meaning, which comments and layout leave alone and every field changes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from guideline.bundle import Bundle, load_bundle
from guideline.source import SourceError
from guideline.source.yaml import read_yaml, walk

FILES = (
    "bundle.yaml",
    "parameters.yaml",
    "stickers.yaml",
    "clauses/10-writing.yaml",
    "clauses/50-server.yaml",
    "waivers/2026.yaml",
)
SAMPLE = Path(__file__).parent.parent / "data" / "bundles" / "kihon"
MEANING = load_bundle(SAMPLE).meaning_digest


def test_comments_and_blank_lines_change_the_bytes_alone(sample):
    before = load_bundle(sample / "kihon")
    for name in FILES:
        path = sample / "kihon" / name
        path.write_text(
            "# 見直し済み\n\n" + path.read_text("utf-8").replace("\n", "   # 注\n", 1) + "\n# 終わり\n", "utf-8"
        )
    after = load_bundle(sample / "kihon")
    assert after.meaning_digest == before.meaning_digest
    assert after.bytes_digest != before.bytes_digest


@pytest.mark.parametrize("encoding, newline", [("utf-8-sig", "\n"), ("utf-8", "\r\n")])
def test_encodings_and_line_ends_change_the_bytes_alone(sample, encoding, newline):
    before = load_bundle(sample / "kihon")
    for name in FILES:
        path = sample / "kihon" / name
        path.write_bytes(path.read_text("utf-8").replace("\n", newline).encode(encoding))
    after = load_bundle(sample / "kihon")
    assert after.meaning_digest == before.meaning_digest
    assert after.bytes_digest != before.bytes_digest


class Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("flow", [True, False])
@pytest.mark.parametrize("reorder", [True, False])
def test_style_and_order_of_keys_change_the_bytes_alone(sample, flow, reorder):
    before = load_bundle(sample / "kihon")
    for name in FILES:
        path = sample / "kihon" / name
        value = read_yaml(path).value
        value = reversed_keys(value) if reorder else value
        path.write_text(
            yaml.dump(value, Dumper=Dumper, allow_unicode=True, default_flow_style=flow, sort_keys=False), "utf-8"
        )
    after = load_bundle(sample / "kihon")
    assert after.meaning_digest == before.meaning_digest
    assert after.bytes_digest != before.bytes_digest


def test_how_a_chapter_is_split_into_files_changes_the_bytes_alone(sample):
    before = load_bundle(sample / "kihon")
    path = sample / "kihon/clauses/10-writing.yaml"
    head, first, second = re.split(r"(?=^  - id: )", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(head + second, "utf-8")
    (sample / "kihon/clauses/11-more.yaml").write_text("chapter: {id: writing}\nclauses:\n" + first, "utf-8")
    after = load_bundle(sample / "kihon")
    assert after.meaning_digest == before.meaning_digest
    assert after.bytes_digest != before.bytes_digest


@pytest.mark.parametrize(
    "name, old, new",
    [
        ("bundle.yaml", "from: 2026-10-01", "from: 令和8年10月1日"),
        ("bundle.yaml", "date: 2026-09-01", "date: 2026年9月1日"),
        ("parameters.yaml", "令和9年4月1日", '"2027/4/1"'),
        ("clauses/10-writing.yaml", "from: 2026-10-01", "from: R8.10.1"),
        ("clauses/10-writing.yaml", "{does: refuse, from: 2027-01-01}", "{from: ２０２７年１月１日, does: refuse}"),
        ("clauses/10-writing.yaml", "enforce: advise", "enforce: [{does: advise}]"),
        ("clauses/10-writing.yaml", "why: 通知を減らすため。", "why: {ja: 通知を減らすため。}"),
        ("clauses/50-server.yaml", "protocol: tcp, verdict: allow, ", ""),
        ("clauses/50-server.yaml", "title: 区分, type: choice", "title: {ja: 区分}, required: false, type: choice"),
        ("waivers/2026.yaml", "令和9年3月31日", "2027-03-31"),
        ("waivers/2026.yaml", "granted: 2026-10-01", "granted: 2026.10.1"),
    ],
)
def test_another_way_of_writing_the_same_changes_the_bytes_alone(sample, name, old, new):
    before = load_bundle(sample / "kihon")
    path = sample / "kihon" / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    after = load_bundle(sample / "kihon")
    assert after.meaning_digest == before.meaning_digest
    assert after.bytes_digest != before.bytes_digest


REFERRING = {
    "unknown-document",
    "unknown-rule",
    "unknown-parameter",
    "wrong-unit",
    "dates-reversed",
    "duplicate-number",
    "not-a-date",
}


def outcome(folder: Path) -> Bundle | SourceError:
    try:
        return load_bundle(folder)
    except SourceError as error:
        return error


def leaves() -> list[tuple[str, tuple[str | int, ...]]]:
    found = []
    for name in FILES:
        for path, value in walk(read_yaml(SAMPLE / name).value):
            if not isinstance(value, dict | list) or value == []:
                found.append((name, path))
    return found


MEANS_NOTHING = {("bundle.yaml", ("schema",)), ("bundle.yaml", ("language",))}
"""They name the format and the one language there is."""

OTHER: dict[Any, Any] = {
    "must": "should",
    "should": "may",
    "may": "must",
    "talk": "external",
    "internet": "outside",
    "admin": "mynumber",
    "normal": "emergency",
    "warning": "info",
    "error": "info",
    "remove": "none",
    "sticker": "none",
    "advise": "refuse",
    "refuse": "advise",
    "tcp": "udp",
    "allow": "deny",
    "deny": "allow",
    "text": "date",
    "choice": "text",
    "integer": "text",
    "unread": "unanswered",
    "phone": "remind",
    "received": "thanks",
    "ok": "done",
    "minutes": "hours",
    "lower": "higher",
    "superset": "subset",
    "neither": "higher",
    "list": "text",
    "書き方": "言葉",
    "opening": "closing",
    "acknowledgement": "closing",
    "synapse": "nginx",
    "1y": "2y",
    "1.0.0": "1.0.1",
    "$safety.unread-minutes": 7,
    "$words.greetings": "別の句",
    "$site.peers": "$site.others",
    "8c641b21": "00000000",
    "S2": "S3",
    "kit": "S2",
    "etiquette/greeting": "etiquette/other",
    True: False,
    False: True,
    None: "x",
}


def another(value: Any) -> Any:
    if isinstance(value, bool) or value is None or (isinstance(value, str) and value in OTHER):
        return OTHER[value]
    if isinstance(value, int):
        return value + 1
    if value == []:
        return ["x"]
    if value.isdecimal():
        return str(int(value) + 100)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{int(value[:4]) + 1}{value[4:]}"
    if value.startswith("令和"):
        return value.replace("令和9", "令和10")
    if re.fullmatch(r"[a-z0-9./-]+", value):
        return value + "x"
    return value + "々"


@pytest.mark.parametrize("name, path", leaves())
def test_every_field_that_is_changed_changes_the_meaning(sample, name, path):
    document = read_yaml(sample / "kihon" / name)
    inner = document.value
    for step in path[:-1]:
        inner = inner[step]
    changed = another(inner[path[-1]])
    if (name, path) in MEANS_NOTHING:
        return
    assert changed != inner[path[-1]]
    inner[path[-1]] = changed
    (sample / "kihon" / name).write_text(yaml.dump(document.value, Dumper=Dumper, allow_unicode=True), "utf-8")
    after = outcome(sample / "kihon")
    if isinstance(after, SourceError):
        # The other value breaks what refers to this one: that is no silence either.
        assert {p.code for p in after.problems} <= REFERRING
        return
    assert after.meaning_digest != MEANING


@pytest.mark.parametrize("name, path", leaves())
def test_no_field_that_is_left_out_is_left_out_unseen(sample, name, path):
    document = read_yaml(sample / "kihon" / name)
    inner = document.value
    for step in path[:-1]:
        inner = inner[step]
    gone = inner[path[-1]]
    del inner[path[-1]]
    (sample / "kihon" / name).write_text(yaml.dump(document.value, Dumper=Dumper, allow_unicode=True), "utf-8")
    after = outcome(sample / "kihon")
    if isinstance(after, SourceError):
        return
    defaults = {"language": "ja", "protocol": "tcp", "verdict": "allow", "severity": "error", "write": []}
    same = after.meaning_digest == MEANING
    assert not same or defaults.get(str(path[-1]), "?") == gone


def test_the_digest_of_the_bytes_tells_layers_apart(sample):
    before = load_bundle(sample / "kakuu")
    path = sample / "kihon/stickers.yaml"
    path.write_text(path.read_text("utf-8") + "# 注\n", "utf-8")
    after = load_bundle(sample / "kakuu")
    assert (after.bytes_digest != before.bytes_digest, after.meaning_digest == before.meaning_digest) == (True, True)


def test_the_digest_does_not_know_where_the_folder_lies(sample, tmp_path):
    before = load_bundle(sample / "kihon")
    (sample / "kihon").rename(tmp_path / "elsewhere")
    after = load_bundle(tmp_path / "elsewhere")
    assert (after.bytes_digest, after.meaning_digest) == (before.bytes_digest, before.meaning_digest)
    assert after == before

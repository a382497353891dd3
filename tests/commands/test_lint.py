"""``guideline lint``: every shape a message comes in, every way it can't be read, and what the exit code says."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from guideline.commands import judging
from guideline.commands.options import FORMATS

Run = Callable[..., Result]

GREETING = "お疲れ様です。配車表を直しました"
CLEAN = "配車表を直しました"
NUMBER = "123456789018"
PERSONAL = f"個人番号 {NUMBER}、電話 090-1234-5678、メール hanako@example.jp、口座は普通 7654321 です"
PLANTED = [NUMBER, "1234 5678 9018", "090-1234-5678", "09012345678", "hanako", "7654321"]


def rules(result: Result) -> list[tuple[str, str]]:
    return [(item["id"], item["rule"]) for item in map(json.loads, result.stdout.splitlines())]


def jsonl(*texts: str) -> bytes:
    return "".join(
        json.dumps({"id": f"n{i}", "text": text}, ensure_ascii=False) + "\n" for i, text in enumerate(texts, 1)
    ).encode()


def command(*arguments: str, given: bytes = b"", home: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": str(home)}
    line = [sys.executable, "-m", "guideline", "lint", *arguments]
    return subprocess.run(line, input=given, capture_output=True, env=environment, check=False)


def table(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


OURS = table([["id", "text"], ["n1", GREETING], ["n2", CLEAN]])
LINE_WORKS = table(
    [
        ["日時", "送信者", "トークルームID", "トーク"],
        ["2026/10/01 9:00", "佐藤", "r1", GREETING],
        ["2026/10/01 9:01", "鈴木", "r1", CLEAN],
    ]
)
OTHER = table([["番号", "本文"], ["n1", GREETING], ["n2", CLEAN]])
LIST = json.dumps([{"id": "n1", "text": GREETING}, {"id": "n2", "text": CLEAN}], ensure_ascii=False)
XML = f"<log><m><id>n1</id><text>{GREETING}</text></m><m id='n2' text='{CLEAN}'/></log>"

SHAPES = {
    "text": ("a.txt", GREETING.encode(), (), 1),
    "text with BOM": ("a.txt", b"\xef\xbb\xbf" + GREETING.encode(), (), 1),
    "text in cp932": ("a.txt", GREETING.encode("cp932"), (), 1),
    "jsonl": ("a.jsonl", jsonl(GREETING, CLEAN), (), 1),
    "jsonl with BOM": ("a.jsonl", b"\xef\xbb\xbf" + jsonl(GREETING, CLEAN), (), 1),
    "jsonl in cp932": ("a.jsonl", jsonl(GREETING, CLEAN).decode().encode("cp932"), (), 1),
    "jsonl with blank lines": ("a.jsonl", b"\n \r\n" + jsonl(GREETING) + b"\n\n" + jsonl(CLEAN), (), 1),
    "jsonl without a last line end": ("a.jsonl", jsonl(CLEAN, GREETING).rstrip(b"\n"), (), 1),
    "ndjson": ("a.ndjson", jsonl(GREETING, CLEAN), (), 1),
    "named otherwise": ("a.dat", jsonl(GREETING, CLEAN), ("--from", "jsonl"), 1),
    "csv": ("a.csv", OURS.encode(), (), 1),
    "csv with BOM": ("a.csv", b"\xef\xbb\xbf" + OURS.encode(), (), 1),
    "csv in cp932": ("a.csv", OURS.encode("cp932"), (), 1),
    "line-works": ("a.csv", LINE_WORKS.encode(), ("--map", "line-works"), 1),
    "line-works in cp932": ("a.csv", LINE_WORKS.encode("cp932"), ("--map", "line-works"), 1),
    "csv by a map": ("a.csv", OTHER.encode(), ("--map", "text=本文,id=番号"), 1),
    "json, a list": ("a.json", LIST.encode(), (), 1),
    "json, a list in an object": ("a.json", f'{{"version": 2, "messages": {LIST}}}'.encode(), (), 1),
    "xml": ("a.xml", XML.encode(), (), 1),
    "xml by a map": ("a.xml", XML.replace("text", "body").encode(), ("--map", "text=body,id=id"), 1),
}


@pytest.mark.parametrize(("name", "data", "options", "code"), SHAPES.values(), ids=SHAPES)
def test_every_shape_is_judged(
    run: Run, tmp_path: Path, name: str, data: bytes, options: tuple[str, ...], code: int
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    result = run("lint", str(file), "--format", "jsonl", *options)
    assert (result.exit_code, [rule for _, rule in rules(result)]) == (code, ["etiquette/greeting"]), result.output


@pytest.mark.parametrize(
    ("options", "data"),
    [
        ((), GREETING.encode()),
        (("-",), GREETING.encode()),
        (("--from", "jsonl"), jsonl(CLEAN, GREETING)),
        (("-", "--map", "line-works"), LINE_WORKS.encode()),
    ],
)
def test_standard_input_is_judged_too(run: Run, options: tuple[str, ...], data: bytes) -> None:
    result = run("lint", "--format", "jsonl", *options, given=data)
    assert (result.exit_code, [rule for _, rule in rules(result)]) == (1, ["etiquette/greeting"]), result.output


def test_several_files_are_judged_in_their_order(run: Run, tmp_path: Path) -> None:
    for name, data in (("a.jsonl", jsonl(CLEAN, GREETING)), ("b.txt", CLEAN.encode()), ("c.csv", OURS.encode())):
        (tmp_path / name).write_bytes(data)
    result = run("lint", *(str(tmp_path / name) for name in ("c.csv", "b.txt", "a.jsonl")), "--format", "jsonl")
    assert [name for name, _ in rules(result)] == ["n1", "n2"]
    assert [Path(json.loads(line)["file"]).name for line in result.stdout.splitlines()] == ["c.csv", "a.jsonl"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "bad-json"),
        (b'{"id": "x", "text": "\x81"}', "bad-json"),
        (b"[" * 200_000, "bad-json"),
        (b"7", "not-a-message"),
        (b"[]", "not-a-message"),
        (b"null", "not-a-message"),
        (b'{"id": "x"}', "no-text"),
        (b'{"id": "x", "text": null}', "no-text"),
        (b'{"id": "x", "text": "a", "channel": "radio"}', "not-one-of"),
        (b'{"id": "x", "text": "a", "channel": ["talk"]}', "not-one-of"),
        (b'{"id": "x", "text": "a", "sent": "yesterday"}', "not-a-time"),
        (b'{"id": "x", "text": "' + b"a" * 2_000_001 + b'"}', "too-large"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_judged(
    run: Run, tmp_path: Path, line: bytes, code: str
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl(GREETING) + line + b"\n" + jsonl(GREETING))
    result = run("lint", str(file), "--format", "jsonl")
    assert (result.exit_code, [rule for _, rule in rules(result)]) == (2, ["etiquette/greeting"] * 2)
    assert f"{file}:2:" in result.stderr
    assert f"[{code}]" in result.stderr


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (CLEAN, "info", 0),
        (GREETING, "info", 1),
        (GREETING, "warning", 1),
        (GREETING, "error", 0),
        (PERSONAL, "error", 1),
        (GREETING, None, 1),
        (CLEAN, None, 0),
    ],
)
def test_the_exit_code_says_whether_something_grave_was_found(
    run: Run, text: str, fail_on: str | None, code: int
) -> None:
    assert run("lint", *(("--fail-on", fail_on) if fail_on else ()), given=text).exit_code == code


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--policy", "no-such-bundle"), 3),
        (("no-such-file.txt",), 2),
        (("--map", "text"), 2),
        (("--map", "id=a"), 2),
        (("--map", "text=本文,size=大きさ"), 2),
        (("--format", "pdf"), 2),
        (("--channel", "radio"), 2),
        (("--jobs", "0"), 2),
        (("--as-of", "never"), 2),
        (("--show-personal-data",), 2),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, options: tuple[str, ...], code: int) -> None:
    result = run("lint", "--format", "jsonl", *options, given=GREETING)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_personal_data_is_in_no_report_and_no_error(run: Run, tmp_path: Path, format_: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl(PERSONAL, f"{PERSONAL}\nくり返すと {NUMBER}") + b'{"text": "' + NUMBER.encode() + b"\n")
    result = run("lint", str(file), "--format", format_)
    assert result.exit_code == 2
    assert "privacy/my-number" in result.stdout
    assert [piece for piece in PLANTED if piece in result.output] == []


ARCHIVE = jsonl(GREETING, CLEAN, PERSONAL, "総務課の佐藤です。" + CLEAN, "了解しました")


@pytest.mark.parametrize("format_", FORMATS)
def test_two_processes_report_what_one_does(tmp_path: Path, format_: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(ARCHIVE * 1500 + b"{\n" + ARCHIVE * 1500)
    one, two = (command(str(file), "--format", format_, "--jobs", jobs, home=tmp_path) for jobs in "12")
    assert (one.returncode, one.stdout.count(b"etiquette/greeting") >= 3000) == (2, True)
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, one.returncode)


def test_an_archive_from_a_pipe_is_reported_as_one_from_a_file(tmp_path: Path) -> None:
    data = ARCHIVE * 8000
    file = tmp_path / "a.jsonl"
    file.write_bytes(data)
    piped = command("-", "--from", "jsonl", "--format", "jsonl", given=data, home=tmp_path)
    named = command(str(file), "--format", "jsonl", "--jobs", "1", home=tmp_path)
    assert piped.returncode == named.returncode == 1
    assert piped.stdout == named.stdout.replace(f'"file": "{file}"'.encode(), b'"file": "-"')


@pytest.mark.parametrize("size, jobs", [(0, 1), (3, 1), (4, 2), (9, 2)])
def test_the_first_parts_of_a_pipe_decide_who_judges_it(
    monkeypatch: pytest.MonkeyPatch, run: Run, size: int, jobs: int
) -> None:
    asked: list[tuple[int, int]] = []

    def judge_parts(task: Any, given: Any, jobs: int) -> Iterator[Any]:
        asked.append((len(list(given)), jobs))
        return iter(())

    monkeypatch.setattr(judging, "judge_parts", judge_parts)
    monkeypatch.setattr(judging, "parts", lambda stream, intake: iter([b""] * size))
    monkeypatch.setattr(judging, "_cores", lambda: 2)
    assert run("lint", "-", "--from", "jsonl").exit_code == 0
    assert asked == [(size, jobs)]


HOSTILE = {
    "nothing": (b"", 0),
    "only line ends": (b"\n" * 5000, 0),
    "NUL in a text": (jsonl(f"お疲れ\x00様です。{CLEAN}"), 1),
    "a lone surrogate": (b'{"id": "\\ud800", "text": "\\udfff\\ud800' + "お疲れ様です。".encode() + b'"}\n', 1),
    "a bare NUL": (b"\x00\x00\n" + jsonl(GREETING), 2),
    "the beginning of a gzip file": (gzip.compress(jsonl(*[GREETING] * 500))[:200], 2),
    "UTF-16": (jsonl(GREETING).decode().encode("utf-16"), 2),
    "numbers too long to read": (b'{"text": "a", "id": ' + b"9" * 5000 + b"}\n" + jsonl(GREETING), 2),
    "names twice": (b'{"text": "a", "text": "' + GREETING.encode() + b'"}\n', 1),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_end_in_a_report(tmp_path: Path, data: bytes, code: int) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(data)
    for format_ in ("jsonl", "text"):
        done = command(str(file), "--format", format_, home=tmp_path)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        done.stdout.decode("utf-8")


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    with file.open("wb") as stream:
        stream.write(jsonl(GREETING))
        for _ in range(70):
            stream.write(b"a" * (1 << 20))
    done = command(str(file), "--format", "jsonl", home=tmp_path)
    assert (done.returncode, b"[too-large]" in done.stderr) == (2, True), done.stderr


def test_a_folder_is_no_archive(run: Run, tmp_path: Path) -> None:
    result = run("lint", str(tmp_path))
    assert (result.exit_code, "[is-a-folder]" in result.stderr) == (2, True)


def test_a_pipe_with_a_name_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "a.jsonl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(jsonl(GREETING, CLEAN) * 3,))
    writer.start()
    done = command(str(pipe), "--format", "jsonl", home=tmp_path)
    writer.join()
    assert (done.returncode, done.stdout.count(b"\n")) == (1, 3)


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(jsonl(GREETING) * 20_000)
    line = f"{sys.executable} -m guideline lint {file} --format jsonl | head -1"
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}, check=False
    )
    assert (done.stdout.count(b"\n"), b"Traceback" in done.stderr) == (1, False), done.stderr

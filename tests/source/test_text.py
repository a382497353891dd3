"""Bytes to text: UTF-8, BOM, cp932; and only from files that end."""

from __future__ import annotations

import io
import os
import socket

import pytest

from guideline.source import SourceError, decode, read_bytes, read_stream, read_text

TEXT = "お疲れ様です。①～－∥ 髙橋・﨑 半角ｶﾅ"


def refused(call, *arguments):
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_encodings_people_use(encoding):
    assert decode(TEXT.encode(encoding), "f") == TEXT


@pytest.mark.parametrize("text", ["", "abc\n", "\ufeff"[:0]])
def test_plain_ascii_is_both(text):
    assert decode(text.encode(), "f") == text


@pytest.mark.parametrize(
    "data, place, byte",
    [
        ("題,名\n".encode("utf-16"), (1, 1), "0xff"),
        (b"a\xa0b", (1, 2), "0xa0"),
        (b"abc\n\xe3\x81\x82\xff", (2, 2), "0xff"),
        (b"\xef\xbb\xbfa\n\xe3\x81\x82\xff", (2, 2), "0xff"),
        (b"\xef\xbb\xbf\x82\xa0", (1, 1), "0x82"),
        ("あいう\nえお".encode()[:-1], (2, 2), "0xe3"),
        ("カナ".encode() + b"\x82", (1, 3), "0x82"),
    ],
)
def test_what_is_damaged_is_told_with_its_place(data, place, byte):
    problem = refused(decode, data, "f")
    assert (problem.code, (problem.mark.line, problem.mark.column), problem.args["byte"]) == (
        "bad-encoding",
        place,
        byte,
    )


@pytest.mark.parametrize("cut", range(1, 40))
def test_japanese_utf_8_cut_anywhere_never_becomes_nonsense(cut):
    data = ("お知らせ：今日は、" * 5).encode()[:cut]
    try:
        assert decode(data, "f") == data.decode("utf-8")
    except SourceError:
        assert cut % 3
    except UnicodeDecodeError:
        # One or two bytes without a whole kana before them can't be told from cp932.
        assert cut < 3


@pytest.mark.parametrize("name", ["斎藤", "齋藤", "渡邉", "髙橋", "縣", "ｶﾅ", "ﾃｲﾈｲ", "鵜飼", "蜀山人"])
def test_names_in_cp932_are_read_as_cp932(name):
    assert decode(f"{name},総務課\n".encode("cp932"), "f") == f"{name},総務課\n"


def test_reading_a_file(tmp_path):
    path = tmp_path / "f.txt"
    path.write_bytes(TEXT.encode("cp932"))
    assert read_text(path) == TEXT
    assert read_bytes(str(path), 100) == TEXT.encode("cp932")
    assert refused(read_bytes, path, 5).code == "too-large"


def test_a_file_of_just_the_limit_is_read(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"12345")
    assert read_bytes(path, 5) == b"12345"
    assert refused(read_bytes, path, 4).args == {"limit": 4}
    assert read_stream(io.BytesIO(b"12345"), "-", 5) == b"12345"
    assert refused(read_stream, io.BytesIO(b"123456"), "-", 5).code == "too-large"


def test_what_is_no_file_is_told(tmp_path):
    assert refused(read_bytes, tmp_path).code == "is-a-folder"
    assert refused(read_bytes, tmp_path / "none").code == "no-such-file"
    for name in ("a\0b", "a" * 5000, str(tmp_path / "\ud800")):
        assert refused(read_bytes, name).code in ("unreadable", "no-such-file")


def test_a_link_to_itself_is_told(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert refused(read_bytes, tmp_path / "a").code == "unreadable"


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_never_ends_is_not_read(tmp_path, kind):
    path = tmp_path / "x"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as held:
            held.bind(str(path))
    else:
        path.symlink_to("/dev/zero")
    assert refused(read_bytes, path).code == "unreadable"


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "f"
    path.write_bytes(b"x")
    monkeypatch.setattr("guideline.source.text.os.open", deny)
    problem = refused(read_bytes, path)
    assert (problem.code, problem.args["reason"]) == ("unreadable", "Permission denied")

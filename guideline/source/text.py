"""Bytes to text: bounded size, UTF-8 with or without BOM, or cp932."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from guideline.source.marks import Mark, Problem, SourceError

MAX_BYTES = 64 * 1024 * 1024
"""What a reader takes of one file unless told otherwise."""

_KANA = re.compile("[\u3041-\u30ff]")
_UNASSIGNED = re.compile("[\x80\xa0\uf8f0-\uf8f3]")
"""What Python makes of the bytes that cp932 leaves free; a UTF-16 file begins with them."""


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8 (BOM or not), else cp932. Raises SourceError where neither fits.

    Damaged UTF-8 often decodes as cp932 too, to nonsense. Where kana stand before the damage the
    file was UTF-8: in cp932 those bytes are kanji that nobody writes (縺, 繧, 繝).
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # After a BOM the codec counts from behind it.
        bad = error.start + (3 if data.startswith(b"\xef\xbb\xbf") and len(error.object) < len(data) else 0)
    try:
        if data.startswith(b"\xef\xbb\xbf") or _KANA.search(data[:bad].decode("utf-8")):
            raise _damaged(data, bad, file)
        text = data.decode("cp932")
    except UnicodeDecodeError:
        raise _damaged(data, bad, file) from None
    if _UNASSIGNED.search(text):
        raise _damaged(data, bad, file)
    return text


def _damaged(data: bytes, bad: int, file: str) -> SourceError:
    line_start = data.rfind(b"\n", 0, bad) + 1
    column = len(data[line_start:bad].decode("utf-8-sig")) + 1
    mark = Mark(file, data.count(b"\n", 0, bad) + 1, column)
    return SourceError([Problem("bad-encoding", mark, {"byte": f"0x{data[bad]:02x}"})])


def read_bytes(path: Path | str, limit: int = MAX_BYTES) -> bytes:
    """Read a regular file of at most ``limit`` bytes. Raises SourceError when it can't."""
    name = str(path)
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise SourceError([Problem("unreadable", Mark(name), {"reason": "not a regular file"})])
            return read_stream(stream, name, limit)
    except IsADirectoryError:
        raise SourceError([Problem("is-a-folder", Mark(name))]) from None
    except FileNotFoundError:
        raise SourceError([Problem("no-such-file", Mark(name))]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError([Problem("unreadable", Mark(name), {"reason": reason})]) from None


def _without_waiting(path: str, flags: int) -> int:
    """Open without waiting: a named pipe that nobody writes to would hold the reader for ever."""
    return os.open(path, flags | os.O_NONBLOCK)


def read_stream(stream: BinaryIO, name: str, limit: int = MAX_BYTES) -> bytes:
    """Read a stream to its end. Raises SourceError when it holds more than ``limit`` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError([Problem("too-large", Mark(name), {"limit": limit})])
    return data


def read_text(path: Path | str, limit: int = MAX_BYTES) -> str:
    """Read and decode a file. Raises SourceError."""
    return decode(read_bytes(path, limit), str(path))

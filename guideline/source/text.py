"""Bytes to text: bounded size, UTF-8 with or without BOM, or cp932."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from guideline.source.marks import Mark, Problem, SourceError

MAX_BYTES = 64 * 1024 * 1024
"""What a reader takes of one file unless told otherwise."""


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8 (BOM or not), else cp932. Raises SourceError where neither fits."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start
    try:
        return data.decode("cp932")
    except UnicodeDecodeError:
        line = data.count(b"\n", 0, bad) + 1
        raise SourceError([Problem("bad-encoding", Mark(file, line), {"byte": f"0x{data[bad]:02x}"})]) from None


def read_bytes(path: Path | str, limit: int = MAX_BYTES) -> bytes:
    """Read a regular file of at most ``limit`` bytes. Raises SourceError when it can't."""
    name = str(path)
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream, name, limit)
    except IsADirectoryError:
        raise SourceError([Problem("is-a-folder", Mark(name))]) from None
    except FileNotFoundError:
        raise SourceError([Problem("no-such-file", Mark(name))]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError([Problem("unreadable", Mark(name), {"reason": reason})]) from None


def read_stream(stream: BinaryIO, name: str, limit: int = MAX_BYTES) -> bytes:
    """Read a stream to its end. Raises SourceError when it holds more than ``limit`` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceError([Problem("too-large", Mark(name), {"limit": limit})])
    return data


def read_text(path: Path | str, limit: int = MAX_BYTES) -> str:
    """Read and decode a file. Raises SourceError."""
    return decode(read_bytes(path, limit), str(path))

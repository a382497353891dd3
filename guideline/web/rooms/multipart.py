"""Reads a form with one file at its end as it comes in: the file itself is passed on, never held whole.

Browsers send the fields first, in the order of the form, and the file last; a form that is laid out otherwise is
no form of this page. How large the file is follows from the length of the whole, so that it can be told before
the last byte is here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from guideline.web.refusing import RefusedRequestError

HEAD = 16 * 1024
"""Bytes that may stand before the file."""
_MOST_PARTS = 10
_BOUNDARY = re.compile(r"multipart/form-data;\s*boundary=(?:\"([^\"]{1,70})\"|([^\s;\"]{1,70}))\s*", re.IGNORECASE)
_NAME = re.compile(r';\s*name="([^"]{1,40})"')
_FILENAME = re.compile(r';\s*filename="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Sent:
    """A form: its fields, the file's name as it was sent, its size in bytes, and its bytes as they come."""

    fields: dict[str, str]
    name: str
    size: int
    data: AsyncIterator[bytes]


async def read_sent(request: Request, seconds: float) -> Sent:
    """Read as far as the file's beginning. ``seconds`` is how long one piece may be waited for.

    Raises RefusedRequestError for what no browser sends from this page, or too slowly.
    """
    told = _BOUNDARY.fullmatch(request.headers.get("content-type", "")[:300])
    length = request.headers.get("content-length", "")
    if told is None or not (length.isascii() and length.isdecimal()) or len(length) > 15:
        raise RefusedRequestError(400, "not-text")
    boundary = (told[1] or told[2]).encode("latin-1", "replace")
    stream = request.stream()
    start = await _next(stream, seconds)
    while (found := _head(start, boundary)) is None:
        if len(start) > HEAD:
            raise RefusedRequestError(400, "not-text")
        start += await _next(stream, seconds)
    fields, name, at = found
    end = b"\r\n--" + boundary + b"--\r\n"
    size = int(length) - at - len(end)
    if size < 0:
        raise RefusedRequestError(400, "not-text")
    return Sent(fields, name, size, _file(start[at:], stream, size, end, seconds))


def _head(data: bytes, boundary: bytes) -> tuple[dict[str, str], str, int] | None:
    """Return the fields, the file's name and where it begins; None until all of that is here."""
    mark, at = b"--" + boundary + b"\r\n", 0
    fields: dict[str, str] = {}
    for _ in range(_MOST_PARTS):
        if not data.startswith(mark, at):
            if len(data) - at < len(mark) and mark.startswith(data[at:]):
                return None
            raise RefusedRequestError(400, "not-text")
        over = data.find(b"\r\n\r\n", at)
        if over < 0:
            return None
        name, file = _names(data[at + len(mark) : over])
        if file is not None:
            if name != "file":
                raise RefusedRequestError(400, "not-text")
            return fields, file, over + 4
        close = data.find(b"\r\n--" + boundary, over + 4)
        if close < 0:
            return None
        fields[name] = _text(data[over + 4 : close])
        at = close + 2
    raise RefusedRequestError(400, "not-text")


def _names(head: bytes) -> tuple[str, str | None]:
    """Return a part's name, and the file's name where it is one."""
    lines = [line for line in _text(head).split("\r\n") if line.lower().startswith("content-disposition: form-data")]
    name = _NAME.search(lines[0]) if len(lines) == 1 else None
    if name is None:
        raise RefusedRequestError(400, "not-text")
    file = _FILENAME.search(lines[0])
    # Browsers write these three otherwise, and nothing else.
    told = file[1].replace("%22", '"').replace("%0D", "").replace("%0A", "") if file else None
    return name[1], told


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedRequestError(400, "not-text") from None


async def _file(
    start: bytes, stream: AsyncIterator[bytes], size: int, end: bytes, seconds: float
) -> AsyncIterator[bytes]:
    """Yield exactly ``size`` bytes; what follows must be the form's end."""
    left, rest = size, start
    while True:
        piece, rest = rest[:left], rest[left:]
        left -= len(piece)
        if piece:
            yield piece
        if not left:
            break
        rest = await _next(stream, seconds)
    while len(rest) < len(end):
        rest += await _next(stream, seconds)
    if rest != end:
        raise RefusedRequestError(400, "not-text")


async def _next(stream: AsyncIterator[bytes], seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            while True:
                block = await anext(stream)
                if block:
                    return block
    except TimeoutError:
        raise RefusedRequestError(408, "too-slow") from None
    except (ClientDisconnect, StopAsyncIteration):
        raise RefusedRequestError(400, "cut-short") from None

"""JSON Lines: one object a line, ``{"id", "text", "channel", "zone", ...}``; only ``text`` is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from guideline.messages.intake.intake import MAX_TEXT, Entry, Intake, Numbered
from guideline.messages.message import Message
from guideline.source import Mark, Problem

_CHANNELS = ("talk", "bulletin", "external")
_ZONES = ("internet", "admin")
_CHOICES = {
    "channel": _CHANNELS,
    "zone": _ZONES,
    "phase": ("normal", "emergency"),
}
_value_at = json.JSONDecoder().raw_decode
_BLANK = " \t\r\n"
_TEXTS = ("channel", "zone", "phase", "room", "sender", "section")


def read(blocks: Iterable[bytes], intake: Intake) -> Iterator[Numbered]:
    """Yield an entry for each line that isn't blank."""
    for number, line in enumerate(lines(blocks), intake.first):
        if line.strip():
            yield number, entry(line, number, intake)


def lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Split blocks of bytes into lines, in memory bounded by the longest line."""
    rest = b""
    for block in blocks:
        parts = (rest + block).split(b"\n") if rest else block.split(b"\n")
        rest = parts.pop()
        yield from parts
    if rest:
        yield rest


def entry(line: bytes | str, number: int, intake: Intake) -> Entry:
    """Read one line, decoded or not; a problem with its line number where it is no message."""
    try:
        value = _value(line) if isinstance(line, str) else json.loads(line)
    except (ValueError, RecursionError):
        return _otherwise(line.encode("utf-8") if isinstance(line, str) else line, number, intake)
    if type(value) is not dict:
        return Problem("not-a-message", Mark(intake.file, number))
    return message(value, number, intake)


def _value(line: str) -> Any:
    """Read a decoded line as ``json.loads`` does, without what it asks of every one."""
    value, end = _value_at(line if line[:1] == "{" else line.lstrip(_BLANK))
    if end != len(line) and line.lstrip(_BLANK)[end:].strip(_BLANK):
        raise ValueError(line[end : end + 1])
    return value


def _otherwise(line: bytes, number: int, intake: Intake) -> Entry:
    """Read a line that is no JSON as it stands: behind a byte order mark, or in cp932."""
    if number == 1 and line.startswith(b"\xef\xbb\xbf"):
        return entry(line[3:], number, intake)
    try:
        value = json.loads(line.decode("cp932"))
    except (ValueError, RecursionError):
        return Problem("bad-json", Mark(intake.file, number))
    return (
        message(value, number, intake) if type(value) is dict else Problem("not-a-message", Mark(intake.file, number))
    )


def message(value: dict[str, Any], number: int, intake: Intake) -> Entry:
    """Build a message from a mapping of our field names; a problem where a field can't be."""
    text = value.get("text")
    if type(text) is not str:
        return Problem("no-text", Mark(intake.file, number))
    if len(text) > MAX_TEXT:
        return Problem("too-large", Mark(intake.file, number), {"limit": MAX_TEXT})
    name = str(value.get("id", "")) or f"{intake.file}:{number}"
    if not intake.section and value.keys() <= _USUAL:
        channel, zone = value.get("channel", intake.channel), value.get("zone", intake.zone)
        if channel in _CHANNELS and zone in _ZONES:
            return Message(name, text, channel, zone)
    return _full(value, name, text, Mark(intake.file, number), intake)


_USUAL = {"id", "text", "channel", "zone"}


def _full(value: dict[str, Any], name: str, text: str, mark: Mark, intake: Intake) -> Entry:
    fields = {"channel": intake.channel, "zone": intake.zone, "section": intake.section}
    fields.update({key: value[key] for key in _TEXTS if value.get(key) is not None})
    for key, said in fields.items():
        allowed = _CHOICES.get(key)
        if type(said) is not str or (allowed and said not in allowed):
            args = {"found": str(said)[:40], "allowed": ", ".join(allowed or ("text",))}
            return Problem("not-one-of", mark, args)
    sent: datetime | None = None
    if value.get("sent") not in (None, ""):
        try:
            sent = datetime.fromisoformat(str(value["sent"]))
        except ValueError:
            return Problem("not-a-time", mark, {"found": str(value["sent"])[:40]})
    return Message(id=name, text=text, sent=sent, **fields)

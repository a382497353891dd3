"""Escapes text for Markdown, so that a clause's own characters are shown and never obeyed."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]|~#])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$|=|-)", re.MULTILINE)
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def inline(text: str) -> str:
    """Escape text that stands within a paragraph; its line breaks stay."""
    escaped = _SPECIAL.sub(r"\\\1", text.translate(_HTML))
    return _LINE_START.sub(_escape_start, escaped)


def cell(text: str) -> str:
    """Escape text for one cell of a table or one heading: on one line."""
    return " ".join(inline(line) for line in text.splitlines()).strip()


def quoted(text: str) -> str:
    """Escape text for a block quote, every line marked and broken where it was broken."""
    return "\n".join(f"> {inline(line)}  " if line else ">" for line in text.splitlines() or [""])


def _escape_start(found: re.Match[str]) -> str:
    mark = found[2]
    return f"{found[1]}{mark[:-1]}\\{mark[-1]}"

"""Reads what a browser's form carries, within bounds."""

from __future__ import annotations

from urllib.parse import parse_qs

from guideline.web.refusing import RefusedRequestError

MOST = 200
"""Fields: a tick for each person to mention is one."""


def read_fields(body: bytes, most: int = MOST) -> dict[str, list[str]]:
    """Return the values of at most ``most`` fields. Raises RefusedRequestError for what no browser sends."""
    try:
        return parse_qs(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=most)
    except (UnicodeDecodeError, ValueError):
        raise RefusedRequestError(400, "not-text") from None


def first(fields: dict[str, list[str]], name: str, most: int = 200) -> str:
    """Return a field's first value, cut to so many characters."""
    return fields.get(name, [""])[0][:most]


def text_of(fields: dict[str, list[str]], name: str, most: int) -> str:
    """Return a text of at most ``most`` bytes. Raises RefusedRequestError."""
    # Browsers send every line end as CR LF.
    text = fields.get(name, [""])[0].replace("\r\n", "\n")
    if len(text.encode("utf-8", "surrogatepass")) > most:
        raise RefusedRequestError(413, "too-large", limit=most // 1024)
    return text

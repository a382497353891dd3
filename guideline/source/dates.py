"""Dates and durations as people in a city hall type them: western and 和暦, any width of digits.

The eras and their first days are those of the government's orders on era names.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

MAX_LENGTH = 40

ERAS: tuple[tuple[str, str, date], ...] = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 10, 23)),
)
"""Name, letter and first day of each era, the newest first."""

_WESTERN = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2}))"
)
_WRITTEN = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_ERA = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM])([0-9]{1,2}|元)"
    r"(?:年([0-9]{1,2})月([0-9]{1,2})日|([./-])([0-9]{1,2})\5([0-9]{1,2}))"
)
_HYPHENS = dict.fromkeys(map(ord, "‐‑–−ー"), "-")
_DURATION = re.compile(r"([0-9]{1,6})(m|h|d|w|mo|y|分|時間|日|日間|週間|か月|ヶ月|カ月|年)")
_UNITS = {
    **dict.fromkeys(("m", "分"), timedelta(minutes=1)),
    **dict.fromkeys(("h", "時間"), timedelta(hours=1)),
    **dict.fromkeys(("d", "日", "日間"), timedelta(days=1)),
    **dict.fromkeys(("w", "週間"), timedelta(days=7)),
    **dict.fromkeys(("mo", "か月", "ヶ月", "カ月"), timedelta(days=30)),
    **dict.fromkeys(("y", "年"), timedelta(days=365)),
}


def parse_date(text: str) -> date:
    """Read 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 令和8年10月1日, 令和元年5月1日 or R8.10.1.

    Raises ValueError for anything else, for days no calendar has, and for days outside their era.
    """
    plain = _fold(text)
    if found := _WESTERN.fullmatch(plain) or _WRITTEN.fullmatch(plain):
        year, month, day = (int(part) for part in found.groups() if part)
        return date(year, month, day)
    if found := _ERA.fullmatch(plain.upper()):
        era, year_text = found[1], found[2]
        month, day = int(found[3] or found[6]), int(found[4] or found[7])
        return _in_era(era, 1 if year_text == "元" else int(year_text), month, day)
    message = "not a date"
    raise ValueError(message)


def wareki(day: date) -> str:
    """Write a date as 令和8年10月1日; the first year is 元年. Days before Meiji are written in the western way."""
    for name, _, first in ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def parse_duration(text: str) -> timedelta:
    """Read 5m, 2h, 30d, 1w, 6mo, 1y or 5分, 2時間, 30日, 1週間, 6か月, 1年.

    A month counts 30 days and a year 365. Raises ValueError for anything else.
    """
    found = _DURATION.fullmatch(_fold(text))
    if not found:
        message = "not a duration"
        raise ValueError(message)
    return int(found[1]) * _UNITS[found[2]]


def _fold(text: str) -> str:
    """Narrow full-width letters and digits, unpack squared eras and drop spaces."""
    if len(text) > MAX_LENGTH:
        message = "too long"
        raise ValueError(message)
    return "".join(unicodedata.normalize("NFKC", text).translate(_HYPHENS).split())


def _in_era(era: str, year: int, month: int, day: int) -> date:
    following: date | None = None
    for name, letter, first in ERAS:
        if era in (name, letter):
            found = date(first.year + year - 1, month, day)
            if year < 1 or found < first or (following is not None and found >= following):
                break
            return found
        following = first
    message = "outside its era"
    raise ValueError(message)

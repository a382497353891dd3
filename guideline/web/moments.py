"""Days and times as people write them."""

from __future__ import annotations

from datetime import date, datetime

from guideline.words import Lang, say


def clock(lang: Lang, today: date, at: datetime) -> str:
    """Return a time of day, with its day where that isn't today."""
    time = f"{at.hour}:{at.minute:02d}"
    return time if at.date() == today else f"{day(lang, at.date())} {time}"


def day(lang: Lang, at: date) -> str:
    """Return a day as people write it."""
    weekday = say(lang, "rooms.weekdays").split()[at.weekday()]
    return say(lang, "rooms.day", month=at.month, day=at.day, weekday=weekday)

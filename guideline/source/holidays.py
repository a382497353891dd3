"""The national holidays of Japan, by the law that names them.

国民の祝日に関する法律（昭和23年法律第178号）, as it stands since 2016, with the moves of 2019 to 2021 that
other laws made. The days of the equinoxes are those the Cabinet Office publishes each February; until then
they follow from the sun, by the formula of 新こよみ便利帳 that has agreed with every published one.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

FIRST, LAST = 2016, 2099
"""Years for which the rules here hold."""

_FIXED = {
    (1, 1): "元日",
    (2, 11): "建国記念の日",
    (2, 23): "天皇誕生日",
    (4, 29): "昭和の日",
    (5, 3): "憲法記念日",
    (5, 4): "みどりの日",
    (5, 5): "こどもの日",
    (8, 11): "山の日",
    (11, 3): "文化の日",
    (11, 23): "勤労感謝の日",
}
_MONDAYS = {(1, 2): "成人の日", (7, 3): "海の日", (9, 3): "敬老の日", (10, 2): "スポーツの日"}
"""(month, which Monday)."""

_MOVED = {
    2016: {date(2016, 12, 23): "天皇誕生日", date(2016, 2, 23): None},
    2017: {date(2017, 12, 23): "天皇誕生日", date(2017, 2, 23): None},
    2018: {date(2018, 12, 23): "天皇誕生日", date(2018, 2, 23): None},
    2019: {date(2019, 2, 23): None, date(2019, 5, 1): "即位の日", date(2019, 10, 22): "即位礼正殿の儀の行われる日"},
    2020: {
        date(2020, 7, 20): None,
        date(2020, 7, 23): "海の日",
        date(2020, 7, 24): "スポーツの日",
        date(2020, 8, 10): "山の日",
        date(2020, 8, 11): None,
        date(2020, 10, 12): None,
    },
    2021: {
        date(2021, 7, 19): None,
        date(2021, 7, 22): "海の日",
        date(2021, 7, 23): "スポーツの日",
        date(2021, 8, 8): "山の日",
        date(2021, 8, 11): None,
        date(2021, 10, 11): None,
    },
}
"""What was different in a year: a day added, or (None) a usual one taken away."""

_SUNDAY = 6


def holiday(day: date) -> str | None:
    """Return the name of the national holiday on ``day``, or None.

    Raises ValueError for a year before 2016 or after 2099: other rules held, or nobody knows.
    """
    return holidays(day.year).get(day)


@cache
def holidays(year: int) -> dict[date, str]:
    """Return the national holidays of a year. Raises ValueError as ``holiday`` does."""
    if not FIRST <= year <= LAST:
        message = f"no holidays are known for {year}"
        raise ValueError(message)
    named = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    named |= {_monday(year, month, which): name for (month, which), name in _MONDAYS.items()}
    named |= {date(year, 3, _equinox(year, 20.8431)): "春分の日", date(year, 9, _equinox(year, 23.2488)): "秋分の日"}
    for day, moved in _MOVED.get(year, {}).items():
        if moved is None:
            named.pop(day)
        else:
            named[day] = moved
    return dict(sorted((named | _substitutes(named) | _between(named)).items()))


def _monday(year: int, month: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (which - 1))


def _equinox(year: int, base: float) -> int:
    return int(base + 0.242194 * (year - 1980) - (year - 1980) // 4)


def _substitutes(named: dict[date, str]) -> dict[date, str]:
    """第3条第2項: after a holiday on a Sunday, the next day that is none."""
    found = {}
    for day in named:
        if day.weekday() == _SUNDAY:
            while day in named:
                day += timedelta(days=1)  # noqa: PLW2901
            found[day] = "休日"
    return found


def _between(named: dict[date, str]) -> dict[date, str]:
    """第3条第3項: a day between two holidays."""
    one = timedelta(days=1)
    middle = (day + one for day in named if day + 2 * one in named and day + one not in named)
    return {day: "休日" for day in middle if day.weekday() != _SUNDAY}

"""Dates and durations as people type them."""

from datetime import date, timedelta

import pytest

from guideline.source.dates import ERAS, parse_date, parse_duration, wareki


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01",
        "2026/10/1",
        "2026.10.1",
        "2026年10月1日",
        "２０２６年１０月１日",
        "2026 年 10 月 1 日",
        "２０２６−１０−０１",
        "2026ー10ー1",
        "令和8年10月1日",
        "令和８年１０月１日",
        "㋿8年10月1日",
        "R8.10.1",
        "r8/10/1",
        "Ｒ８－１０－１",
    ],
)
def test_one_day_in_many_ways(text):
    assert parse_date(text) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S60.7.23", date(1985, 7, 23)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_days_at_the_edges(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨日",
        "2026-02-30",
        "2026-13-01",
        "2026-10/01",
        "26-10-01",
        "2026-10-01T00:00",
        "令和元年4月30日",
        "平成31年5月1日",
        "昭和65年1月1日",
        "令和0年1月1日",
        "令和8年10-1",
        "R8.10/1",
        "0000-01-01",
        "2026-10-1a",
        "1" * 100,
        "²026-10-01x",
    ],
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


@pytest.mark.parametrize(("_", "letter", "first"), ERAS)
def test_wareki_round_trip(_, letter, first):
    for day in (first, first + timedelta(days=400)):
        assert parse_date(wareki(day)) == day
    assert parse_date(f"{letter}1.{first.month}.{first.day}") == first


def test_days_before_the_eras():
    assert wareki(date(1850, 1, 2)) == "1850年1月2日"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("5m", timedelta(minutes=5)),
        ("５分", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("30d", timedelta(days=30)),
        ("30 日間", timedelta(days=30)),
        ("2週間", timedelta(days=14)),
        ("6mo", timedelta(days=180)),
        ("6か月", timedelta(days=180)),
        ("1y", timedelta(days=365)),
        ("１年", timedelta(days=365)),
    ],
)
def test_durations(text, length):
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "5 parsecs", "1.5h", "9999999m"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match=r"."):
        parse_duration(text)

"""National holidays, against days that the Cabinet Office published (内閣府「国民の祝日について」)."""

from __future__ import annotations

from datetime import date

import pytest

from guideline.source.holidays import holiday, holidays

PUBLISHED = {
    2016: "1-1 1-11 2-11 3-20 3-21 4-29 5-3 5-4 5-5 7-18 8-11 9-19 9-22 10-10 11-3 11-23 12-23",
    2019: "1-1 1-14 2-11 3-21 4-29 4-30 5-1 5-2 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-23 10-14 10-22 11-3 11-4 11-23",
    2020: "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-23 7-24 8-10 9-21 9-22 11-3 11-23",
    2021: "1-1 1-11 2-11 2-23 3-20 4-29 5-3 5-4 5-5 7-22 7-23 8-8 8-9 9-20 9-23 11-3 11-23",
    2024: "1-1 1-8 2-11 2-12 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-15 8-11 8-12 9-16 9-22 9-23 10-14 11-3 11-4 11-23",
    2025: "1-1 1-13 2-11 2-23 2-24 3-20 4-29 5-3 5-4 5-5 5-6 7-21 8-11 9-15 9-23 10-13 11-3 11-23 11-24",
    2026: "1-1 1-12 2-11 2-23 3-20 4-29 5-3 5-4 5-5 5-6 7-20 8-11 9-21 9-22 9-23 10-12 11-3 11-23",
    2027: "1-1 1-11 2-11 2-23 3-21 3-22 4-29 5-3 5-4 5-5 7-19 8-11 9-20 9-23 10-11 11-3 11-23",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_year_has_the_holidays_that_were_published(year):
    assert " ".join(f"{day.month}-{day.day}" for day in holidays(year)) == PUBLISHED[year]


def test_a_day_has_its_name():
    assert holiday(date(2026, 11, 3)) == "文化の日"
    assert holiday(date(2026, 9, 22)) == "休日"
    assert holiday(date(2026, 11, 4)) is None


@pytest.mark.parametrize("year", [2015, 2100])
def test_years_of_other_rules_are_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        holiday(date(year, 1, 1))

"""Timers, attestations and documents: exact at their boundaries, and never the other way round later."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.bundle.model import AttestControl, DocumentControl, Text, TimerControl
from guideline.bundle.promises import is_due, is_overdue, unstated

START = datetime(2026, 10, 1, 8, 0, 0, tzinfo=UTC)
LAST = date(2026, 9, 1)


def timer(minutes: int) -> TimerControl:
    return TimerControl("timer/a", "a", "error", "safety-check", minutes, "unread", "phone")


def attest(days: int) -> AttestControl:
    return AttestControl("attest/a", "a", "error", Text("問い"), days, Text("長"))


def document(*states: str) -> DocumentControl:
    return DocumentControl("document/a", "a", "error", states)


def after(**time: int) -> datetime:
    return START + timedelta(**time)


@pytest.mark.parametrize(
    "minutes, done, now, due",
    [
        (5, None, after(minutes=4, seconds=59), False),
        (5, None, after(minutes=4, seconds=59, microseconds=999_999), False),
        (5, None, after(minutes=5), True),
        (5, None, after(minutes=5, seconds=1), True),
        (5, after(minutes=3), after(minutes=9), False),
        (5, after(minutes=5), after(minutes=5), False),
        (5, after(minutes=7), after(minutes=6), True),  # read later than we look
        (5, after(minutes=7), after(minutes=7), False),  # read in the meantime: no call
        (5, after(minutes=7), after(minutes=8), False),
        (0, None, START, True),
        (0, None, START - timedelta(microseconds=1), False),
        (5, START - timedelta(days=1), after(minutes=9), False),
        (1_000_000, None, after(days=1), False),
    ],
)
def test_a_timer_is_due_just_at_its_minute(minutes, done, now, due):
    assert is_due(timer(minutes), START, done, now) is due


MINUTES = st.integers(0, 1_000_000)
TIMES = st.integers(-2_000_000, 2_000_000).map(lambda seconds: START + timedelta(seconds=seconds))


@given(MINUTES, TIMES, TIMES)
def test_what_is_due_stays_due_until_it_is_done(minutes, one, other):
    earlier, later = sorted((one, other))
    if is_due(timer(minutes), START, None, earlier):
        assert is_due(timer(minutes), START, None, later)


@given(MINUTES, MINUTES, TIMES)
def test_a_longer_time_is_never_due_sooner(one, other, now):
    shorter, longer = sorted((one, other))
    assert is_due(timer(shorter), START, None, now) or not is_due(timer(longer), START, None, now)


@given(MINUTES, TIMES, TIMES, TIMES)
def test_what_is_done_is_never_due_again(minutes, done, one, other):
    earlier, later = sorted((one, other))
    if done <= earlier:
        assert not is_due(timer(minutes), START, done, later)
    assert is_due(timer(minutes), START, None, earlier) or not is_due(timer(minutes), START, done, earlier)


@pytest.mark.parametrize("hours", [-9, 0, 9])
def test_the_zone_of_a_clock_does_not_matter(hours):
    zone = timezone(timedelta(hours=hours))
    assert is_due(timer(5), START.astimezone(zone), None, after(minutes=5))
    assert not is_due(timer(5), START, None, after(minutes=4).astimezone(zone))


@pytest.mark.parametrize(
    "days, last, now, overdue",
    [
        (365, LAST, date(2027, 9, 1), False),
        (365, LAST, date(2027, 9, 2), True),
        (30, LAST, date(2026, 10, 1), False),
        (30, LAST, date(2026, 10, 2), True),
        (1, LAST, LAST, False),
        (1, LAST, date(2026, 9, 2), False),
        (1, LAST, date(2026, 9, 3), True),
        (365, None, LAST, True),
        (365, date(2027, 1, 1), LAST, False),
        (3_649_635, date.min, date.max, True),
    ],
)
def test_an_attestation_is_overdue_after_its_last_day(days, last, now, overdue):
    assert is_overdue(attest(days), last, now) is overdue


@given(st.integers(1, 4000), st.dates(), st.dates(), st.dates())
def test_what_is_overdue_stays_so_until_it_is_attested_anew(days, last, one, other):
    earlier, later = sorted((one, other))
    if is_overdue(attest(days), last, earlier):
        assert is_overdue(attest(days), last, later)
        assert not is_overdue(attest(days), earlier, earlier)
        assert is_overdue(attest(max(1, days - 1)), last, earlier)


@pytest.mark.parametrize(
    "states, text, missing",
    [
        ((), "何もない", ()),
        (("この指針を守ること",), "この指針を守ることに同意します。", ()),
        (("この指針を守ること",), "", ("この指針を守ること",)),
        (("い", "ろ", "は"), "は、い", ("ろ",)),
        (("業務の記録",), "業務の\n  記録", ()),
        (("業務　の 記録",), "業務の記録", ()),
        (("業務の記録",), "業務の、記録", ("業務の記録",)),
        (("chat rules",), "the chatrules", ()),
    ],
)
def test_what_a_document_does_not_state(states, text, missing):
    assert unstated(document(*states), text) == missing


@given(
    st.lists(st.text("いろはに ", min_size=1).filter(str.strip), max_size=4),
    st.text("いろはに \n", max_size=20),
    st.text(max_size=10),
)
def test_a_longer_document_never_states_less(states, text, more):
    assert set(unstated(document(*states), text + more)) <= set(unstated(document(*states), text))
    assert unstated(document(*states), more + "。".join(states)) == ()

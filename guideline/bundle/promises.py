"""What timers, attestations and documents ask: pure functions of times and texts.

The steward, the safety check, the audit and the written examples all ask here, so that a
clause's minutes mean the same everywhere.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from guideline.bundle.model import AttestControl, DocumentControl, TimerControl

_DAYS = {"d": 1, "m": 30, "y": 365}


def due_at(since: datetime, minutes: int) -> datetime:
    """Return when a timer of ``minutes`` that began at ``since`` is up; from that moment on it is."""
    return since + timedelta(minutes=minutes)


def days_of(every: str) -> int:
    """Return the days of an attestation's interval as bundles write it: ``30d``, ``6m``, ``1y``."""
    return int(every[:-1]) * _DAYS[every[-1]]


def is_due(control: TimerControl, since: datetime, done: datetime | None, now: datetime) -> bool:
    """Tell whether a timer's time is up: ``after`` minutes have passed and nothing was done in them.

    What was done later than the limit doesn't undo that the limit passed, but it ends the state:
    a person who has read in the meantime need not be phoned.
    """
    if done is not None and done <= now:
        return False
    return now >= due_at(since, control.after)


def is_overdue(control: AttestControl, last: date | None, now: date) -> bool:
    """Tell whether an attestation is older than its interval, or was never made."""
    return last is None or (now - last).days > control.every_days


def unstated(control: DocumentControl, text: str) -> tuple[str, ...]:
    """Return what the document must state and ``text`` does not; line breaks and spaces don't count."""
    flat = "".join(text.split())
    return tuple(phrase for phrase in control.states if "".join(phrase.split()) not in flat)

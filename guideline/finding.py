"""The one currency of judging: what was found, where, and what to do.

Every judge (messages, settings, registers, flows, examples) yields findings; every
report shows them. A finding carries no text of what was judged: only places. The
sentence is rendered late, in the reader's language, from ``say`` and ``args``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the mildest to the gravest."""

_NONE: Mapping[str, object] = {}


class Place(NamedTuple):
    """Where a finding stands.

    ``file`` is what the reader gave (a path, ``-``, or a message's id). ``line`` and
    ``column`` count from 1. ``start`` and ``end`` are offsets in Unicode code points of
    the original text of one message; ``key`` is a setting's or a register column's name.
    Whatever does not apply is None.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    key: str | None = None


class Edit(NamedTuple):
    """Replace the code points ``start`` to ``end`` of a message by ``text``."""

    start: int
    end: int
    text: str = ""


class Finding(NamedTuple):
    """One result of judging.

    ``say`` is a key of ``guideline.words`` and ``args`` fill its sentence; ``args`` never
    hold personal data. ``edits`` mend the message, where a fix is known; ``sticker`` is the
    id of the sticker to send instead. ``subject`` is what was judged (a message id, a host,
    a register row) when the place does not say.
    """

    rule: str
    clause: str
    severity: Severity
    place: Place
    say: str
    args: Mapping[str, object] = _NONE
    edits: tuple[Edit, ...] = ()
    sticker: str | None = None
    subject: str = ""
    personal: bool = False


def at_or_above(finding: Finding, bound: Severity) -> bool:
    """Tell whether a finding is as grave as ``bound`` or graver."""
    return SEVERITIES.index(finding.severity) >= SEVERITIES.index(bound)

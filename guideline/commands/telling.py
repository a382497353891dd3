"""Writes findings to standard output and says with which code to exit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Severity
from guideline.report import gather, write
from guideline.words import Lang


def tell(
    findings: Iterable[Finding],
    format_: str,
    lang: Lang,
    fail_on: Severity,
    *,
    guideline: Guideline,
    text_of: Callable[[str], str | None] = lambda _: None,
) -> int:
    """Write ``findings`` in a format; return 1 when any is at or above ``fail_on``, else 0."""
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
    tally = write(format_, gather(findings, text_of), sys.stdout, guideline=guideline, lang=lang)
    sys.stdout.flush()
    return int(tally.at_or_above(fail_on) > 0)

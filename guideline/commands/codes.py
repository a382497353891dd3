"""What every verb ends with: exit codes, problems told as lines, the day in Japan. Needs no click."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from typing import NoReturn

from guideline.source import Problem, SourceError
from guideline.words import Lang, say

TOKYO = timezone(timedelta(hours=9), "JST")
"""A guideline's days are Japanese days, wherever the machine stands. Japan has known no summer time since 1951."""

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "github", "csv")
"""The report formats; the report room has one file for each."""

UNREADABLE, INVALID, ENVIRONMENT = 2, 3, 5
"""Exit codes beside 0 (clean) and 1 (findings): design of the command line."""


def today() -> date:
    """Return the day in Japan: the one place of the command line that reads the clock for a date."""
    return datetime.now(TOKYO).date()


def told(problem: Problem, lang: Lang) -> str:
    """Return a problem as one line: place, what is wrong, what to do."""
    args = dict(problem.args)
    key = problem.code if "." in problem.code else f"problem.{problem.code}"
    guess = f" {say(lang, 'problem.guess', **args)}" if args.get("guess") else ""
    return f"{problem.mark}: {say(lang, key, **args)}{guess} [{problem.code}]"


def tell_error(sentence: str) -> None:
    """Write a line on standard error."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def fail(error: SourceError, lang: Lang, code: int) -> NoReturn:
    """Tell every problem on standard error and exit."""
    for problem in error.problems:
        tell_error(told(problem, lang))
    sys.exit(code)

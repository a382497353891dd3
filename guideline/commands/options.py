"""Options that several verbs share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from guideline.commands.codes import ENVIRONMENT, FORMATS, INVALID, TOKYO, UNREADABLE, fail, today, told
from guideline.commands.misuse import Misuse
from guideline.finding import SEVERITIES
from guideline.words import language, say

Verb = TypeVar("Verb", bound=Callable[..., Any])

__all__ = [
    "ENVIRONMENT",
    "FORMATS",
    "INVALID",
    "TOKYO",
    "UNREADABLE",
    "Day",
    "as_of_option",
    "fail",
    "fail_on_option",
    "format_option",
    "help_of",
    "lang_option",
    "policy_option",
    "today",
    "told",
]


class Day(click.ParamType[date]):
    """A day as people write it: 2026-10-01, 令和8年10月1日."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; a usage error for what is none."""
        from guideline.source.dates import parse_date

        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except ValueError:
            name = param.opts[0] if param else ""
            raise Misuse("problem.not-a-date", ctx, name=name, found=str(value)[:40]) from None


def lang_option(verb: Verb) -> Verb:
    """Add ``--lang``; the locale decides by default."""
    return click.option(
        "--lang",
        type=click.Choice(["ja", "en"]),
        default=lambda: language(None, os.environ),
        show_default=False,
        help=help_of("lang"),
    )(verb)


def as_of_option(verb: Verb) -> Verb:
    """Add ``--as-of``."""
    return click.option("--as-of", type=Day(), default=today, show_default=False, help=help_of("as-of"))(verb)


def policy_option(verb: Verb) -> Verb:
    """Add ``--policy``; the baseline by default."""
    return click.option("--policy", default="reference", show_default=True, help=help_of("policy"))(verb)


def fail_on_option(verb: Verb) -> Verb:
    """Add ``--fail-on``; ``warning`` by default."""
    return click.option(
        "--fail-on", type=click.Choice(SEVERITIES), default="warning", show_default=True, help=help_of("fail-on")
    )(verb)


def format_option(verb: Verb) -> Verb:
    """Add ``--format``: the report formats, each a file in ``guideline/report/formats/``."""
    return click.option(
        "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help=help_of("format")
    )(verb)


def help_of(name: str) -> str:
    """Return an option's help in the language of the locale."""
    return say(language(None, os.environ), f"help.{name}")

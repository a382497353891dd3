"""Tells what is wrong with a command line in the words of this kit: Japanese first, English beside it.

click raises its own errors, in English. They are caught where the group of verbs reads the line, and told
anew by their kind; the exit code stays 2.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from guideline.words import Lang, language, say

_EXTRA = re.compile(r"Got unexpected extra .*?\((.*)\)", re.DOTALL)
_LONGEST = 60


class Misuse(click.UsageError):
    """A command line that can't be understood; ``key`` and ``args`` are the sentence, ``name`` the parameter."""

    def __init__(self, key: str, ctx: click.Context | None = None, *, name: str = "", **args: object) -> None:
        self.key, self.name, self.args_of = key, name, args
        super().__init__(self._sentence("en"), ctx)

    def _sentence(self, lang: Lang) -> str:
        if self.key.startswith("usage."):
            return say(lang, self.key, name=self.name, **self.args_of)
        what = say(lang, self.key, **self.args_of)
        return say(lang, "usage.of", name=self.name, what=what) if self.name else what

    def show(self, file: IO[Any] | None = None) -> None:
        """Write what is wrong, then how the verb is used; English alone for who asks for English."""
        langs: tuple[Lang, ...] = ("en",) if language(None, os.environ) == "en" else ("ja", "en")
        for lang in langs:
            _tell(self._sentence(lang), file)
        ctx = self.ctx
        if ctx is not None:
            usage = " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
            for lang in langs:
                _tell(say(lang, "usage.usage", usage=usage), file)
                _tell(say(lang, "usage.help", command=ctx.command_path), file)


def _tell(line: str, file: IO[Any] | None) -> None:
    click.echo(line, file=file, err=file is None)


@contextmanager
def told_as_ours() -> Iterator[None]:
    """Turn an error of click about the command line into one in our words."""
    try:
        yield
    except (Misuse, click.exceptions.NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        raise _ours(error) from error


def _ours(error: click.UsageError) -> Misuse:
    if isinstance(error, click.NoSuchOption):
        return _unknown("usage.no-option", error.option_name, error)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _unknown("usage.no-command", error.command_name, error)
    if isinstance(error, click.BadOptionUsage):
        # The parser that raises it knows neither the verb nor the parameter: only its sentence tells the two apart.
        flag = "does not take" in error.message
        return Misuse("usage.takes-no-value" if flag else "usage.needs-value", error.ctx, name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    extra = _EXTRA.match(error.message)
    if extra:
        return Misuse("usage.too-many", error.ctx, found=extra[1][:_LONGEST])
    if error.message == "Missing command.":
        return Misuse("usage.missing-command", error.ctx)
    return Misuse("usage.other", error.ctx, found=error.format_message())


def _unknown(key: str, name: str, error: click.NoSuchOption | click.exceptions.NoSuchCommand) -> Misuse:
    near = ", ".join(error.possibilities or ())
    return _WithGuess(key, error.ctx, name=name[:_LONGEST], near=near) if near else Misuse(key, error.ctx, name=name)


class _WithGuess(Misuse):
    def _sentence(self, lang: Lang) -> str:
        near = say(lang, "usage.near", names=self.args_of["near"])
        return f"{say(lang, self.key, name=self.name)} {near}"


def _bad_value(error: click.BadParameter) -> Misuse:
    param, ctx = error.param, error.ctx
    if param is None:
        return Misuse("usage.other", ctx, found=error.message)
    name = (
        param.opts[0]
        if isinstance(param, click.Option)
        else param.make_metavar(ctx or click.Context(click.Command("")))
    )
    if isinstance(error, click.MissingParameter):
        return Misuse(
            "usage.missing-option" if isinstance(param, click.Option) else "usage.missing-argument", ctx, name=name
        )
    kind = param.type
    if isinstance(kind, click.Choice):
        return Misuse("usage.choice", ctx, name=name, known=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        key = "usage.whole-number" if isinstance(kind, click.IntRange) else "usage.number"
        return Misuse(key, ctx, name=name, least=kind.min, most=kind.max)
    if isinstance(kind, click.Path):
        return Misuse("usage.path", ctx, name=name)
    return Misuse("usage.other", ctx, found=error.format_message())

"""Every sentence a user sees, in Japanese and English.

A key is ``<file>.<name>``: ``say("ja", "lint.clean")`` looks up ``clean`` in ``words/lint.py``,
where ``SENTENCES`` maps each name to its (Japanese, English) pair. A file is imported when
its first sentence is needed. Arguments fill ``{braces}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Literal

Lang = Literal["ja", "en"]

__all__ = ["Lang", "clause_number", "language", "say", "sentences"]


@cache
def sentences(file: str) -> Mapping[str, tuple[str, str]]:
    """Return the sentences of one file of this room. Raises ModuleNotFoundError for an unknown one."""
    table: Mapping[str, tuple[str, str]] = import_module(f"{__name__}.{file}").SENTENCES
    return table


def say(lang: Lang, key: str, /, **args: object) -> str:
    """Return the sentence ``key`` in ``lang``, filled with ``args``. Raises KeyError for an unknown key."""
    file, _, name = key.partition(".")
    pair = sentences(file)[name]
    return pair[1 if lang == "en" else 0].format(**args)


def clause_number(lang: Lang, written: str) -> str:
    """Name a clause by its number: ``8`` is 第8条, ``8-2`` 第8条の2, anything else stays as written."""
    main, _, branch = written.partition("-")
    if not main.isdecimal():
        return written
    if branch:
        return say(lang, "clause.number-branch", number=main, branch=branch)
    return say(lang, "clause.number", number=main)


def language(asked: str | None, environ: Mapping[str, str]) -> Lang:
    """Choose the language: what was asked for, else the locale of the environment, else Japanese."""
    if asked in ("ja", "en"):
        return "en" if asked == "en" else "ja"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable, "")
        if value.startswith("en"):
            return "en"
        if value.startswith("ja"):
            return "ja"
    return "ja"

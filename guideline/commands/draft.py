"""Reads the plainest way of asking for ``lint``, so that a draft at the prompt needn't wait for click.

``--name value`` from a closed list, and files: nothing else. Whatever isn't among it (help, ``--name=value``,
a misspelling, a value that isn't allowed) is left to click, which reads the same and tells what is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

_VALUES: dict[str, tuple[str, tuple[str, ...]]] = {
    "--policy": ("policy", ()),
    "--format": ("format_", ("text", "json", "jsonl", "sarif", "junit", "github", "csv")),
    "--from": ("shape", ("text", "jsonl", "csv", "json", "xml")),
    "--channel": ("channel", ("talk", "bulletin", "external")),
    "--zone": ("zone", ("internet", "admin")),
    "--section": ("section", ()),
    "--fail-on": ("fail_on", ("info", "warning", "error")),
    "--lang": ("lang", ("ja", "en")),
}
"""The options read here: the parameter each fills, and the values it may have (none: any)."""


def asked_plainly(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]] | None:
    """Return the files and options of a plain ``lint``; None for everything else."""
    if not arguments or arguments[0] != "lint":
        return None
    files: list[str] = []
    options: dict[str, str] = {}
    words = iter(arguments[1:])
    for word in words:
        if word in _VALUES:
            name, allowed = _VALUES[word]
            value = next(words, "")
            if not value or value.startswith("-") or (allowed and value not in allowed):
                return None
            options[name] = value
        elif word == "-" or (word and not word.startswith("-")):
            files.append(word)
        else:
            return None
    return files, options


def asked_of(options: dict[str, str]) -> dict[str, Any]:
    """Return the value of every option of ``guideline lint``: what was given, or what click has as its default."""
    from guideline.commands.codes import today
    from guideline.words import language

    asked: dict[str, Any] = {"policy": "reference", "format_": "text", "shape": None, "columns": None}
    asked |= {"channel": "talk", "zone": "internet", "section": "", "jobs": None, "show_personal_data": False}
    asked |= {"fail_on": "warning", "as_of": today(), "lang": language(None, os.environ)}
    return asked | options


def lint_plainly(files: Sequence[str], options: dict[str, str]) -> int:
    """Judge as ``guideline lint`` does; return the exit code."""
    from guideline.commands.judging import judge_files

    try:
        return judge_files(files, **asked_of(options))
    except BrokenPipeError:
        # Whoever read us has gone. Nothing is left to tell, and the interpreter must not try at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 1

"""Puts results where they belong: standard output, or a file that is whole or not there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from guideline.commands.options import ENVIRONMENT
from guideline.source.whole import write_whole
from guideline.words import Lang, say


def put(result: str | bytes, out: Path | None, lang: Lang) -> None:
    """Write a result to ``out``, replacing it at once, or to standard output. Exit with 5 when it can't be."""
    data = result.encode("utf-8", "backslashreplace") if isinstance(result, str) else result
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        # A document is for everybody whom the umask lets read.
        write_whole(out, data, 0o666)
    except OSError as error:
        click.echo(say(lang, "problem.unwritable", file=str(out), reason=error.strerror or ""), err=True)
        sys.exit(ENVIRONMENT)


def put_all(files: Mapping[str, bytes], folder: Path, lang: Lang) -> None:
    """Write files into a folder, each replaced at once. Exit with 5 when it can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            write_whole(folder / name, data, 0o666)
    except OSError as error:
        click.echo(say(lang, "problem.unwritable", file=str(folder), reason=error.strerror or ""), err=True)
        sys.exit(ENVIRONMENT)

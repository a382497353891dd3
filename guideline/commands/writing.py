"""Puts results where they belong: standard output, or a file that is whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from guideline.commands.options import ENVIRONMENT
from guideline.words import Lang, say


def put(result: str | bytes, out: Path | None, lang: Lang) -> None:
    """Write a result to ``out``, replacing it at once, or to standard output. Exit with 5 when it can't be."""
    data = result.encode("utf-8", "backslashreplace") if isinstance(result, str) else result
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        # mkstemp's mode is for secrets; a document is for everybody the umask lets read.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(out)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        click.echo(say(lang, "problem.unwritable", file=str(out), reason=error.strerror or ""), err=True)
        sys.exit(ENVIRONMENT)

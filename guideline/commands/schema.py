"""``guideline schema``: the shape of a file, for editors and reviewers."""

from __future__ import annotations

import sys

import click

from guideline.commands.options import UNREADABLE, lang_option
from guideline.source import packaged
from guideline.words import Lang, say


@click.command()
@click.argument("name", required=False)
@lang_option
def command(name: str | None, lang: Lang) -> None:
    """ファイルの形 (JSON Schema) を出力する。 Print a file's JSON Schema.

    Without NAME: the names there are.
    """
    known = {path.name.removesuffix(".schema.json"): path for path in sorted(packaged("schemas").glob("*.schema.json"))}
    if name is None:
        click.echo("\n".join(known))
        return
    if name not in known:
        click.echo(say(lang, "problem.unknown-schema", name=name[:40], known=", ".join(known)), err=True)
        sys.exit(UNREADABLE)
    click.echo(known[name].read_text("utf-8"), nl=False)

"""``guideline check``: is the bundle sound, and what should its authors look at?"""

from __future__ import annotations

from datetime import date

import click
from guideline.words import Lang
from guideline.commands.options import as_of_option, lang_option
from guideline.commands.opening import open_bundle


@click.command()
@click.argument("bundle", default=".")
@lang_option
@as_of_option
def command(bundle: str, lang: Lang, as_of: date) -> None:
    """Check a bundle."""
    loaded = open_bundle(bundle, lang)
    g = loaded.at(as_of)
    click.echo(f"{g.id} {g.version} {len(g.clauses)}")

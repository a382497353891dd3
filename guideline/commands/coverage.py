"""``guideline coverage``: which clause is held by what, and which only by a promise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from guideline.commands.opening import open_bundle
from guideline.commands.options import as_of_option, help_of, lang_option
from guideline.commands.writing import put
from guideline.words import Lang


@click.command()
@click.argument("bundle", default=".")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "json", "csv"]),
    default="text",
    help=help_of("format"),
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=help_of("out"))
@as_of_option
@lang_option
def command(bundle: str, format_: str, out: Path | None, as_of: date, lang: Lang) -> None:
    """どの条を何が守らせているかを表にする。 Show what holds each clause.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    from guideline.publish import show_coverage

    guideline = open_bundle(bundle, lang).at(as_of)
    put(show_coverage(guideline, format_, lang), out, lang)  # type: ignore[arg-type]

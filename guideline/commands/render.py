"""``guideline render``: the document people read."""

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
@click.option("--format", "format_", type=click.Choice(["html", "markdown"]), default="html", help=help_of("format"))
@click.option("--edition", type=click.Choice(["reader", "coverage"]), default="reader", help=help_of("edition"))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=help_of("out"))
@as_of_option
@lang_option
def command(bundle: str, format_: str, edition: str, out: Path | None, as_of: date, lang: Lang) -> None:
    """指針の文書を作る。 Render the document people read.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    from guideline.publish import document

    guideline = open_bundle(bundle, lang).at(as_of)
    put(document(guideline, format_, lang, edition=edition), out, lang)  # type: ignore[arg-type]

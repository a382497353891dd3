"""``guideline render``: the document people read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from guideline.bundle.model import Guideline
from guideline.commands.opening import open_bundle
from guideline.commands.options import ENVIRONMENT, as_of_option, help_of, lang_option
from guideline.commands.writing import put
from guideline.words import Lang

Format = Literal["html", "markdown", "pdf"]
Edition = Literal["reader", "coverage", "card"]


@click.command()
@click.argument("bundle", default=".")
@click.option(
    "--format", "format_", type=click.Choice(["html", "markdown", "pdf"]), default="html", help=help_of("format")
)
@click.option("--edition", type=click.Choice(["reader", "coverage", "card"]), default="reader", help=help_of("edition"))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=help_of("out"))
@as_of_option
@lang_option
def command(*, bundle: str, format_: Format, edition: Edition, out: Path | None, as_of: date, lang: Lang) -> None:
    """指針の文書を作る。 Render the document people read.

    BUNDLE is a folder, a compiled file or the name of a packaged one.
    """
    guideline = open_bundle(bundle, lang).at(as_of)
    put(_rendered(guideline, format_, edition, lang), out, lang)


def _rendered(guideline: Guideline, format_: Format, edition: Edition, lang: Lang) -> str | bytes:
    from guideline.publish import PdfError, document, pdf, staff_card

    text_edition: Literal["reader", "coverage"] = "coverage" if edition == "coverage" else "reader"
    if format_ == "pdf":
        try:
            return pdf(guideline, lang, edition=text_edition, page="card" if edition == "card" else "document")
        except PdfError as error:
            click.echo(error.sentence(lang), err=True)
            sys.exit(ENVIRONMENT)
    if edition == "card":
        return staff_card(guideline, lang)
    return document(guideline, format_, lang, edition=text_edition)

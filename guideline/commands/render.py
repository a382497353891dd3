"""``guideline render``: the document people read."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Literal

import click

from guideline.bundle.model import Guideline
from guideline.commands.fonts import font_folders
from guideline.commands.misuse import Misuse
from guideline.commands.opening import open_bundle
from guideline.commands.options import ENVIRONMENT, as_of_option, help_of, lang_option
from guideline.commands.writing import put, put_all
from guideline.words import Lang

Format = Literal["html", "markdown", "pdf", "stickers"]
Edition = Literal["reader", "coverage", "card"]


@click.command()
@click.argument("bundle", default=".")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["html", "markdown", "pdf", "stickers"]),
    default="html",
    help=help_of("format"),
)
@click.option("--edition", type=click.Choice(["reader", "coverage", "card"]), default="reader", help=help_of("edition"))
@click.option("--out", type=click.Path(path_type=Path), help=help_of("out"))
@click.option("--font", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=help_of("font"))
@as_of_option
@lang_option
def command(  # noqa: PLR0917 - one parameter an option
    bundle: str,
    format_: Format,
    edition: Edition,
    out: Path | None,
    font: Path | None,
    as_of: date,
    lang: Lang,
) -> None:
    """指針の文書を作る。 Render the document people read.

    BUNDLE is a folder, a compiled file or the name of a packaged one. --format stickers writes pictures into
    the folder --out.
    """
    guideline = open_bundle(bundle, lang).at(as_of)
    if format_ == "stickers":
        if out is None or out.is_file():
            raise Misuse("publish.stickers-out")
        put_all(_stickers(guideline, font, lang), out, lang)
    elif out is not None and out.is_dir():
        raise Misuse("publish.document-out", file=out)
    else:
        put(_rendered(guideline, format_, edition, lang), out, lang)


def _rendered(
    guideline: Guideline, format_: Literal["html", "markdown", "pdf"], edition: Edition, lang: Lang
) -> str | bytes:
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


def _stickers(guideline: Guideline, font: Path | None, lang: Lang) -> dict[str, bytes]:
    from guideline.publish import PdfError, sticker_files

    try:
        return sticker_files(guideline, lang, [font] if font else font_folders())
    except PdfError as error:
        click.echo(error.sentence(lang), err=True)
        sys.exit(ENVIRONMENT)

"""The guideline as people read it: the document, the explanation of one rule, the coverage table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from guideline.bundle.model import Guideline
from guideline.publish.coverage import COVERAGE_FORMATS, CoverageFormat, CoverageRow, coverage, show_coverage
from guideline.publish.editions import EDITIONS, FORMATS, Edition, Format
from guideline.publish.explain import explain
from guideline.publish.names import UnknownNameError
from guideline.publish.pdf import PdfError, pdf
from guideline.publish.wording import number as clause_number
from guideline.words import Lang

__all__ = [
    "COVERAGE_FORMATS",
    "EDITIONS",
    "FORMATS",
    "CoverageFormat",
    "CoverageRow",
    "Edition",
    "Format",
    "PdfError",
    "UnknownNameError",
    "clause_number",
    "coverage",
    "document",
    "explain",
    "pdf",
    "show_coverage",
    "staff_card",
    "sticker_files",
]


def document(guideline: Guideline, format: Format, lang: Lang, *, edition: Edition = "reader") -> str:
    """Render the guideline as it holds on its day, as one HTML page or one Markdown text.

    The ``reader`` edition is what staff read; the ``coverage`` edition also shows every control and
    what only a person's promise holds. HTML loads nothing from anywhere and runs no script; every
    clause's anchor is its id.
    """
    # jinja2 is imported only where a document is asked for; lint and explain do without it.
    from guideline.publish.pages import render

    return render("document.html" if format == "html" else "document.md", guideline, lang, edition=edition)


def staff_card(guideline: Guideline, lang: Lang) -> str:
    """Render one A4 page for the desk: what to write otherwise, what not to write, and the stickers."""
    from guideline.publish.pages import render

    return render("card.html", guideline, lang, edition="reader")


def sticker_files(guideline: Guideline, lang: Lang, fonts: Iterable[Path]) -> dict[str, bytes]:
    """Draw the guideline's stickers: every file of the pack by its name, ``stickers.json`` and a sheet among them.

    ``fonts`` are font files, or folders to look through for a Japanese one. Raises PdfError where Pillow or a
    font is missing, the font lacks a character, or a label is too long to be read.
    """
    try:
        from guideline.publish.stickers import files
        from guideline.publish.stickers.letters import find_font
    except ImportError as error:
        raise PdfError("stickers-not-installed", reason=str(error)) from error
    places = list(fonts)
    named = [place for place in places if place.is_file()]
    return files(guideline, lang, named[0] if named else find_font(places))

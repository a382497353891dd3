"""The guideline as people read it: the document, the explanation of one rule, the coverage table."""

from __future__ import annotations

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

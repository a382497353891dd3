"""Makes the document a PDF with its fonts in it. Needs the extra ``pdf`` and a Japanese font.

WeasyPrint prints an empty box for a character that no font has, and only logs it; here that is an
error. The same guideline and the same fonts give the same bytes.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from guideline.bundle.model import Guideline
from guideline.publish.editions import Edition
from guideline.words import Lang, say

PDF_VARIANT = "pdf/ua-1"
"""Tagged for screen readers (ISO 14289-1)."""

_MISSING = re.compile(r'\.notdef glyph rendered .*?"(?P<characters>.+)"', re.DOTALL)
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_MOST = 20


class PdfError(Exception):
    """The PDF could not be made; ``sentence`` says what to install."""

    def __init__(self, name: str, **args: object) -> None:
        super().__init__(name)
        self.name = name
        self.args_ = args

    def sentence(self, lang: Lang) -> str:
        """Say why, and what to do."""
        return say(lang, f"publish.{self.name}", **self.args_)


def pdf(
    guideline: Guideline, lang: Lang, *, edition: Edition = "reader", page: Literal["document", "card"] = "document"
) -> bytes:
    """Render the document, or the staff card, as a tagged PDF. Raises PdfError."""
    from guideline.publish.pages import render

    html = render(f"{page}.html", guideline, lang, edition=edition)
    weasyprint = _weasyprint()
    missing = _Missing()
    with _logged_to(missing), _dated(guideline.day):
        printed = weasyprint.HTML(string=html, url_fetcher=_refuse).write_pdf(pdf_variant=PDF_VARIANT)
    if missing.characters:
        shown = sorted(missing.characters)
        packages = {_package(character) for character in shown}
        raise PdfError(
            "pdf-missing-glyph",
            characters=" ".join(f"{c} (U+{ord(c[0]):04X})" for c in shown[:_MOST]),
            package=" ".join(sorted(packages)),
        )
    return bytes(printed)


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the package is there and the Pango it needs isn't
        raise PdfError("pdf-not-installed", reason=str(error).splitlines()[0] if str(error) else "") from error
    return weasyprint


def _package(character: str) -> str:
    return "fonts-noto-color-emoji" if _EMOJI.search(character) else "fonts-noto-cjk"


def _refuse(url: str, *_: object, **__: object) -> Any:
    """Load nothing: the page is complete, and no text of a clause may reach for a file or an address."""
    raise ValueError(url)


class _Missing(logging.Handler):
    """Collects the characters for which WeasyPrint logs that no font has a glyph."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if ".notdef" in message:
            found = _MISSING.search(message)
            self.characters.add(found["characters"] if found else "?")


@contextmanager
def _logged_to(handler: logging.Handler) -> Iterator[None]:
    logger = logging.getLogger("weasyprint")
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Give the fonts inside the PDF the guideline's day: their writer takes the time from the environment."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = str(int(datetime.combine(day, time(), UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before

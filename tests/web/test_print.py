"""The document to print, as everybody reads it: axe-core finds nothing, on any width, light and dark."""

from __future__ import annotations

import pytest

from tests.web.looking import SIZES, violations
from tests.web.test_browser import visit

pytestmark = pytest.mark.browser
__all__ = ["visit"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_printed_document_can_be_read_by_everybody(visit, lang, size, scheme):
    page = visit(f"/guideline/print?lang={lang}", size, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_told_from_its_heading_by_colour_alone_is_seen(visit):
    page = visit("/guideline/print")
    page.evaluate("for (const one of document.querySelectorAll('.anchor')) one.style.textDecoration = 'none'")
    assert any(one.startswith("link-in-text-block") for one in violations(page))

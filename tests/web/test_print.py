"""The document to print and the counts of the week, as everybody reads them: axe-core finds nothing."""

from __future__ import annotations

import json

import pytest

from tests.web.looking import SIZES, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser, listen):
    """Open a page in a window of some size, light or dark."""
    contexts = []

    def go(path, size="desk", scheme="light", **changed):
        host, port = listen(**changed)
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        contexts.append(browser.new_context(viewport=viewport, locale="ja-JP", color_scheme=scheme))
        page = contexts[-1].new_page()
        page.goto(f"http://{host}:{port}{path}")
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    "lang, size, scheme", [("ja", "phone", "dark"), ("ja", "desk", "light"), ("en", "zoomed", "dark")]
)
def test_the_printed_document_can_be_read_by_everybody(visit, lang, size, scheme):
    page = visit(f"/guideline/print?lang={lang}", size, scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_told_from_its_heading_by_colour_alone_is_seen(visit):
    page = visit("/guideline/print")
    page.evaluate("for (const one of document.querySelectorAll('.anchor')) one.style.textDecoration = 'none'")
    assert any(one.startswith("link-in-text-block") for one in violations(page))


@pytest.mark.parametrize("size, scheme", [("phone", "light"), ("zoomed", "dark")])
def test_the_counts_of_the_week_can_be_read_by_everybody(visit, kakuu, world, tmp_path, size, scheme):
    first, second, *_ = (one.id for one in kakuu.at(world.day).clauses)
    days = {world.day.isoformat(): {first: {"advise": 12, "refuse": 2}, second: {"advise": 1}}}
    (tmp_path / "counts.json").write_text(json.dumps({"format": "guideline/module-counts/1", "days": days}), "utf-8")
    (tmp_path / "status.json").write_text('{"state": "in-force"}', "utf-8")
    page = visit("/state", size, scheme, status=tmp_path / "status.json")
    assert "12 件" in page.inner_text("main")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

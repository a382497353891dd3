"""What the PDF needs and when it refuses; printing itself is measured where WeasyPrint and fonts are."""

import logging
import os
import sys
import types

import pytest

from guideline.publish import PdfError, pdf


def weasyprint(logged=(), printed=b"%PDF-"):
    """A stand-in that logs as WeasyPrint does for characters that no font has."""
    module = types.ModuleType("weasyprint")

    class HTML:
        def __init__(self, string, url_fetcher):
            assert "架空市" in string
            with pytest.raises(ValueError, match="secret"):
                url_fetcher("file:///secret")

        def write_pdf(self, pdf_variant):
            assert pdf_variant == "pdf/ua-1"
            for line in logged:
                logging.getLogger("weasyprint").warning(*line)
            module.epoch = os.environ["SOURCE_DATE_EPOCH"]
            return printed

    module.HTML = HTML
    return module


def test_it_is_dated_by_the_guideline_and_leaves_the_environment_alone(kakuu, monkeypatch):
    module = weasyprint()
    monkeypatch.setitem(sys.modules, "weasyprint", module)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert pdf(kakuu, "ja") == b"%PDF-"
    assert module.epoch == "1790812800"
    assert "SOURCE_DATE_EPOCH" not in os.environ
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "7")
    pdf(kakuu, "ja", page="card")
    assert os.environ["SOURCE_DATE_EPOCH"] == "7"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (
            ('.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (%s)', "髙", "U+9AD9"),
            ("髙 (U+9AD9)", "fonts-noto-cjk"),
        ),
        (
            ('.notdef glyph rendered for Unicode string unsupported by fonts: "🙆" (U+1F646)',),
            ("U+1F646", "fonts-noto-color-emoji"),
        ),
        ((".notdef in words of another version",), ("?", "fonts-noto-cjk")),
    ],
)
def test_a_missing_glyph_is_an_error_that_names_the_package(kakuu, monkeypatch, line, named):
    monkeypatch.setitem(sys.modules, "weasyprint", weasyprint([line]))
    with pytest.raises(PdfError) as raised:
        pdf(kakuu, "ja")
    for part in named:
        assert part in raised.value.sentence("ja")
        assert part in raised.value.sentence("en")


def test_other_warnings_are_no_reason_to_refuse(kakuu, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", weasyprint([("Ignored `line-break: strict`",)]))
    assert pdf(kakuu, "ja") == b"%PDF-"


def test_without_weasyprint_it_says_what_to_install(kakuu, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfError) as raised:
        pdf(kakuu, "ja")
    assert "guideline[pdf]" in raised.value.sentence("ja")

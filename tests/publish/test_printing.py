"""The real PDF, with WeasyPrint and the fonts of Debian: in the tier that installs them (.ci/run)."""

import re
import zlib
from dataclasses import replace

import pytest

from guideline.bundle.model import Text
from guideline.publish import PdfError, pdf

pytestmark = pytest.mark.programs


def unpacked(printed):
    """Return a PDF's bytes with its compressed streams opened, so that its objects can be read."""
    parts = [printed]
    for found in re.finditer(rb"stream\r?\n", printed):
        try:
            parts.append(zlib.decompressobj().decompress(printed[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def pages(printed):
    return len(re.findall(rb"/Type\s*/Page\b", unpacked(printed)))


def test_the_same_guideline_gives_the_same_bytes(kakuu):
    assert pdf(kakuu, "ja") == pdf(kakuu, "ja")


def test_fonts_are_in_it_and_the_language_is_said(kakuu):
    objects = unpacked(pdf(kakuu, "ja", edition="coverage"))
    assert re.search(rb"/FontFile[23]?\b", objects)
    assert re.search(rb"/Lang\s*\(ja\)", objects)
    assert re.search(rb"/StructTreeRoot\b", objects)


def test_the_card_is_one_page(kakuu):
    assert pages(pdf(kakuu, "ja", page="card")) == 1
    assert pages(pdf(kakuu, "ja")) > 1


def test_a_character_no_font_has_is_an_error(kakuu):
    with pytest.raises(PdfError) as raised:
        pdf(replace(kakuu, title=Text("架空市\U0010fffe")), "ja")
    assert "U+10FFFE" in raised.value.sentence("ja")

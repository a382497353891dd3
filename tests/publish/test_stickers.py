"""The stickers' artwork: readable when small, told apart without colours, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from guideline.bundle.model import Sticker, Text
from guideline.publish import PdfError, sticker_files
from guideline.publish.stickers import motifs
from guideline.publish.stickers.letters import Letters, find_font
from guideline.publish.stickers.motifs import MOTIFS, WHITE, motif_of

pytestmark = pytest.mark.programs

FONTS = [Path("/usr/share/fonts")]
GROUNDS = ("#ffffff", "#15191f")


def sticker(name="a", label="了解", **more):
    return Sticker(name, Text(label, "Got it"), Text("意味", "meaning"), **more)


@pytest.fixture(scope="module")
def one_of_each():
    reactions = {
        "yes": "🙆",
        "eyes": "👀",
        "blossom": "🙏",
        "check": "✅",
        "tea": "🍵",
        "sorry": "🙇",
        "question": "❓",
        "car": "🚗",
    }
    return tuple(sticker(name, "おつかれさま", reaction=reactions.get(name, "")) for name in MOTIFS)


@pytest.fixture(scope="module")
def drawn(one_of_each, request):
    from datetime import date

    from guideline.bundle import load_bundle

    guideline = replace(load_bundle("kakuu").at(date(2026, 11, 2)), stickers=one_of_each)
    return sticker_files(guideline, "ja", FONTS)


def light(colour):
    if isinstance(colour, str):
        colour = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    shares = [one / 255 for one in colour[:3]]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_pack_is_pictures_their_list_and_a_sheet(drawn):
    told = json.loads(drawn["stickers.json"])
    assert told["format"] == "guideline/stickers/1"
    assert [one["id"] for one in told["stickers"]] == list(MOTIFS)
    for one in told["stickers"]:
        data = drawn[one["file"]]
        assert hashlib.sha256(data).hexdigest() == one["digest"]
        assert len(data) == one["size"] < 40_000
        picture = Image.open(io.BytesIO(data)).convert("RGBA")
        assert picture.size == (512, 512)
        assert picture.getpixel((0, 0))[3] == 0
    assert Image.open(io.BytesIO(drawn["sheet.png"])).width > 600


def test_the_same_bytes_every_time(kakuu):
    assert sticker_files(kakuu, "ja", FONTS) == sticker_files(kakuu, "ja", FONTS)
    assert sticker_files(kakuu, "ja", FONTS) != sticker_files(kakuu, "en", FONTS)


@pytest.mark.parametrize("name", MOTIFS)
def test_letters_and_edges_stand_out(drawn, name):
    """WCAG 2.2: letters 4.5 to 1 (here 7), what carries meaning 3 to 1, on a light and a dark ground."""
    motif = MOTIFS[name]
    assert contrast(motif.deep, WHITE) >= 7
    assert contrast(motif.deep, motif.tint) >= 4.5
    picture = Image.open(io.BytesIO(drawn[f"{name}.png"])).convert("RGBA").resize((128, 128), Image.Resampling.LANCZOS)
    for ground in GROUNDS:
        laid = Image.new("RGB", picture.size, ground)
        laid.paste(picture, (0, 0), picture)
        # From the side to the middle of the band: one must meet an edge that stands out from the ground.
        met = [laid.getpixel((x, 104)) for x in range(12)]
        assert max(contrast(ground, one) for one in met) >= 3, met


def test_a_faint_colour_would_be_seen():
    assert contrast("#ffd43d", WHITE) < 3


def silhouette(ground):
    """Return what a ground covers, as seen without colours."""
    from guideline.publish.stickers.pen import Pen

    pen = Pen()
    pen.area(ground(0), "#000000")
    return pen.image.resize((64, 64)).getchannel("A").point(lambda one: 255 if one > 127 else 0).tobytes()


def test_shapes_differ_without_colours():
    """Two pictures share a ground only where what stands on it is quite another."""
    seen = {name: silhouette(motif.ground) for name, motif in MOTIFS.items()}
    for one, other in itertools.combinations(seen, 2):
        differ = sum(a != b for a, b in zip(seen[one], seen[other], strict=True))
        assert differ > 60 or {one, other} == {"question", "smile"}
    assert len({motif.deep for motif in MOTIFS.values()}) == len(MOTIFS)


def test_letters_are_large_enough_at_128_pixels():
    letters = Letters(find_font(FONTS))
    from guideline.publish.stickers import _fitted

    for label in ("了解", "おつかれさま", "向かいます", "明日までに確認します", "I have a question"):
        lines, height = _fitted(label, letters)
        assert height * 128 / 512 >= 15
        assert all(letters.size(line, height)[0] <= 430 for line in lines)


@pytest.mark.parametrize("label", ["確認しました。後ほど担当からご連絡します", "W" * 40])
def test_a_label_that_nobody_could_read_is_an_error(kakuu, label):
    with pytest.raises(PdfError) as caught:
        sticker_files(replace(kakuu, stickers=(sticker(label=label),)), "ja", FONTS)
    assert label in caught.value.sentence("ja")


@pytest.mark.parametrize("label", ["了解𓀀", "🙆"])
def test_a_missing_glyph_is_an_error(kakuu, label):
    with pytest.raises(PdfError) as caught:
        sticker_files(replace(kakuu, stickers=(sticker(label=label),)), "ja", FONTS)
    assert f"U+{ord(label[-1]):04X}" in caught.value.sentence("ja")


def test_without_a_japanese_font_it_says_what_to_install(kakuu, tmp_path):
    with pytest.raises(PdfError) as caught:
        sticker_files(kakuu, "ja", [tmp_path, tmp_path / "no"])
    assert "fonts-noto-cjk" in caught.value.sentence("ja")
    broken = tmp_path / "a.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(PdfError) as caught:
        sticker_files(kakuu, "ja", [broken])
    assert str(broken) in caught.value.sentence("en")


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"reaction": "🙆"}, "yes"),
        ({"reaction": "✔️"}, "check"),
        ({"replaces": ("thanks",)}, "blossom"),
        ({"reaction": "🚒", "replaces": ("seen",)}, "car"),
        ({"reaction": "🐙"}, "smile"),
        ({}, "smile"),
    ],
)
def test_the_picture_follows_the_meaning(given, expected):
    assert motif_of(sticker(**given)) is motifs.MOTIFS[expected]

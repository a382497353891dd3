"""Draws the stickers of a guideline: our own artwork, made of each sticker's label and meaning.

The same guideline, font and version of Pillow give the same bytes. Needs Pillow, which comes with the extras
``pdf`` and ``synapse``, and a Japanese font of the machine.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from guideline.bundle.model import Guideline, Sticker
from guideline.publish.stickers.letters import ArtworkError, Letters
from guideline.publish.stickers.motifs import WHITE, motif_of
from guideline.publish.stickers.pen import FINE, Pen
from guideline.words import Lang

FORMAT = "guideline/stickers/1"
LIST = "stickers.json"
SHEET = "sheet.png"
SHOWN = 256
"""Pixels at which other programs show a sticker."""

_EDGE, _RIM = "#3c4657", 12
"""Around everything stands a white rim, and around that a dark line: one of them is seen on any ground."""
_BAND = (19.0, 342.0, 493.0, 493.0)
_BEND = 40.0
_ROOM, _HEIGHT = 426.0, 122.0
_LARGEST, _LEAST, _LEAST_OF_TWO = 112.0, 64.0, 60.0
"""Heights of letters in units: at 128 pixels the least is 15 pixels high."""


@dataclass(frozen=True, slots=True)
class Artwork:
    """One finished sticker."""

    id: str
    label: str
    meaning: str
    reaction: str
    png: bytes

    @property
    def digest(self) -> str:
        """Name the picture by its bytes."""
        return hashlib.sha256(self.png).hexdigest()


def draw(guideline: Guideline, lang: Lang, font: Path) -> list[Artwork]:
    """Draw every sticker. Raises ArtworkError for a glyph the font lacks and a label that is too long."""
    letters = Letters(font)
    return [_draw(sticker, lang, letters) for sticker in guideline.stickers]


def listing(guideline: Guideline, lang: Lang, drawn: Sequence[Artwork]) -> dict[str, Any]:
    """Return what stands in ``stickers.json`` beside the pictures."""
    return {
        "format": FORMAT,
        "guideline": guideline.id,
        "version": guideline.version,
        "title": guideline.title.get(lang),
        "stickers": [
            {
                "id": one.id,
                "label": one.label,
                "meaning": one.meaning,
                "reaction": one.reaction,
                "file": f"{one.id}.png",
                "digest": one.digest,
                "size": len(one.png),
                "width": SHOWN,
                "height": SHOWN,
            }
            for one in drawn
        ],
    }


def files(guideline: Guideline, lang: Lang, font: Path) -> dict[str, bytes]:
    """Return every file of the pack: the pictures, their list, and a sheet to look at. Raises ArtworkError."""
    from guideline.publish.stickers.sheet import sheet

    drawn = draw(guideline, lang, font)
    told = json.dumps(listing(guideline, lang, drawn), ensure_ascii=False, indent=1).encode() + b"\n"
    pictures = {f"{one.id}.png": one.png for one in drawn}
    return {**pictures, LIST: told, SHEET: sheet(drawn)}


def _draw(sticker: Sticker, lang: Lang, letters: Letters) -> Artwork:
    label, motif = sticker.label.get(lang), motif_of(sticker)
    letters.need(label)
    lines, height = _fitted(label, letters)
    pen = Pen()
    for grown, colour in ((_RIM + 5, _EDGE), (_RIM, WHITE)):
        pen.area(motif.ground(grown), colour)
        _band(pen, grown, colour)
    pen.area(motif.ground(0), motif.tint)
    motif.draw(pen, motif.deep)
    _band(pen, 6, WHITE)
    _band(pen, 0, motif.deep)
    _write(pen, lines, height, letters)
    return Artwork(sticker.id, label, sticker.meaning.get(lang), sticker.reaction, _png(pen))


def _band(pen: Pen, grown: float, colour: str) -> None:
    left, top, right, bottom = _BAND
    pen.box(left - grown, top - grown, right + grown, bottom + grown, _BEND + grown, colour)


def _fitted(label: str, letters: Letters) -> tuple[list[str], float]:
    """Return the lines of a label and the height of its letters: one line, or two where one gets too small."""
    wide, _ = letters.size(label, 100)
    height = min(_LARGEST, 100 * _ROOM / wide)
    if height >= _LEAST:
        return [label], height
    middle = label.find(" ", len(label) // 3) if " " in label else (len(label) + 1) // 2
    lines = [part.strip() for part in (label[:middle], label[middle:])] if middle > 0 else [label]
    widest = max(letters.size(line, 100)[0] for line in lines)
    height = min(_LEAST_OF_TWO, 100 * _ROOM / widest)
    if len(lines) < 2 or height < _LEAST_OF_TWO:
        raise ArtworkError("sticker-too-long", label=label)
    return lines, height


def _write(pen: Pen, lines: Sequence[str], height: float, letters: Letters) -> None:
    left, top, right, bottom = _BAND
    step = _HEIGHT / len(lines)
    first = (top + bottom) / 2 - step * (len(lines) - 1) / 2
    for index, line in enumerate(lines):
        mask = letters.mask(line, height)
        x = (left + right) / 2 - mask.width / FINE / 2
        pen.paste(mask, x, first + index * step - mask.height / FINE / 2, WHITE)


def _png(pen: Pen) -> bytes:
    stream = io.BytesIO()
    # 256 colours are plenty for flat areas and their edges, and a third of the bytes.
    few = pen.finished().quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()


__all__ = ["FORMAT", "LIST", "SHEET", "Artwork", "draw", "files", "listing"]

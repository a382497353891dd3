"""One picture with all stickers as people see them: at 128 pixels, on a light and on a dark ground."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from guideline.publish.stickers import Artwork

SMALL, GAP, ACROSS = 128, 24, 5
GROUNDS = ("#ffffff", "#15191f")


def sheet(drawn: Sequence[Artwork]) -> bytes:
    """Return the sheet as PNG."""
    rows = max(1, -(-len(drawn) // ACROSS))
    wide, high = GAP + ACROSS * (SMALL + GAP), GAP + rows * (SMALL + GAP)
    image = Image.new("RGB", (wide, high * len(GROUNDS)))
    for number, ground in enumerate(GROUNDS):
        image.paste(ground, (0, number * high, wide, (number + 1) * high))
        for index, one in enumerate(drawn):
            small = Image.open(io.BytesIO(one.png)).convert("RGBA").resize((SMALL, SMALL), Image.Resampling.LANCZOS)
            row, column = divmod(index, ACROSS)
            place = (GAP + column * (SMALL + GAP), number * high + GAP + row * (SMALL + GAP))
            image.paste(small, place, small)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()

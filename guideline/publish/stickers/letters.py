"""Letters from a Japanese font of the machine. A character that the font lacks is an error, never an empty box."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from guideline.publish.pdf import PdfError
from guideline.publish.stickers.pen import FINE

FONTS = (
    *("NotoSansCJK-Bold.ttc", "NotoSansCJKjp-Bold.otf", "NotoSansJP-Bold.otf", "NotoSansJP-Bold.ttf"),
    *("BIZUDGothic-Bold.ttf", "BIZ-UDGothicB.ttc", "NotoSansJP[wght].ttf", "NotoSansCJK-Regular.ttc", "ipaexg.ttf"),
    *("ipagp.ttf", "TakaoPGothic.ttf", "VL-PGothic-Regular.ttf", "fonts-japanese-gothic.ttf"),
)
"""Files of Japanese sans-serif fonts, the best first."""
_NOBODY = "\U0010ffff"
"""A code point that no font has a glyph for."""
_MOST_FILES = 50_000


class ArtworkError(PdfError):
    """The stickers could not be drawn; ``sentence`` says what to do."""


def find_font(folders: Iterable[Path]) -> Path:
    """Return the best Japanese font below some folders. Raises ArtworkError where there is none."""
    best: dict[str, Path] = {}
    seen = 0
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else ():
            seen += 1
            if path.name in FONTS:
                best.setdefault(path.name, path)
            if seen > _MOST_FILES:
                break
    for name in FONTS:
        if name in best:
            return best[name]
    raise ArtworkError("stickers-no-font", package="fonts-noto-cjk")


class Letters:
    """One font file in any size."""

    def __init__(self, path: Path) -> None:
        """Read the font. Raises ArtworkError."""
        self._path = path
        try:
            self._index = self._japanese()
            self._nothing = self._shape(_NOBODY)
        except OSError as error:
            raise ArtworkError("stickers-bad-font", file=str(path)) from error

    def need(self, text: str) -> None:
        """See that the font has every character. Raises ArtworkError."""
        missing = [one for one in dict.fromkeys(text) if not one.isspace() and self._shape(one) == self._nothing]
        if missing:
            shown = " ".join(f"{one} (U+{ord(one):04X})" for one in missing)
            raise ArtworkError("stickers-missing-glyph", characters=shown, file=str(self._path))

    def size(self, text: str, height: float) -> tuple[float, float]:
        """Return width and height of a line in units, where capitals of the font are ``height`` units high."""
        left, top, right, bottom = self._font(height).getbbox(text, anchor="ls")
        return (right - left) / FINE, (bottom - top) / FINE

    def mask(self, text: str, height: float) -> Image.Image:
        """Return a line as a mask in fine pixels, without a margin."""
        font = self._font(height)
        left, top, right, bottom = (int(one) for one in font.getbbox(text, anchor="ls"))
        image = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(image).text((-left, -top), text, fill=255, font=font, anchor="ls")
        return image

    @lru_cache(maxsize=64)  # noqa: B019 - one font a run
    def _font(self, height: float) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(
            str(self._path), round(height * FINE), index=self._index, layout_engine=ImageFont.Layout.BASIC
        )

    def _shape(self, character: str) -> tuple[tuple[int, int], bytes]:
        mask = self._font(16).getmask(character)
        return mask.size, bytes(mask)

    def _japanese(self) -> int:
        """Return which font of a collection has the Japanese forms of kanji."""
        if self._path.suffix != ".ttc":
            return 0
        for index in range(12):
            try:
                family, _ = ImageFont.truetype(str(self._path), 16, index=index).getname()
            except OSError:
                break
            if family and "JP" in family:
                return index
        return 0

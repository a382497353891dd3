"""A pen on a canvas of 512 units a side; drawn four times as fine and then reduced, so that edges are smooth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

SIDE = 512
"""Units, and pixels of the finished picture."""
FINE = 4

Point = tuple[float, float]
Colour = str


class Pen:
    """Draws on an image of its own; every length is in units."""

    def __init__(self) -> None:
        self.image = Image.new("RGBA", (SIDE * FINE, SIDE * FINE), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        """Return the picture in its own size."""
        return self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)

    def oval(self, x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        """Fill an ellipse around a point, by its half axes."""
        self._draw.ellipse(_fine((x - wide, y - high), (x + wide, y + high)), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Fill a circle."""
        self.oval(x, y, radius, radius, fill)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float, fill: Colour) -> None:
        """Fill a rectangle with round corners."""
        self._draw.rounded_rectangle(_fine((left, top), (right, bottom)), radius * FINE, fill=fill)

    def area(self, points: Iterable[Point], fill: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon(_fine(*points), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """Draw a line with round ends and corners."""
        self._draw.line(_fine(*points), fill=fill, width=round(width * FINE), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, fill)

    def arc(  # noqa: PLR0917 - a circle, a part of it, and how it is drawn
        self, x: float, y: float, radius: float, start: float, end: float, width: float, fill: Colour
    ) -> None:
        """Draw a part of a circle with round ends; angles in degrees, clockwise from the right."""
        self.line(curve(x, y, radius, radius, start, end), width, fill)

    def paste(self, mask: Image.Image, x: float, y: float, fill: Colour) -> None:
        """Lay a colour through a mask whose corner stands at a point; the mask is in fine pixels."""
        self.image.paste(Image.new("RGBA", mask.size, fill), (round(x * FINE), round(y * FINE)), mask)


def curve(x: float, y: float, wide: float, high: float, start: float, end: float) -> list[Point]:
    """Return points of an ellipse from one angle to another, three degrees apart."""
    steps = max(2, round(abs(end - start) / 3))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles]


def ring(x: float, y: float, radius: float, depth: float, waves: int, *, turn: float = 0.0) -> list[Point]:
    """Return a closed line that swings ``waves`` times around a circle: a flower, a seal."""
    angles = [math.radians(step) for step in range(0, 360, 2)]
    swung = [radius + depth * math.cos(waves * angle + math.radians(turn)) for angle in angles]
    return [(x + r * math.sin(angle), y - r * math.cos(angle)) for r, angle in zip(swung, angles, strict=True)]


def corners(x: float, y: float, radius: float, count: int, *, turn: float = 0.0) -> list[Point]:
    """Return the corners of a regular polygon."""
    angles = [math.radians(turn + 360 * step / count) for step in range(count)]
    return [(x + radius * math.sin(angle), y - radius * math.cos(angle)) for angle in angles]


def _fine(*points: Point) -> list[tuple[float, float]]:
    return [(x * FINE, y * FINE) for x, y in points]

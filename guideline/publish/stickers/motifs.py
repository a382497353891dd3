"""What stands above a sticker's label: our own small pictures, one a meaning, each with a shape and colours of its own.

A picture lies on a ground whose outline alone tells it from the others, for who sees no colours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from guideline.bundle.model import Sticker
from guideline.publish.stickers.pen import Pen, Point, corners, curve, ring

X, Y = 256.0, 180.0
"""The middle of the picture."""
INK, WHITE, SKIN, BLUSH = "#1a1a1c", "#ffffff", "#ffe3c4", "#f4a38c"


@dataclass(frozen=True, slots=True)
class Motif:
    """A ground, its colour, the deep colour of the label's band, and what is drawn on the ground."""

    ground: Callable[[float], list[Point]]
    tint: str
    deep: str
    draw: Callable[[Pen, str], None]


def _round(grown: float) -> list[Point]:
    return curve(X, Y, 164 + grown, 164 + grown, 0, 360)


def _seal(grown: float) -> list[Point]:
    return ring(X, Y, 156 + grown, 9, 16)


def _flower(grown: float) -> list[Point]:
    return ring(X, Y + 7, 148 + grown, 18, 5)


def _square(grown: float) -> list[Point]:
    side, bend = 152 + grown, 50.0
    inner = side - bend
    parts = [(inner, inner, 0), (-inner, inner, 90), (-inner, -inner, 180), (inner, -inner, 270)]
    return [point for x, y, turn in parts for point in curve(X + x, Y + y, bend, bend, turn, turn + 90)]


def _hexagon(grown: float) -> list[Point]:
    return corners(X, Y, 172 + grown * 1.16, 6, turn=30)


def _drop(grown: float) -> list[Point]:
    """A round roof on a straight foot."""
    wide, foot = 160 + grown, 150 + grown
    return [*curve(X, Y - 4, wide, 160 + grown, 180, 360), (X + wide, Y + foot), (X - wide, Y + foot)]


def _bubble(grown: float) -> list[Point]:
    """A bubble of speech whose tail points down to the left."""
    side = curve(X, Y - 6, 178 + grown, 150 + grown, 150, 472)
    return [*side, (X - 128 - grown, Y + 160 + grown)]


def _wide(grown: float) -> list[Point]:
    high, wide = 132 + grown, 76.0
    right = curve(X + wide + 12, Y, high, high, -90, 90)
    return [*right, *curve(X - wide - 12, Y, high, high, 90, 270)]


def _face(pen: Pen, x: float, y: float, size: float, *, closed: bool = False, sad: bool = False) -> None:
    pen.disc(x, y, size, SKIN)
    for side in (-1, 1):
        pen.oval(x + side * size * 0.58, y + size * 0.26, size * 0.17, size * 0.11, BLUSH)
        eye = x + side * size * 0.36
        if closed:
            pen.arc(eye, y - size * 0.14, size * 0.17, 20, 160, size * 0.1, INK)
        else:
            pen.oval(eye, y - size * 0.08, size * 0.1, size * 0.14, INK)
    if sad:
        pen.arc(x, y + size * 0.66, size * 0.24, 215, 325, size * 0.1, INK)
    else:
        pen.arc(x, y + size * 0.14, size * 0.34, 25, 155, size * 0.1, INK)


def _yes(pen: Pen, deep: str) -> None:
    """Somebody who makes a great ring with both arms."""
    pen.area([(X - 74, Y + 164), *curve(X, Y + 116, 74, 56, 180, 360), (X + 74, Y + 164)], deep)
    pen.arc(X, Y - 8, 112, 122, 418, 34, deep)
    pen.disc(X, Y + 12, 77, INK)
    _face(pen, X, Y + 22, 68)
    for side in (-1, 1):
        pen.disc(X + side * 16, Y - 118, 21, SKIN)


def _eyes(pen: Pen, deep: str) -> None:
    for side in (-1, 1):
        pen.oval(X + side * 66, Y + 8, 56, 78, deep)
        pen.oval(X + side * 66, Y + 8, 44, 66, WHITE)
        pen.oval(X + side * 66 + 14, Y + 26, 25, 34, INK)
        pen.disc(X + side * 66 + 22, Y + 14, 9, WHITE)
        pen.arc(X + side * 66, Y - 38, 56, 235, 305, 14, deep)


def _blossom(pen: Pen, deep: str) -> None:
    for x, y in corners(X, Y, 74, 5):
        pen.disc(x, y, 57, deep)
    for x, y in corners(X, Y, 76, 5):
        pen.disc(x, y, 46, "#ffa6c5")
    for turn in range(0, 360, 72):
        pen.area(
            [
                corners(X, Y, 136, 1, turn=turn - 8)[0],
                *corners(X, Y, 136, 1, turn=turn + 8),
                *corners(X, Y, 98, 1, turn=turn),
            ],
            deep,
        )
    _face(pen, X, Y, 64, closed=True)


def _check(pen: Pen, deep: str) -> None:
    pen.area(ring(X, Y, 122, 6, 16), deep)
    pen.disc(X, Y, 100, WHITE)
    pen.line([(X - 56, Y + 6), (X - 14, Y + 48), (X + 62, Y - 42)], 34, deep)


def _tea(pen: Pen, deep: str) -> None:
    for side in (-46, 0, 46):
        wave = [(X + side + (9 if step % 2 else -9), Y - 128 + step * 22) for step in range(4)]
        pen.line(wave, 13, deep)
    pen.area([(X - 96, Y - 30), (X + 96, Y - 30), *curve(X, Y + 92, 70, 34, 0, 180)], deep)
    pen.oval(X, Y - 32, 96, 25, deep)
    pen.oval(X, Y - 32, 80, 16, "#d9e8a4")
    pen.area([(X - 84, Y + 24), (X + 84, Y + 24), (X + 80, Y + 50), (X - 80, Y + 50)], WHITE)
    pen.oval(X, Y + 127, 76, 10, deep)


def _sorry(pen: Pen, deep: str) -> None:
    pen.area([(X - 112, Y + 150), *curve(X, Y + 150, 112, 84, 180, 360), (X + 112, Y + 150)], deep)
    _face(pen, X, Y + 2, 92, closed=True, sad=True)
    pen.area([*curve(X, Y + 2, 96, 100, 196, 344)], deep)
    pen.disc(X + 118, Y - 34, 22, "#3d7fd9")
    pen.area([(X + 98, Y - 42), (X + 118, Y - 86), (X + 138, Y - 42)], "#3d7fd9")
    pen.disc(X + 111, Y - 30, 7, WHITE)


def _question(pen: Pen, deep: str) -> None:
    pen.line([*curve(X, Y - 44, 58, 54, 185, 400), (X + 8, Y + 14), (X, Y + 40)], 38, deep)
    pen.disc(X, Y + 100, 25, deep)


def _car(pen: Pen, deep: str) -> None:
    for y, left, right in ((Y - 34, 62, 106), (Y + 6, 44, 96), (Y + 46, 62, 100)):
        pen.line([(left, y), (right, y)], 13, deep)
    cabin = [(X - 62, Y - 4), (X - 30, Y - 74), (X + 62, Y - 74), (X + 104, Y - 4)]
    pen.area(cabin, deep)
    pen.line([*cabin, cabin[0]], 16, deep)
    pen.area([(X - 40, Y - 8), (X - 18, Y - 60), (X + 14, Y - 60), (X + 14, Y - 8)], WHITE)
    pen.area([(X + 32, Y - 8), (X + 32, Y - 60), (X + 54, Y - 60), (X + 84, Y - 8)], WHITE)
    pen.box(X - 124, Y - 8, X + 160, Y + 66, 28, deep)
    pen.disc(X + 140, Y + 18, 14, "#ffd43d")
    for x in (X - 54, X + 92):
        pen.disc(x, Y + 66, 40, INK)
        pen.disc(x, Y + 66, 18, WHITE)


def _smile(pen: Pen, deep: str) -> None:
    del deep
    _face(pen, X, Y - 6, 108)


MOTIFS = {
    "yes": Motif(_round, "#ffe8a3", "#0017c1", _yes),
    "eyes": Motif(_square, "#c0e4ff", "#00526e", _eyes),
    "blossom": Motif(_flower, "#ffd6e4", "#aa004b", _blossom),
    "check": Motif(_seal, "#c2e5d1", "#115a36", _check),
    "tea": Motif(_drop, "#f1f5d5", "#3f5c00", _tea),
    "sorry": Motif(_hexagon, "#dfe6f0", "#2f3b57", _sorry),
    "question": Motif(_bubble, "#ecddff", "#5109ad", _question),
    "car": Motif(_wide, "#ffdfca", "#8b3200", _car),
    "smile": Motif(_bubble, "#ffdda1", "#6d4b00", _smile),
}
_OF_REACTION = {
    **dict.fromkeys("🙆👌⭕👍🆗", "yes"),
    **dict.fromkeys("👀🔍👁", "eyes"),
    **dict.fromkeys("🙏🌸💐❤", "blossom"),
    **dict.fromkeys("✅☑✔💮", "check"),
    **dict.fromkeys("🍵☕", "tea"),
    **dict.fromkeys("🙇💦", "sorry"),
    **dict.fromkeys("❓❔🤔", "question"),
    **dict.fromkeys("🚗🚙🚒🚚🚓🚑🚐", "car"),
}
_OF_KIND = {
    "received": "yes",
    "ok": "yes",
    "seen": "eyes",
    "thanks": "blossom",
    "done": "check",
    "sorry": "sorry",
    "question": "question",
    "cheer": "tea",
    "greeting": "tea",
}


def motif_of(sticker: Sticker) -> Motif:
    """Choose the picture by the sticker's reaction, else by what it replaces, else a smile."""
    named = [_OF_REACTION[one] for one in sticker.reaction if one in _OF_REACTION]
    named += [_OF_KIND[kind] for kind in sticker.replaces if kind in _OF_KIND]
    return MOTIFS[named[0] if named else "smile"]

"""How places, spans and foreign characters are shown; shared by the formats that people read."""

from __future__ import annotations

import unicodedata

from guideline.report.telling import Excerpt
from guideline.source.tables import cells_of

_TAB = "    "
_MARK = "^"


def marked(excerpt: Excerpt) -> tuple[str, str]:
    """Return the line as it can be shown, and a line of marks that stand under the span."""
    shown, marks = ("…", " ") if excerpt.before else ("", "")
    for at, (character, cells) in enumerate(cells_of(excerpt.line)):
        picture = visible(character) if character != "\t" else _TAB
        wide = cells if picture == character else len(picture)
        shown += picture
        marks += (_MARK if excerpt.start <= at < excerpt.end else " ") * wide
    marks = marks.rstrip() or marks + _MARK
    return shown + ("…" if excerpt.after else ""), marks


def visible(text: str) -> str:
    """Show control and direction characters as pictures; joiners inside emoji and kana stay."""
    if text.isprintable():
        return text
    return "".join(_picture(character) for character in text)


def _picture(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp", "Co", "Cn") or (category == "Cf" and character not in "\u200c\u200d"):
        return f"<{code:04X}>"
    return character

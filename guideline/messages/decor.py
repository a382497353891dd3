"""What a message wears: emoji, kaomoji, punctuation and blanks, which hide nothing that follows."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from guideline.messages.pattern import pattern

_NEVER = frozenset("「」『』〝〟\"“”'‘’【】〔〕《》[]@>＞≫\x00%")
_ALWAYS = frozenset("ー〃ヽヾゝゞ")
KAOMOJI = pattern(
    r"[mvoOdbヽ\\ヾ٩Σψщ人]{0,2}\((?:[^()ぁ-ゖ一-龥\n]{0,16}|笑|汗|泣|涙|爆|謝|礼|苦笑|願|喜|怒|拝|お辞儀|ぺこり|ペコリ)\)[mvobdノﾉゞシ彡丿人人]{0,2}"
)
_LAUGHS = pattern(r"(?:[wｗ]{1,8}|笑+|汗|泣|草|orz|OTL|_\(_\^_\)_)$", re.IGNORECASE)
_LAST_OF_FACE = frozenset("mvobdノゞシ彡丿人")
_LAUGH_ENDS = frozenset("wWｗＷ笑汗泣草zZlL_")


@cache
def is_decor(character: str) -> bool:
    """Tell whether a character only decorates: no letter, no number, no quotation mark."""
    if character in _NEVER:
        return False
    return character in _ALWAYS or unicodedata.category(character)[0] not in "LN" or character in "ω∀Д°"


def skip(text: str, start: int, end: int) -> int:
    """Return where the next thing that is no decoration begins, from ``start``."""
    at = start
    while at < end:
        face = KAOMOJI.match(text, at, end) if text[at] in "(mvoOdbヽ\\ヾ٩Σψщ人" else None
        if face:
            at = face.end()
        elif is_decor(text[at]) or (text[at] == ">" and at > start and text[at - 1] != "\n"):
            at += 1
        else:
            break
    return at


def strip(text: str, start: int, end: int) -> int:
    """Return where the last thing that is no decoration ends, from ``end`` backwards.

    Looks back at most at what it strips, so that a long tail of decoration costs its own length.
    """
    at = end
    while at > start:
        if is_decor(text[at - 1]) or (text[at - 1] == ">" and text[at - 2 : at - 1] in (")", "_", "-", "^", "=")):
            if text[at - 1] == ")":
                at = _before_face(text, start, at)
                continue
            at -= 1
            continue
        last = text[at - 1]
        if last not in _LAST_OF_FACE and last not in _LAUGH_ENDS:
            break
        tail = text[max(start, at - 24) : at]
        if last in _LAST_OF_FACE and ")" in tail[-3:]:
            opened = max(start, at - 24)
            for face in KAOMOJI.finditer(tail):
                if face.end() == len(tail):
                    at = opened + face.start()
                    break
            else:
                break
            continue
        laugh = _LAUGHS.search(tail) if tail[-1] in _LAUGH_ENDS else None
        if laugh and laugh.start() > 0 and not tail[laugh.start() - 1].isascii():
            at -= len(laugh[0])
            continue
        break
    return at


def _before_face(text: str, start: int, end: int) -> int:
    """Return where the kaomoji that ends at ``end`` begins, or ``end - 1`` where it is a mere bracket."""
    low = max(start, end - 22)
    for face in KAOMOJI.finditer(text, low, end):
        if face.end() == end:
            return face.start()
    return end - 1

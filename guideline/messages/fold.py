"""One spelling for the many ways of typing the same characters, with a way back.

Three foldings, each on top of the one before:

``fold``   width: full-width letters, digits and punctuation become ASCII, half-width kana become
           full-width kana, the many hyphens become ``-``, the many blanks a space; characters that
           cannot be seen disappear. Line ends become a line feed.
``dense``  what a phrase is searched in: katakana become hiragana, capitals small letters, blanks,
           line ends and marks of length (``ー``, ``〜``, small vowels) disappear.
``plain``  what a phrase is compared by: kanji that have a usual kana spelling become kana, and the
           polite forms of one word become one form (``いたします`` and ``申し上げます`` are ``します``).

NFKC is not used: it takes circled digits for digits and ``…`` for three stops.
Each folding has a twin that tells, for every character of its result, where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from guideline.messages.pattern import by_first, pattern

HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2043\u02d7\uff70"
INVISIBLE = frozenset(
    [
        *range(8203, 8208),
        *range(8234, 8239),
        *range(8288, 8304),
        *range(65024, 65040),
        *range(9),
        *range(14, 32),
        *range(127, 133),
        *range(134, 160),
        173,
        847,
        1564,
        4447,
        4448,
        6068,
        6069,
        6158,
        8419,
        12644,
        65279,
        65440,
        65529,
        65530,
        65531,
        *range(917504, 917632),
        *range(917760, 918000),
    ]
)
_KEEP = 0x30000
"""Code points below this are remembered once folded; the few beyond are folded each time."""


def _fold_one(code: int) -> str:
    """Return what one code point becomes: itself, another, or nothing."""
    if code in INVISIBLE:
        return ""
    character = chr(code)
    if character in HYPHENS and code != 0xFF70:
        return "-"
    if code in (0x0B, 0x0C, 0x85, 0x2028, 0x2029):
        return "\n"
    if character == "\u2116":
        return "No."
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if 0xFF01 <= code <= 0xFFEF or 0x1D400 <= code <= 0x1D7FF or 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", character)
    return character


class _Table(dict[int, str]):
    """Folds what it has not met yet, and remembers it: translate then runs at the speed of a dict."""

    def __missing__(self, code: int) -> str:
        folded = _fold_one(code)
        if code < _KEEP:
            self[code] = folded
        return folded


_FOLD = _Table()
_VOICED = pattern("[\u3046-\u307b\u30a6-\u30db][\u3099\u309a]")
_AS_IT_IS = (
    "\n -~\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff、。々〇「」『』【】〜…→★☆♪●■○◎◆\u2600-\u27bf\U0001f300-\U0001faff"
)
_UNFOLDED = pattern(f"[^{_AS_IT_IS}]+")
"""Text that folding must look at; the rest stays as it is, as most text does."""
_LINE_END = pattern("\r\n?")
_GROWING = ("\u2116", "\uffe3")
"""The only characters that become more than one: a text without them that kept its length kept every character."""


def fold(raw: str) -> str:
    """Return ``raw`` in one width, without what can't be seen."""
    if not _UNFOLDED.search(raw):
        return raw
    if "\r" in raw:
        raw = _LINE_END.sub("\n", raw)
    text = _UNFOLDED.sub(_folded, raw)
    if "\u3099" in text or "\u309a" in text:
        text = _VOICED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return text


def _folded(found: re.Match[str]) -> str:
    return found[0].translate(_FOLD)


def fold_origins(raw: str, folded: str) -> Sequence[int]:
    """Return, for every character of ``folded = fold(raw)`` and for its end, the offset in ``raw`` it came from."""
    if len(folded) == len(raw) and _GROWING[0] not in raw and _GROWING[1] not in raw:
        return range(len(raw) + 1)
    origins: list[int] = []
    last = ""
    offset = 0
    while offset < len(raw):
        character = raw[offset]
        found = _UNFOLDED.search(raw, offset)
        stop = found.start() if found else len(raw)
        if stop > offset:
            origins.extend(range(offset, stop))
            offset = stop
            last = raw[offset - 1]
            continue
        offset += 1
        if character == "\r" and raw[offset : offset + 1] == "\n":
            continue
        piece = "\n" if character == "\r" else _FOLD[ord(character)]
        if piece in ("\u3099", "\u309a") and last and _VOICED.match(last + piece):
            composed = unicodedata.normalize("NFC", last + piece)
            origins.extend([offset - 1] * (len(composed) - 1))
            last = ""
            continue
        origins.extend([offset - 1] * len(piece))
        if piece:
            last = piece[-1]
    origins.append(len(raw))
    return origins


KANA: dict[int, int | None] = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
KANA.update({code: code + 0x20 for code in range(ord("A"), ord("Z") + 1)})
_DENSE: dict[int, int | None] = dict(KANA)
GONE = frozenset(" \nー〜~∼～ｰぁぃぅぇぉァィゥェォ")
"""What dense text is without."""
_THIN = pattern(f"[{''.join(sorted(GONE))}A-Z\u30a1-\u30f6]")
for _character in GONE:
    _DENSE[ord(_character)] = None


def kana(text: str) -> str:
    """Return folded text with katakana as hiragana and small letters; its length stays."""
    return text.translate(KANA)


def dense(text: str) -> str:
    """Return folded text as phrases are searched: hiragana, no blanks, no marks of length."""
    return text.translate(_DENSE) if _THIN.search(text) else text


def dense_origins(text: str, start: int = 0) -> list[int]:
    """Return where in ``text`` (its first character counted as ``start``) each dense character stands."""
    if GONE.isdisjoint(text):
        return list(range(start, start + len(text)))
    return [offset for offset, character in enumerate(text, start) if character not in GONE]


SPELLINGS: tuple[tuple[str, str], ...] = (
    # Set words in kanji and their usual kana; marks of length are already gone on both sides.
    ("御無沙汰", "ごぶさた"),
    ("無沙汰", "ぶさた"),
    ("御世話", "おせわ"),
    ("世話", "せわ"),
    ("御疲", "おつか"),
    ("疲", "つか"),
    ("御苦労", "ごくろう"),
    ("苦労", "くろう"),
    ("様", "さま"),
    ("お早う", "おはよ"),
    ("御早う", "おはよ"),
    ("おはよう", "おはよ"),
    ("今日は", "今日は"),
    ("今晩は", "こんばんは"),
    ("こんにちわ", "こんにちは"),
    ("こんばんわ", "こんばんは"),
    ("御願", "おねが"),
    ("願", "ねが"),
    ("宜しく", "よろしく"),
    ("宜敷く", "よろしく"),
    ("何卒", "なにとぞ"),
    ("何とぞ", "なにとぞ"),
    ("取り急ぎ", "とりいそぎ"),
    ("取急ぎ", "とりいそぎ"),
    ("とり急ぎ", "とりいそぎ"),
    ("取りいそぎ", "とりいそぎ"),
    ("先ずは", "まずは"),
    ("了解", "りょかい"),
    ("りょうかい", "りょかい"),
    ("諒解", "りょかい"),
    ("領解", "りょかい"),
    ("承知", "しょち"),
    ("しょうち", "しょち"),
    ("畏まり", "かしこまり"),
    ("分かり", "わかり"),
    ("分り", "わかり"),
    ("解り", "わかり"),
    ("判り", "わかり"),
    ("わっかり", "わかり"),
    ("分かっ", "わかっ"),
    ("解っ", "わかっ"),
    ("承り", "うけたまわり"),
    ("承る", "うけたまわる"),
    ("有り難う", "ありがと"),
    ("有難う", "ありがと"),
    ("ありがとう", "ありがと"),
    ("有りがとう", "ありがと"),
    ("おっけ", "ok"),
    ("おけ", "ok"),
    ("おk", "ok"),
    ("okay", "ok"),
    ("okey", "ok"),
    ("おっけい", "ok"),
    ("失礼", "しつれい"),
    ("恐れ入", "おそれい"),
    ("おそれ入", "おそれい"),
    ("恐縮", "きょしゅく"),
    ("突然", "とつぜん"),
    ("連絡", "れんらく"),
    ("報告", "ほうこく"),
    ("確認", "かくにん"),
    ("拝見", "はいけん"),
    ("拝承", "はいしょ"),
    ("拝読", "はいどく"),
    ("査収", "さしゅう"),
    ("下さい", "ください"),
    ("頂", "いただ"),
    ("戴", "いただ"),
    ("忙し", "いそがし"),
    ("処", "ところ"),
    ("所", "ところ"),
    ("迄", "まで"),
    ("程", "ほど"),
    ("皆", "みな"),
    ("久し", "ひさし"),
    ("初めまして", "はじめまして"),
    ("御座い", "ござい"),
    ("有り", "あり"),
    ("引続き", "引き続き"),
    ("ひき続き", "引き続き"),
    ("ひきつづき", "引き続き"),
    ("ほど、", "ほど"),
    ("程、", "ほど"),
    ("ほど,", "ほど"),
    ("取り急ぎ、", "とりいそぎ"),
    ("取急ぎ、", "とりいそぎ"),
    ("とりいそぎ、", "とりいそぎ"),
    ("まずは、", "まずは"),
    ("以上、", "以上"),
    ("では、", "では"),
    ("おっはよ", "おはよ"),
    ("おっはよう", "おはよ"),
    ("おっつ", "おつ"),
    ("連絡、", "れんらく"),
    ("ご連絡,", "ごれんらく"),
    ("いじょう", "以上"),
    ("いたしております", "してます"),
    ("致しております", "してます"),
    ("いたしてます", "してます"),
    ("御礼", "おれい"),
    ("お礼", "おれい"),
    ("御", "ご"),
    ("乙", "おつ"),
    ("共有", "きょゆう"),
    # The polite forms of one word.
    ("致しました", "しました"),
    ("いたしました", "しました"),
    ("致します", "します"),
    ("いたします", "します"),
    ("申し上げます", "します"),
    ("申しあげます", "します"),
    ("もうしあげます", "します"),
    ("申上げます", "します"),
    ("もうし上げます", "します"),
    ("致しまして", "しまして"),
    ("いたしまして", "しまして"),
    ("でございます", "です"),
    ("で御座います", "です"),
    ("でっす", "です"),
    ("っす", "です"),
    ("であります", "です"),
    ("ですっ", "です"),
    ("まっす", "ます"),
    ("ますっ", "ます"),
    ("ましたっ", "ました"),
    ("っております", "ってます"),
    ("っています", "ってます"),
    ("っておりました", "ってました"),
    ("っていました", "ってました"),
    ("しております", "してます"),
    ("しています", "してます"),
    ("しておりました", "してました"),
    ("していました", "してました"),
)
_PLAIN: dict[str, str] = dict(SPELLINGS)


_REWRITTEN = pattern(by_first(map(re.escape, sorted(_PLAIN, key=len, reverse=True))))


def _rewrite(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


def plain(text: str) -> str:
    """Return the form of dense text that phrases are compared by."""
    return _REWRITTEN.sub(_rewrite, text)


def plain_origins(text: str, origins: Sequence[int], end: int) -> list[int]:
    """Return where each character of ``plain(text)`` came from, and ``end`` for its end.

    ``origins`` are those of ``text``. What a rewritten word became points at its first character.
    """
    result = list(origins[: len(text)])
    grown = 0
    for found in _REWRITTEN.finditer(text):
        start, stop = found.span()
        length = len(_PLAIN[found[0]])
        result[start + grown : stop + grown] = [origins[start]] * length
        grown += length - (stop - start)
    result.append(end)
    return result

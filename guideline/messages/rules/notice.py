"""全職員への周知はトークでなく掲示板へ

見つけるもの: トークに書かれた、それ自体が全職員または全庁への周知である投稿
（全職員へ、職員の皆様にお知らせします、全庁に周知、全所属長へ周知願います）。

見つけないもの: 周知を話題にするだけのもの（全職員向けの掲示は来週出します、全職員対象の研修）、過去や予定の話
（全職員に周知しました）、問い、かぎ括弧の中や引用行。

選択肢: phrases（全職員を指す語の一覧）。

良い例: 「全職員向けの掲示は来週出します」
悪い例: 「全職員に周知します。19日18時から停電します」

A notice to everyone belongs on the bulletin board.
Raised where the text itself addresses all staff: the head names them as readers, or a clause announces
something to them here and now. Not where it speaks of such a notice. Options: phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from guideline.messages.announcement import announced, is_draft
from guideline.messages.decor import is_decor
from guideline.messages.fold import GONE, dense, dense_origins, fold
from guideline.messages.pattern import pattern
from guideline.messages.phrases import plain_parts
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = True

_SPACE_ENDS = pattern(r"(?:(?<=[へ位様】》])|(?<=さん)|(?<=さま)) (?!\S )")


@cache
def gate(phrases: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern that folded text fits wherever a word for everyone begins; it never fits where there are none.

    Every branch begins with a literal and nothing is captured: only then does ``re`` skip to the next
    character that may begin one.
    """
    branches: dict[str, set[str]] = {}
    for form in _forms(phrases):
        for first in _cases(form[0]):
            branches.setdefault(first, set()).update(_cases(form[1]) if len(form) > 1 else [""])
    return pattern("|".join(_branch(*one) for one in sorted(branches.items())) or "(?!)")


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the first place where the text announces itself to everyone."""
    flat = _flat(view.own)
    text = dense(flat)
    named = _pattern(rule.phrases)
    if named is None or not named.search(text) or is_draft(text):
        return
    origins = [*dense_origins(flat), len(flat)]
    body = view.body[0]
    for found in named.finditer(text):
        end = announced(text, found.start(), found.end(), origins, body, personal=bool(view.envelope.mentions))
        if end:
            yield Hit(origins[found.start()], origins[end - 1] + 1)
            return


_PLAIN = " 、,。・-:;!?.()「」『』【】[]〔〕《》<>@&%#\"'\x00々"
_UNUSUAL = pattern(f"[^{re.escape(_PLAIN)}ぁ-んァ-ヶ一-龥0-9A-Za-z]")
_EDGE = pattern(r"/(?=\s|$)|(?<=\s)/|^/")


def _flat(text: str) -> str:
    """Return ``text`` with line ends, emoji, arrows, ornaments and blanks behind an address as stops; its length stays.

    A line may go on (``_WRAPPED``). Most texts hold little of all this, and are asked for each before they are changed.
    """
    if "\n" in text:
        text = _WRAPPED.sub(" ", text)
    if "/" in text:
        text = _EDGE.sub("。", text)
    odd = {ord(mark): "。" for mark in _UNUSUAL.findall(text) if mark not in GONE and is_decor(mark)}
    text = (text.translate(odd) if odd else text).replace("\n", "。")
    return _SPACE_ENDS.sub("。", text) if " " in text else text


_WRAPPED = pattern(r"(?<=[にをへ])\n(?=お?(?:知らせ|しらせ)|周知|通知|連絡|ご案内)")
"""A line break inside 「全職員に⏎お知らせします」: the sentence goes on."""

_PATTERNS: dict[frozenset[str], re.Pattern[str] | None] = {}


def _branch(first: str, seconds: set[str]) -> str:
    if "" in seconds:
        return re.escape(first)
    return f"{re.escape(first)}[{''.join(map(re.escape, GONE))}]*[{''.join(map(re.escape, sorted(seconds)))}]"


def _cases(character: str) -> set[str]:
    """Return what in folded text becomes ``character`` in dense text."""
    return {character, character.upper()} | ({chr(ord(character) + 0x60)} if "ぁ" <= character <= "ゖ" else set())


def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    """Return one literal gate for the words that mean everyone; None where there are none."""
    if phrases not in _PATTERNS:
        forms = _forms(phrases)
        _PATTERNS[phrases] = pattern("|".join(map(re.escape, forms))) if forms else None
    return _PATTERNS[phrases]


def _forms(phrases: frozenset[str]) -> list[str]:
    spelt = {spelling for phrase in phrases if any(plain_parts(phrase)) for spelling in _spellings(phrase)}
    forms = sorted({dense(fold(phrase)) for phrase in spelt}, key=len, reverse=True)
    return [form for form in forms if form]


_EVERYONE = pattern("皆様|皆さま|みなさま|みな様|皆さん|みなさん")


def _spellings(phrase: str) -> tuple[str, ...]:
    """Return a phrase with every spelling of 皆様 and 皆さん it may be written in."""
    if not _EVERYONE.search(phrase):
        return (phrase,)
    return tuple(
        _EVERYONE.sub(word, phrase) for word in ("皆様", "皆さま", "みなさま", "みな様", "皆さん", "みなさん", "みんな")
    )

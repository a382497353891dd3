"""了承だけの返信

見つけるもの: 挨拶、結び、宛名、名乗り、メンション、「はい」、絵文字、句読点を除くと、了承の定型句
（了解しました、承知しました、確認しました、ありがとうございます など）だけが残る投稿。代わりに送るスタンプを示します。

見つけないもの: 用件が一つでもあるもの（了解しました。3時に伺います）、問い（了解しましたか？）、
文の一部（市長の了解を得ました）。

選択肢: phrases（句の一覧）。

良い例: 「承知しましたが1点確認です」
悪い例: 「了解しました！」

Acknowledgements and nothing else.
Raised where only set acknowledgements are left once the envelope, はい, emoji and punctuation are taken
away; not with any content, not a question. The fix names the sticker that says the same.
Options: phrases.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guideline.messages.address import addressee_at, may_address
from guideline.messages.decor import skip
from guideline.messages.envelope import mention_at
from guideline.messages.fold import dense, plain
from guideline.messages.pattern import pattern
from guideline.messages.phrases import Phrases
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View
from guideline.messages.window import Window

OPTIONS: dict[str, Any] = {}
PHRASES = True
_LONGEST = 160
_WINDOW = 80
_YES_WORDS = "はい はーい は一い ほい うん ええ おお あ なるほど いえいえ あ、".split()
_YES = pattern(f"(?:{'|'.join(_YES_WORDS)})(?![ぁ-んァ-ヶ一-龥a-z])")
_TOPIC_WORDS = "本件 上記の件 上記 その件 この件 例の件".split()
_TOPIC = pattern(f"(?:{'|'.join(_TOPIC_WORDS)})(?:は|について|につきまして)?[、,]?")
_SOFT = pattern("(?:だ)?[ねよなわぞっ]{1,3}(?![ぁ-ん一-龥])")
_ODD_FIRST = frozenset("@Mmv(ヽ\\")
"""What a mention or a kaomoji may begin with."""
BEFORE = Phrases([*_YES_WORDS, *_TOPIC_WORDS])
"""What may stand before an acknowledgement: what ``_YES`` and ``_TOPIC`` read."""
_REPLIES: tuple[tuple[str, str], ...] = tuple(
    (plain(dense(stem)), reply)
    for stem, reply in (
        ("ありがと", "thanks"), ("あざ", "thanks"), ("感謝", "thanks"), ("助かり", "thanks"), ("サンキュー", "thanks"), ("thx", "thanks"), ("thank", "thanks"),
        ("確認", "seen"), ("拝見", "seen"), ("拝読", "seen"), ("見ました", "seen"), ("ok", "ok"), ("問題ありません", "ok"),
    )
)  # fmt: skip


def may(view: View, rule: Rule) -> bool:
    start, end = view.body
    if not 0 < end - start <= _LONGEST:
        return False
    text = view.text
    known = text[start] in _ODD_FIRST or view.lexicon.acknowledgements.may_start(text, start)
    if not known and not BEFORE.may_start(text, start):
        return False
    return "?" not in view.own[start : end + 8]


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield one hit over the body where it holds only acknowledgements."""
    start, end = view.body
    phrases = _phrases(view.text, start, end, rule.words)
    if phrases:
        yield Hit(start, end, reply=reply_of(phrases[0]))


def reply_of(phrase: str) -> str:
    """Return the kind of sticker that says the same as a phrase: received, seen, thanks or ok."""
    form = plain(dense(phrase))
    return next((reply for stem, reply in _REPLIES if stem in form), "received")


def _phrases(text: str, start: int, end: int, words: Phrases) -> list[str]:
    """Return the acknowledgements a stretch of text consists of; empty where anything else is in it."""
    found: list[str] = []
    at = start
    while True:
        at = skip(text, at, end)
        if at >= end:
            return found
        stop = mention_at(text, at, end)
        if stop:
            at = stop
            continue
        window = Window(text, at, words.reach(text, at, min(end, at + _WINDOW)))
        yes = _YES.match(window.plain)
        if yes and window.whole(0, yes.end()):
            at = window.back(0, yes.end())[1]
            continue
        token = token_of(window, words)
        if token is None:
            called = bool(found) and may_address(text, at, end)
            stop = addressee_at(text, at, end, greeted=True) if called else 0
            if not stop:
                return []
            at = stop
            continue
        length, phrase = token
        found.append(phrase)
        at = window.back(0, length)[1]


def token_of(window: Window, words: Phrases) -> tuple[int, str] | None:
    """Return (length in the plain form, phrase) of the acknowledgement that a window begins with, or None."""
    topic = _TOPIC.match(window.plain)
    for begin in {0, topic.end()} if topic else {0}:
        for length, phrase in words.starting(window.plain, begin):
            stop = begin + length
            if not window.whole(0, stop):
                continue
            soft = _SOFT.match(window.plain, stop)
            return (soft.end() if soft else stop), phrase
    return None

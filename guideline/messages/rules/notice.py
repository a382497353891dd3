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
from typing import Any

from guideline.messages.fold import GONE, dense, dense_origins, fold
from guideline.messages.pattern import pattern
from guideline.messages.phrases import plain_parts
from guideline.messages.rules import Rule
from guideline.messages.view import Hit, View

OPTIONS: dict[str, Any] = {}
PHRASES = True

_PEOPLE = "(?:の?(?:皆様方|皆様|皆さま|皆さん|みなさま|みなさん|みな様|方々|方|各位|職員))?"
_WHOM = pattern(rf"{_PEOPLE}(?:[((][^()]{{1,20}}[))])?")
_NOUN = "(?:お願いの|ご?連絡と)?(?:お?知らせ|おしらせ|周知|通知|連絡|ご?案内|ご?連絡|ご?周知|ご?通知|お願い|ご?依頼|ご?報告|共有|伝達|重要な?お?知らせ|注意喚起|呼びかけ|緊急連絡|一斉連絡)"
_DOES = "(?:致します|いたします|します|申し上げます|です|でございます|願います|ねがいます|お願いします|お願いいたします|お願い致します|をお願いします|をお願いいたします|のお願いです|ください|してください|下さい|して下さい|まで|のこと|すること)"
_ACT = pattern(
    rf"(?:に|へ|宛てに?|あてに?|に向けて|に対し(?:て)?|に対して)[、,]?(?:[^。、,「」\x00]{{0,8}}を)?(?:重要な|緊急の|再度|改めて|一斉に|下記(?:のとおり|を)?|次のとおり|以下(?:のとおり|を)?)?{_NOUN}(?:を)?(?:{_DOES}(?=[。、,!\x00]|$)|(?=[。!:;】]|$))"
    rf"|(?:への?|に向けた|向けの?|宛て?の?|あての?|が対象の|対象の)(?:、)?(?:重要な|緊急の)?{_NOUN}(?:(?:です|でした|でございます|となります|になります|をします|いたします|します)(?=[。、,!:;]|$)|(?=[。!:;】]|$))"
    r"|(?:周知|通知|お?知らせ|連絡)(?=[】》〕\]])"
    r"|(?:対象|向け|宛て?|あて|へ)(?=[】》〕\]])"
    r"|(?:宛て?|あて)です(?=[。!]|$)|に告(?:ぐ|げます)|(?:一斉)?(?:周知|通知|連絡)(?=:)"
    rf"|(?:に|へ|への)(?:重要な|緊急の)?{_NOUN}(?:が|の件が)(?:あります|ございます)(?=[。!]|$)"
    r"|におかれましては[^。\x00]{1,60}?(?:願います|お願いします|お願いいたします|ください|下さい)(?=[。!]|$)"
    r"|(?:は|、|,|には)[^。\x00]{1,60}?(?:てください|て下さい|ご?提出ください|願います|お願いします|お願いいたします|すること|のこと)(?=[。!]|$)"
)
_HEAD = pattern(r"(?:へ|宛て?|あて|御中|各位|殿)?(?:[。、,!:;】》〕>\]]|$)")
# Whom else the audience is named with: 本庁と…, 庁内の…, 市役所で働く….
_ALSO = (
    "(?:(?:本庁|支所|出先(?:機関)?|庁内|庁舎|市役所|役場|本?市|町|村|全庁|[全各](?:課|部署|所属|施設|係|部)|正職員"
    "|会計年度任用職員|消防|病院|保育園|勤務する|働く|在籍する|所属する)"
    "(?:も含めた?|を含む|を含めた?|含む)?(?:の|と|・|、|及び|および|並びに|ならびに|で)?)*"
)
_BEFORE = pattern(
    r"(?:^|@\w{1,20}|[。、,!:;\]】)【\[《〔<\s]|[所庁先課部局町市村]の|から|より|について|につき|とおり|通り|ため|ので|本庁・支所・出先)"
    + _ALSO
    + "$"
)
_FROM = pattern(r"(?:^|[。\]】])[^。、,]{1,20}(?:より|から)$")
_TALKED_OF = pattern(r"[、,]?(?:と|って|という|など|等|は|が|の(?!お?知らせ|周知|通知|連絡))")
_LATER = pattern(
    r"(?:明日|明後日|来週|来月|後日|あとで|後で|後ほど|のちほど|午後|夕方|これから|今から|昨日|先週|先日|以前|毎年|毎月|前回|次回|いずれ|近く|今度)[^。]{0,14}$"
)
_SPACE_ENDS = pattern(r"(?:(?<=[へ位様】》])|(?<=さん)|(?<=さま)) (?!\S )")


def may(view: View) -> bool:
    return view.text != ""


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield the first place where the text announces itself to everyone."""
    gate = _gate(rule.phrases)
    if gate is None or not gate.search(view.text):
        return
    flat = _SPACE_ENDS.sub("。", _WRAPPED.sub(" ", view.own).replace("\n", "。"))
    text = dense(flat)
    named = _pattern(rule.phrases)
    if named is None or not named.search(text):
        return
    origins = [*dense_origins(flat), len(flat)]
    body = view.envelope.body[0]
    for found in named.finditer(text):
        end = _announces(text, found.start(), found.end(), origins, body, personal=bool(view.envelope.mentions))
        if end:
            yield Hit(origins[found.start()], origins[end - 1] + 1)
            return


_WRAPPED = pattern(r"(?<=[にをへ])\n(?=お?(?:知らせ|しらせ)|周知|通知|連絡|ご案内)")
"""A line break inside 「全職員に⏎お知らせします」: the sentence goes on."""

_PATTERNS: dict[frozenset[str], re.Pattern[str] | None] = {}
_GATES: dict[frozenset[str], re.Pattern[str] | None] = {}


def _gate(phrases: frozenset[str]) -> re.Pattern[str] | None:
    """Return a pattern that folded text fits wherever a word for everyone begins; None where there are none.

    Every branch begins with a literal and nothing is captured: only then does ``re`` skip to the next
    character that may begin one.
    """
    if phrases not in _GATES:
        branches: dict[str, set[str]] = {}
        for form in _forms(phrases):
            for first in _cases(form[0]):
                branches.setdefault(first, set()).update(_cases(form[1]) if len(form) > 1 else [""])
        _GATES[phrases] = pattern("|".join(_branch(*one) for one in sorted(branches.items()))) if branches else None
    return _GATES[phrases]


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
    return tuple(_EVERYONE.sub(word, phrase) for word in ("皆様", "皆さま", "みなさま", "みな様", "皆さん", "みなさん"))


def _announces(text: str, start: int, end: int, origins: list[int], body: int, *, personal: bool) -> int:
    """Return where the announcement that begins with the audience ends, or 0."""
    before = text[max(0, start - 24) : start]
    whom = _WHOM.match(text, end)
    after = whom.end() if whom else end
    at_head = origins[start] <= body or not before.strip("。【[(<〔《★☆■◆●※!") or before[-1:] in "。【"
    head = _HEAD.match(text, after)
    called = at_head or bool(_FROM.search(before))
    if called and head and head.end() > after and _addresses(text, start, after, head.end()):
        return 0 if _TALKED_OF.match(text, head.end()) else head.end()
    if not _BEFORE.search(before) or _LATER.search(before):
        return 0
    act = _ACT.match(text, after)
    if not act:
        return 0
    piece = act[0]
    if piece[0] in "は、,に" and not re.match(rf"(?:に|に対し)[、,]?.*{_NOUN}", piece) and not at_head:
        return 0
    if personal and re.search("願い|ください|下さい", piece):
        return 0
    return act.end()


def _addresses(text: str, start: int, after: int, end: int) -> bool:
    """Tell whether the head really calls everyone: 「全職員へ」「職員各位」, not 「全職員、50人」."""
    words = text[start:end]
    if re.search(r"(?:へ|宛て?|あて|各位|殿|皆様|皆さま|皆さん|みなさん|みなさま|みな様)[。、,!:;】》〕>\]]?$", words):
        return True
    return words[-1] in "】》〕"

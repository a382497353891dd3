"""Reads the addressee at a place of the head: 田中課長 / 総務課 佐藤様 / 関係者各位 / 財政課御中."""

from __future__ import annotations

import re
from collections.abc import Callable

from guideline.messages.decor import KAOMOJI, is_decor
from guideline.messages.names import TITLES, UNIT_ENDS, UNITS, is_full_name, is_rare_surname, surname_at
from guideline.messages.pattern import by_first, pattern

_TITLE = f"(?:{'|'.join('委員(?!会)' if one == '委員' else one for one in sorted(TITLES, key=len, reverse=True))})"
_HONORIFIC = (
    "(?:さ[ー〜~]?ん|サ[ー〜~]?ン|様|さま|サマ|殿|どの|先生|せんせい|センセイ|センセー|くん|クン|君|ちゃん|チャン)"
)
_PERSON = pattern(
    rf"(?P<title>{_TITLE}(?:代理|補佐|心得)?)?[ ]?(?P<honorific>{_HONORIFIC})?(?P<many>方|がた|達|たち|各位|の?皆様|の?皆さん)?"
)
_CALLED = frozenset(title[0] for title in TITLES) | frozenset("さサ様殿どせセく君クちチ先 ")
"""What a title or an honorific begins with."""
_LONG = ("ー", "〜", "~")
_FORMAL = ("さん", "様", "さま", "殿")
_NEXT_ENTRY = pattern(r"\n[^\n]{1,8}(?:さん|様|課長|係長|主査|主任)[ ]")
_AND = pattern(r"[ ]*[、,・と&/][ ]*")
_TOWARDS = pattern(r"[ ]?(?:へ|宛て?|あて)(?=[ ]*(?:\n|$|[、,:。!]))")
_TO = pattern(r"(?:to|cc|宛先|宛名)[ ]*[:：]?[ ]*", re.IGNORECASE)
MARKS = (
    "さん さー さ〜 さ~ サン サー サ〜 様(?![式書]) さま サマ 殿 どの 先生 せんせ センセ くん クン 君 ちゃん チャン 各位 御中 皆 みな 長 佐 幹 査 "
    "主任 主事 主席 参事 代理 代表 技師 技手 技監 委員 議員 統括 総括 先輩 リーダ チーフ マネ 司令 監 専務 専門 常務 理事 支配人 教頭 秘書官 知事"
).split()
"""What every addressee holds within ``LINE`` characters: an honorific (様式 and 仕様書 hold none), a title, or a word
for several readers."""
_MARKS = pattern(
    f"(?:{by_first(MARKS)})"
    "(?=[^一-龥ぁ-んァ-ヶ]|$|へ|宛|あて|と|ー|ん|各位|御中|補佐|心得|代理|先生|さ|様|殿|方|が?た|達|く|君|員|イ|ジ|ャ|理|事|お|御|こん|ご|いつ|失礼|突然)"
)
LINE = 48
_UNIT = "(?:" + "|".join(sorted(UNIT_ENDS, key=len, reverse=True)) + ")"
_UNITS_LAST = pattern(f"[{''.join(sorted({unit[-1] for unit in UNIT_ENDS}))}]")
_SECTION = pattern(rf"[^\s、。,.!?:;()「」『』@>]{{1,18}}?{_UNIT}(?=[ ・/の]|[一-龥ァ-ヶぁ-ん]|$)[ ・/]*の?[ ]*")
_GROUP = pattern(
    r"(?P<stem>[^\n、。,.!?:;「」『』@>はがを]{0,20}?)[ ]*"
    r"(?P<end>各位(?!置)(?:へ|殿|様)?|御中|(?:の?)(?:皆様方|皆々様|皆様|皆さま|皆さん|みなさま|みなさん|みな様))(?P<to>へ|宛て?)?"
)
_ROLES = pattern(
    r"(?:ご?担当者?|ご?担当の?方|所属長|会長|代表者?|委員長?|職員|課員|係員|保護者|議員|自治会長|事務局|業者|関係者|庶務担当者?|"
    r"責任者|管理者|館長|園長|校長|理事長|社長|課長|係長|部長|局長|室長|所長|次長|各課|各係|窓口|幹事|当番|リーダー|班長|隊長|先生)$"
)
_NOT_ADDRESSED = pattern(
    r"(?:お客|王|神|仏|同|仕|模|多|有り?|異|奥|若|殿|皆|貴|何|各|俺|ひと|お日|お月|お子|お父|お母|左|外|上|下|無|文|紋|態|両)$"
)
_PARTICLES = pattern(r"[がはをにもとのでへや]|から|より|って|という|宅|方|宛|あて|経由|の[件分方]")
_ABSENT = pattern(
    r"不在|休み|休暇|有休|年休|欠席|欠勤|早退|遅刻|遅れ(?:ます|るそう)|出張中|外出中|会議中|離席|帰宅|帰り(?:ました|ます)|戻り(?:ました|ます|は)|戻る|"
    r"来庁|来訪|来られ|到着(?:しました|です|予定)|退院|入院|産休|育休|異動(?:です|だ|しま|に)|退職|決裁済|承認済|承諾済|了承済|から(?:電話|連絡|折り返し)|"
    r"直行|直帰|着任|(?<![てで])いません|不参加|在席|出席(?:です|予定)|参加(?:です|予定)|登庁|そうです$|とのことです$"
)
_OTHERS = pattern(r"[^、。\n]の(?:不在|お?休み|休暇|欠席|欠勤|早退|遅刻)[はがを](?!.*(?:そうです|とのこと))")
"""Tells of others who are away: 1年2組の欠席は4人です."""
_ASKS = pattern(
    r"[?？]|ください|下さい|願い|ますか|ません?か|でしょうか|もらえ|いただけ|頂け|ですか|どう(?:です|します)"
)
_SCHEDULE = pattern(r"[0-9]{1,2}(?:[:時/]|月)|0[0-9]{1,3}[-(]|午前|午後|終日|AM|PM|am|pm")


_SENTENCE_END = pattern("[。\n!]")
_PARTICLE_END = pattern("[にでもへと]$|から$")
_STAFF = pattern("職員|全[員庁課]")


def may_address(text: str, start: int, end: int) -> bool:
    """Tell cheaply whether an addressee may begin at ``start``: False where surely nobody is addressed."""
    return _MARKS.search(text, start, _line_end(text, start, end)) is not None


def _line_end(text: str, start: int, end: int) -> int:
    stop = min(end, start + LINE)
    line_end = text.find("\n", start, stop)
    return stop if line_end < 0 else line_end


def addressee_at(
    text: str, start: int, end: int, *, greeted: bool = False, greets: Callable[[int], bool] = lambda _: False
) -> int:
    """Return where the addressee that begins at ``start`` ends, or 0 where nobody is addressed.

    Asked only where ``may_address`` is true: it is the cheap half of this question.
    ``greeted`` tells that a greeting stands before: what then names a reader is surely an address.
    ``greets`` tells whether a greeting begins at an offset: 佐藤さんお疲れ様です runs the two together.
    """
    line_end = _line_end(text, start, end)
    at = _group(text, start, line_end, end)
    if at:
        return at
    at, kind = _people(text, start, line_end)
    if not kind:
        return 0
    runs_on = greets(at + (text[at : at + 1] == " "))
    return at if runs_on or _addressed(text, at, line_end, end, kind=kind, greeted=greeted) else 0


def _group(text: str, start: int, line_end: int, end: int) -> int:
    found = _GROUP.match(text, start, line_end)
    if not found:
        return 0
    stem, mark = found["stem"].strip(), found["end"]
    at = found.end()
    following = text[at:end][:2]
    whole_line = at >= line_end or text[at:line_end].strip(" 、,:。!") == ""
    if mark.startswith("各位"):
        return at if _closes(following) or following[:1] in (" ", "") else 0
    if mark == "御中":
        return at if stem and (_closes(following) or following[:1] == " ") else 0
    if len(stem) > 14 or _PARTICLE_END.search(stem):
        return 0
    if _STAFF.search(stem):
        return 0
    if whole_line and at < end:
        return at
    return (
        at
        if stem and found["end"].startswith("の") and following[:1] in ("、", ",", "!", " ") and not found["to"]
        else 0
    )


def _people(text: str, start: int, line_end: int) -> tuple[int, str]:
    """Read one reader or several. Return where the last ends and what it is, "" where there is none."""
    at = _prefix(text, start, line_end)
    one = _person(text, at, line_end)
    while one:
        at, kind = one
        gap = _AND.match(text, at, line_end)
        after = gap.end() if gap else at
        one = _person(text, after, line_end) if gap else None
        if one is None:
            return at, kind
    return 0, ""


def _prefix(text: str, start: int, line_end: int) -> int:
    found = _TO.match(text, start, line_end)
    at = found.end() if found else start
    while True:
        # 鈴木・佐藤 様: several names share one honorific.
        length = surname_at(text, at)
        if not length or text[at + length : at + length + 1] not in ("・", "&"):
            return at
        at += length + 1


def _person(text: str, start: int, line_end: int) -> tuple[int, str] | None:
    """Read one reader: section, name, title, honorific. Return its end and what it is."""
    piece = text[start:line_end]
    best: tuple[int, str] | None = None
    for offset in _section_ends(piece):
        found = _name_and_title(piece, offset)
        if found and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    return start + best[0], best[1]


def _section_ends(piece: str) -> list[int]:
    """Return 0 and where each section that begins the piece ends."""
    ends = [0]
    at = 0
    while len(ends) < 4 and _UNITS_LAST.search(piece, at):
        found = _SECTION.match(piece, at)
        if not found or found.end() == at:
            break
        at = found.end()
        ends.append(at)
    first = piece.split(" ", 1)[0]
    if len(first) < len(piece) and first in UNITS:
        ends.append(len(first) + 1)
    head, mark, _ = piece.partition("の")
    if mark and head in UNITS:
        ends.append(len(head) + 1)
    return ends


def _name_and_title(piece: str, offset: int) -> tuple[int, str] | None:
    """Read a name with its title or honorific at ``offset``, the longest name first."""
    for gap in range(min(offset + 9, len(piece) - 1), offset - 1, -1):
        if piece[gap] not in _CALLED:
            continue
        name = piece[offset:gap]
        if name and (name[-1] == " " or not name.replace(" ", "").isalpha()):
            continue
        spaced = bool(name) and piece[gap] == " "
        if spaced and piece[gap + 1 : gap + 2] not in _CALLED:
            continue
        found = _PERSON.match(piece, gap + spaced)
        if not found or not (found["title"] or found["honorific"]):
            continue
        kind = _kind_of(name, found, sectioned=offset > 0, spaced=spaced)
        if kind:
            return _stop(found), kind
    return None


def _kind_of(name: str, found: re.Match[str], *, sectioned: bool, spaced: bool) -> str:
    """Return what a name with a title or an honorific is: name, role, title ...; "" where nobody is meant."""
    title, honorific = found["title"], found["honorific"]
    bare = name.replace(" ", "")
    if not bare:
        if title:
            return "section-title" if sectioned else "title"
        return "section" if sectioned and honorific in _FORMAL else ""
    if is_full_name(name) or is_full_name(bare) or is_rare_surname(bare):
        odd = len(bare) == 1 and _NOT_ADDRESSED.search(bare) and honorific and not title
        return "" if odd else "name"
    if _ROLES.search(bare) and honorific in _FORMAL and not _NOT_ADDRESSED.search(bare[-1:]):
        return "role"
    if title and len(bare) <= 6 and _kanji(bare) and not spaced:
        return "section-title" if sectioned or bare in UNITS or len(bare) >= 2 else "title"
    stranger = honorific in ("様", "殿") and 2 <= len(bare) <= 4 and _kanji(bare) and not _NOT_ADDRESSED.search(bare)
    return "stranger" if stranger else ""


def _stop(found: re.Match[str]) -> int:
    """Return the end of a match without the blank that may close it."""
    return found.end() - (found[0].endswith(" "))


def _kanji(word: str) -> bool:
    return all("一" <= c <= "龥" or c in "々ヶ" or "ァ" <= c <= "ヶ" for c in word)


def _closes(following: str) -> bool:
    return (
        not following
        or following[0] in "、,。.!！\n:;…"
        or (is_decor(following[0]) and following[0] not in " ()・/:-~〜=")
    )


def _addressed(text: str, at: int, line_end: int, end: int, *, kind: str, greeted: bool) -> bool:
    """Tell whether what was read is addressed, and not the subject or topic of a sentence."""
    if _TOWARDS.match(text, at, end):
        return True
    rest = text[at : min(end, at + 160)]
    if not text[at:line_end].strip() and line_end - at < 4:
        return bool(rest.strip()) or kind in ("name", "section-title", "title", "role")
    if kind == "stranger":
        return False
    mark = rest[:1]
    if mark == "(" and KAOMOJI.match(text, at, end):
        mark = "!"
    if mark in _LONG and rest[1:2] in ("、", ",", "!", "\n", " "):
        # A trailing mark of length (佐藤さーん〜、) belongs to the calling.
        mark = rest[1:2]
    sentence = _SENTENCE_END.split(rest.lstrip(" 、,!。"), maxsplit=1)[0]
    away = _ABSENT.search(sentence) and not _OTHERS.search(sentence)
    third = not greeted and bool(away) and not _ASKS.search(rest)
    if mark == " ":
        return not third and _after_blank(rest, kind=kind, greeted=greeted)
    named = mark in _LONG and kind == "name"
    return not third and (named or (_closes(mark) and mark not in ":;."))


def _after_blank(rest: str, *, kind: str, greeted: bool) -> bool:
    """Tell whether a reader followed by a blank is addressed: no entry of a schedule or a list."""
    body = rest.lstrip()
    if _SCHEDULE.match(body) or _PARTICLES.match(body):
        return False
    if kind in ("title", "section"):
        return greeted
    return not _NEXT_ENTRY.search(rest)

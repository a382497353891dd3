"""Reads how a writer names themself at a place of the head: 総務課の佐藤です。/ 情報管理課 大澤です / 佐藤です、."""

from __future__ import annotations

from guideline.messages.decor import is_decor
from guideline.messages.names import (
    TITLES,
    UNIT_ENDS,
    UNITS,
    is_given,
    is_rare_surname,
    is_surname,
    is_telling_surname,
    surname_before,
)
from guideline.messages.pattern import by_first, pattern

ENDINGS = tuple(
    "です でーす で〜す でっす デス っす と(?:申|もう)します と(?:言|い)います でございます であります で御座います".split()
)
"""What every self-introduction ends with, within ``LONGEST`` characters."""
_ENDING = pattern(by_first(ENDINGS))
_CITED = pattern("[、,。]?と(?:看板|書|言|いう|名乗|聞|の)")
_FIRST_WORD = pattern("^(?:こちら|私|わたし|あの|えっと|はい)[、, ]*(?:は[、, ]*)?")
_COMING_WORDS = "異動 着任 配属 配置 採用 入庁 赴任 転任 派遣 出向 復帰 復職 入り 入っ".split()
_COMING = pattern(f"[{''.join(dict.fromkeys(word[0] for word in _COMING_WORDS))}]")
_NEWCOMER = pattern(
    rf"^[^。\n「」]{{0,12}}?(?:{'|'.join(_COMING_WORDS)})[^。\n「」]{{0,8}}?(?:た|な|の)(?:ばかりの)?[、,]?(?=[一-龥ァ-ヶ])"
)
"""Who has just come says so before the name: 4月に異動してきた総務課の野口です."""
LONGEST = 34
_LINKS = " の・/、,-"
_WORD = "[一-龥々ァ-ヶa-zA-Z0-9の]"
_ON = "(?:[一-龥ァ-ヶ]|$)"
_NOT_IN_UNIT = pattern(
    by_first(
        (
            "は(?<!私は)(?<!当方は)[、,]",
            rf"が(?![丘原浜岡崎])(?<={_WORD}が){_ON}",
            *(rf"{particle}(?<={_WORD}{particle}){_ON}" for particle in "は を に も で へ から より".split()),
            *"。 ! \\? : ; … \n 「 」 『 』 @".split(" "),
            *(rf"{digit}[0-9-]{{3}}" for digit in range(10)),
        )
    )
)
"""A particle between two words, a stop, a long number: what a unit's name is without."""
_BARE_SECTION = pattern(r"(?:課|係|室|局|支所|事務局|出張所|センター|消防署|公民館|図書館|保育園|担当)$")
_SPOTS = frozenset("前 後 内 外 中 上 下 裏 奥 隅 角 先 横 脇 門 口 入口 出口 正面 門前 大門 地下".split())
_SIDES = frozenset("東西南北")
_HONORIFICS = frozenset("さん サン くん クン ちゃん さま".split())
_BUILDING = pattern(r"(?:所|場|館|園|校|センター|庁|庁舎|病院|会館|公園|駅)$")
_ANSWERS = pattern(r"[かねよのとしではがをにも]")
_BRACKET = pattern(r"[((]([^()]{1,12})[))]$")
_UNIT = pattern(
    "(?:"
    + "|".join(sorted(UNIT_ENDS, key=len, reverse=True))
    + "|"
    + "|".join(sorted(TITLES, key=len, reverse=True))
    + "|(?<=[一-龥がケヶァ-ヴ]{2})小)$"
)
_SHORT_UNIT = pattern(f"(?:{'|'.join(sorted(UNITS))})$")
_BETWEEN = pattern("[ ・/、,の]")


def introduction_at(text: str, start: int, end: int, *, greeted: bool) -> int:
    """Return where the self-introduction that begins at ``start`` ends, or 0.

    ``greeted`` tells that a greeting or an addressee stands before it.
    """
    limit = min(end, start + LONGEST)
    found = _ENDING.search(text, start, limit)
    if not found:
        return 0
    stem = text[start : found.start()].strip()
    if _COMING.search(stem):
        stem = _NEWCOMER.sub("", stem)
    name, at_sign, unit = stem.partition("@")
    if at_sign and is_surname(name) and _is_unit(unit) and _leaves(text, found.end(), end):
        return found.end()
    if not stem or "\n" in stem or _NOT_IN_UNIT.search(stem) or not _leaves(text, found.end(), end):
        return 0
    if _CITED.match(text, found.end(), found.end() + 5):
        return 0
    stem = _FIRST_WORD.sub("", stem)
    unit, name = _split(stem)
    if name:
        if unit:
            return found.end() if _is_unit(unit) and not _is_spot(unit, name) else 0
        telling = is_telling_surname(name.split(" ")[0]) or (greeted and is_surname(name.split(" ")[0]))
        return found.end() if telling and _bare_end(text, found.end(), end) else 0
    rest = text[found.end() : end].strip()
    alone = not rest or rest.strip("。、!.… ") == ""
    if _BARE_SECTION.search(stem) and _is_unit(stem) and _bare_end(text, found.end(), end) and (greeted or not alone):
        return found.end()
    return 0


def _leaves(text: str, at: int, end: int) -> bool:
    """Tell whether the sentence may end here: no question, no 「…ですか」, no 「…ですよね」."""
    if at >= end:
        return True
    following = text[at : at + 2]
    if following[0] in "?？":
        return False
    if following[0] == "が" or text.startswith(("けど", "けれど"), at):
        return True
    return is_decor(following[0]) or not _ANSWERS.match(following)


def _is_spot(unit: str, name: str) -> bool:
    """Tell whether 「市役所の前」 or 「図書館の西」 is a spot beside a building and no person of a section."""
    return name in _SPOTS or (name in _SIDES and bool(_BUILDING.search(unit)))


def _bare_end(text: str, at: int, end: int) -> bool:
    following = text[at : at + 2]
    return (
        at >= end
        or following[0] in "。、.,!\n )ー〜~w"
        or (is_decor(following[0]) and following[0] not in "?/・")
        or following in ("が、", "が,")
    )


def _split(stem: str) -> tuple[str, str]:
    """Split 「総務課の佐藤」 into its unit and its name; the name is "" where none is found."""
    head, blank, tail = stem.rpartition(" ")
    if blank and head:
        # 佐藤 花子: a given name behind a blank.
        length = surname_before(head, len(head))
        if (
            length
            and len(tail) <= 4
            and tail.isalpha()
            and not is_surname(tail)
            and (length == len(head) or head[-length - 1] in _LINKS)
        ):
            return head[: len(head) - length].rstrip(_LINKS), head[-length:] + " " + tail
    bare, bracket = stem, _BRACKET.search(stem)
    if bracket:
        bare = stem[: bracket.start()]
        if is_surname(bare) and _is_unit(bracket[1]):
            return bracket[1], bare
    for given in range(4):
        cut = len(bare) - given
        length = surname_before(bare, cut)
        if not length or cut - length < 0:
            continue
        if given and (not is_given(bare[cut:]) or bare[cut:] in _HONORIFICS or bare[cut] == "の"):
            continue
        before = bare[: cut - length]
        if not before or before[-1] in _LINKS or _UNIT.search(before):
            if given and not before and length < 2:
                continue
            return before.rstrip(_LINKS), bare[cut - length :].replace(" ", "")[:length] if given else bare[
                cut - length : cut
            ]
    for length in range(min(4, len(bare) - 1), 1, -1):
        before, name = bare[:-length], bare[-length:]
        if is_rare_surname(name) and (before[-1] in _LINKS or _UNIT.search(before)):
            return before.rstrip(_LINKS), name
    return stem, ""


def _is_unit(unit: str) -> bool:
    unit = unit.strip(_LINKS + "(")
    if not unit or _NOT_IN_UNIT.search(unit):
        return False
    last = _BETWEEN.split(unit)[-1]
    return last in UNITS or unit in UNITS or bool(_UNIT.search(last)) or bool(_SHORT_UNIT.search(last))

"""Reads the set closing that a message ends with: よろしくお願いします, 以上です, ご報告まで.

A closing stands alone. 「印刷よろしくお願いします」 asks for its own object and 「20人以上です」 counts: the
same words, but part of a sentence. So what stands before them decides.
"""

from __future__ import annotations

import re

from guideline.messages.decor import is_decor
from guideline.messages.fold import dense, plain
from guideline.messages.pattern import pattern
from guideline.messages.phrases import SOFT_ENDS, Phrases
from guideline.messages.window import Span, Window

_WINDOW = 96
_LEAD_WORDS = (
    "どうぞ どうか 何卒 引き続き 今後とも 今後も これからも では それでは ではでは 以上 お手数ですが お手数をおかけしますが お手数おかけしますが お手数をお掛けしますが お手数お掛けしますが "
    "ご面倒をおかけしますが ご面倒ですが ご不便をおかけしますが ご迷惑をおかけしますが お忙しいところ恐縮ですが お忙しいところすみませんが お忙しいところ恐れ入りますが お忙しいところ申し訳ありませんが "
    "お忙しい中恐縮ですが お忙しい中すみませんが ご多忙のところ恐れ入りますが ご多忙のところ恐縮ですが ご多用のところ恐縮ですが 恐縮ですが 恐れ入りますが 恐れいりますが すみませんが すいませんが 申し訳ありませんが "
    "申し訳ございませんが 急で申し訳ありませんが 急ですが 急ですみませんが 勝手ですが 勝手を言いますが ご無理を言いますが ということで というわけで いろいろと いろいろ 色々と 色々 重ねて また 併せて あわせて "
    "本日も 本日は 今日も 今日は 明日も 明日は 来週も 今週も 本年も 今年も 来年も 当日は 皆様 皆さん みなさん ほんとうに 本当に とりあえず まずは 取り急ぎ 短いですが 簡単ですが 長くなりましたが "
    "ご確認のほど お返事お待ちしています 改めて くれぐれも 今月も 今期も 今年度も 今回も 次回も ひとまず 末永く"
).split()
_LEADS = tuple(sorted({plain(dense(word)) for word in _LEAD_WORDS}, key=len, reverse=True))
_LEAD_LAST = frozenset(lead[-1] for lead in _LEADS)
_PREDICATE = pattern(
    r"(?:です|ます|ました|でした|ません|ください|下さい|ので|から|ため|けど|けれど|が|して|した|ている|った|んだ|ない|たい|です[ね]|ます[ねよ]|ました[ねよ]|でしょう|ましょう|ほしい|"
    r"おります|さい|だ|する|れる|える|った|いた|す|る|い|以上|次第|まで|のほど|ほど|[)）]|可|済み?|中|予定|有り?|無し?|なし|必要|不要|OK|ok)[ー〜~!。]*$"
)
_OBJECT = pattern(r"(?:[はをもにへで]|の件|とか|など|等|も含め|について|につき)$")
_YOROSHIKU = pattern("^(?:よろ|どぞよろ)")


def closing_before(text: str, start: int, end: int, closings: Phrases) -> tuple[Span, str] | None:
    """Return the span and phrase of the closing that ends at ``end``, or None.

    ``end`` is where decoration begins; nothing before ``start`` is looked at.
    """
    low = max(start, end - _WINDOW)
    if not closings.may_end(text, low, end):
        return None
    window = Window(text, closings.reach_back(text, low, end), end)
    stop = len(window.plain)
    best = closings.ending(window.plain)
    if best is None:
        bare = window.plain.rstrip(SOFT_ENDS)
        stop = len(bare)
        best = closings.ending(bare)
    if best is None:
        return None
    begin = stop - best[0]
    if begin < 0 or not window.whole(begin, stop):
        return None
    place, led = _step_back(window, begin)
    at = window.origin(place)
    if not _boundary(text, start, at, window.plain[begin:stop], led=led):
        return None
    return (at, end), best[1]


def _step_back(window: Window, begin: int) -> tuple[int, bool]:
    """Step back over the words that only lead to a closing (どうぞ, お手数ですが ...)."""
    led = False
    place = begin
    for _ in range(5):
        at = place
        while at > 0 and window.plain[at - 1] in "、,…":
            at -= 1
        if window.plain[at - 1 : at] not in _LEAD_LAST or not window.plain.endswith(_LEADS, 0, at):
            break
        lead = next(word for word in _LEADS if window.plain.endswith(word, 0, at))
        if not window.whole(at - len(lead), begin):
            break
        before = window.text[window.start : window.origin(at - len(lead))]
        if (
            lead in ("また", "以上", "今日は", "本日は", "明日は", "まずは", "では", "みなさん", "みなさま", "い")
            and before
            and not _ends_clause(before)
        ):
            break
        place = at - len(lead)
        led = True
    return place, led


def _ends_clause(before: str) -> bool:
    return (
        before.rstrip(" ") == ""
        or before.rstrip(" ")[-1] in "。、,.!?！？\n…"
        or (is_decor(before[-1]) and before[-1] != " ")
        or before[-1] == " "
    )


def _boundary(text: str, start: int, at: int, phrase: str, *, led: bool) -> bool:
    """Tell whether what begins at ``at`` stands alone there."""
    if at <= start:
        return True
    before = text[max(start, at - 40) : at]
    mark = before[-1]
    if mark in "\n。.!?！？…♪☆)":
        return True
    if mark in "、, ":
        clause = before.rstrip("、, ")
        if not clause or clause[-1] in "\n。.!?！？…♪)" or is_decor(clause[-1]):
            return True
        if not _YOROSHIKU.match(phrase):
            # 以上です, ご報告まで: a comma or a blank is boundary enough, but not after a topic.
            return not _OBJECT.search(clause) or mark == " "
        return clause.endswith(("ので", "けど")) or (bool(_PREDICATE.search(clause)) and not _OBJECT.search(clause))
    if is_decor(mark):
        return mark not in "・/-~〜:%"
    if _YOROSHIKU.match(phrase) or led:
        return bool(re.search(r"(?:です|ます|ました|ません|でした|ください|下さい|ので|ますが|ですが|けど)$", before))
    return bool(re.search(r"(?:です|ます|ました|ません|でした|ください)$", before)) and not phrase.startswith("以上")

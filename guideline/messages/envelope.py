"""The grammar of a message's envelope.

From the head: quoted lines, tags, mentions, subject line, then addressee, greeting and
self-introduction in any order; from the tail: set closings. What is left is the body.
Decoration (emoji, kaomoji, punctuation, blanks) is stepped over. All looks are at windows of
bounded length, so that the cost does not grow with the text beyond one pass over its decoration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guideline.messages.address import LINE, MARKS, addressee_at, may_address
from guideline.messages.decor import is_decor, skip, strip
from guideline.messages.introduction import ENDINGS, LONGEST, introduction_at
from guideline.messages.names import surname_at
from guideline.messages.pattern import by_first, pattern
from guideline.messages.phrases import Phrases
from guideline.messages.tail import closing_before
from guideline.messages.window import Span, Window

_WINDOW = 72
_MOST = 16
"""So many parts of one kind are told apart; what follows them is counted to the last."""
_QUOTE_LINE = pattern(r"[ ]*[>≫》][^\n]*\n?")
_TAG = pattern(
    r"【[^【】\n]{0,40}】|\[[^\[\]\n]{1,24}\]|〔[^〔〕\n]{1,24}〕|《[^《》\n]{1,24}》|<[^<>\n]{1,24}>|＜[^＜＞\n]{1,24}＞"
)
_SUBJECT_MARK = (
    r"件[ ]{0,4}名|けんめい|ケンメイ|題[ ]{0,4}名|題|標[ ]?題|表[ ]?題|タ[ ]?イ[ ]?ト[ ]?ル|subject|subj|sub"
)
_SUBJECT = pattern(
    rf"[【\[〔《<]?[ ]*(?:{_SUBJECT_MARK})[ ]*(?:[】\]〕》>][ ]*[:;]?|[:;|](?![のをがはにで])[ ]*[】\]〕》>]?)|"
    rf"[【\[〔《<][ ]*(?:{_SUBJECT_MARK})[ ]*[:;/ ][^】\]〕》>\n]{{1,60}}[】\]〕》>]",
    re.IGNORECASE,
)
_SUBJECT_BLANK = pattern(r"件[ ]?名[ ]{1,4}(?=[^\n ]{2,40}\n)")
_REPLY = pattern(r"(?:re|fw|fwd)(?:\[\d{1,3}\]|\^?\d{1,3})?[ ]*[:;](?P<gap>[ ]*)(?P<next>[^\n]?)", re.IGNORECASE)
_SENTENCE_END = pattern(r"[がをは].*(?:ます|です|ました|でした|ません)[。!]?$")
_MENTION_END = pattern(r"[^\s、。,.!！?？:;：@「」()（）『』…\x00]{1,24}")
_HONORIFIC = pattern(
    r"(?:[ ]?(?:さん|様|さま|サマ|殿|くん|君|ちゃん|先生|課長補佐|課長|係長|部長|局長|室長|次長|主査|主任|主事|補佐|所長|園長|館長|主幹|参事))+"
)
_SPACED = pattern(r"[^\s](?: {1,2}[^\s]){2,23}(?=[ ]*(?:\n|$))")
"""A line whose every character is set apart: 佐 藤 さ ん."""
_NAMING, _NEAR_HEAD = pattern(by_first((*MARKS, *ENDINGS))), max(LINE, LONGEST)
"""What an addressee or a self-introduction at the head holds, and within how many characters."""
_LINE_START = pattern(r"(?:\A|\n)[ ]*\Z")
_LOUD = frozenset("件けケ題標表タsSrRfF@》【[〔《<(mvoOdbヽ\\ヾ٩Σψщ人")
"""What a subject line, a tag, a mention, a quotation or a kaomoji may begin with."""
_FILLER_FIRST = frozenset("あえはすしおでさ")
_SUBJECT_FIRST = frozenset("件けケ題標表タsSrRfF【[〔《<")
_FILLER = pattern(
    r"(?:あ|あっ|あの|あのー|えっと|えーと|ええと|はい|すみません|すいません|失礼|えー|おっと|では|さて)[、,… 。!ー]+"
)

HEADLESS, HEADED = -1, -2
"""What a glance may tell: a text surely begins with its body, or its head must be read."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The set phrases of a guideline, which the grammar reads by."""

    openings: Phrases
    closings: Phrases
    acknowledgements: Phrases

    @classmethod
    def of(cls, openings: Iterable[str], closings: Iterable[str], acknowledgements: Iterable[str]) -> Lexicon:
        """Make a lexicon from the phrases of the controls."""
        return cls(Phrases(openings), Phrases(closings), Phrases(acknowledgements))

    def glance(self, text: str) -> int:
        """Return where the body of folded text ends if it surely has no envelope, else ``HEADLESS`` or ``HEADED``."""
        if not _headless(text, len(text), self):
            return HEADED
        end = strip(text, 0, len(text))
        return end if end and not self.closings.may_end(text, 0, end) else HEADLESS

    def read(self, text: str, seen: int) -> Envelope:
        """Read the envelope of folded text, of which ``glance`` has ``seen`` something."""
        if seen >= 0:
            return Envelope(None, [], [], [], [], [], [], [], (0, seen))
        envelope = Envelope(None, [], [], [], [], [], [], [], (0, 0))
        start = 0 if seen == HEADLESS else _read_head(text, self, envelope)
        end = _read_tail(text, start, self, envelope)
        envelope.body = (start, max(start, end))
        return envelope


@dataclass(slots=True)
class Envelope:
    """Where the parts of one message stand, as spans of the folded text."""

    subject: Span | None
    quotes: list[Span]
    tags: list[Span]
    mentions: list[Span]
    addressees: list[Span]
    greetings: list[tuple[Span, str]]
    introductions: list[Span]
    closings: list[tuple[Span, str]]
    body: Span

    @property
    def courted(self) -> bool:
        """Whether any courtesy has been read: an addressee, a greeting or a self-introduction."""
        return bool(self.addressees or self.greetings or self.introductions)


def _headless(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether a text surely begins with its body, and quotes nobody.

    It asks what the grammar would ask first at the head. Most messages hold no part of an envelope, and for them
    this and a look at the tail are all.
    """
    if end < 2 or text[1] == " " or ">" in text or "≫" in text:
        return False
    first = text[0]
    if first in _LOUD or is_decor(first):
        return False
    if (first in _LEAD_FIRST and _LEADS.match(text)) or (first in _FILLER_FIRST and _FILLER.match(text)):
        return False
    if lexicon.openings.may_start(text, 0):
        return False
    return _NAMING.search(text, 0, _NEAR_HEAD) is None or not (
        may_address(text, 0, end) or introduction_at(text, 0, end, greeted=False)
    )


def _read_head(text: str, lexicon: Lexicon, envelope: Envelope) -> int:
    """Read the parts of the head; return where the body begins."""
    end = len(text)
    at = 0
    body = 0
    while True:
        at = skip(text, at, end)
        if at >= end:
            return at
        if text[at] in ">≫》" and _LINE_START.search(text, max(0, at - 8), at):
            found = _QUOTE_LINE.match(text, at)
            assert found is not None
            envelope.quotes.append(found.span())
            at = body = found.end()
            continue
        stop = _one_part(text, at, end, lexicon, envelope)
        if not stop and text[at] in _FILLER_FIRST:
            filler = _FILLER.match(text, at, end)
            if filler and filler.end() < end:
                stop = _courtesy(text, filler.end(), end, lexicon, envelope)
        if not stop:
            return max(body, at)
        if len(envelope.greetings) >= _MOST:
            # A text of nothing but greetings: step over the copies, and read the last two.
            piece = text[at:stop]
            while piece and text.startswith(piece + piece, stop):
                stop += len(piece)
        at = body = stop


def _one_part(text: str, at: int, end: int, lexicon: Lexicon, envelope: Envelope) -> int:
    """Read the part of the head that begins at ``at`` into the envelope; return its end, or 0."""
    return _front_matter(text, at, end, envelope) or _courtesy(text, at, end, lexicon, envelope)


def _front_matter(text: str, at: int, end: int, envelope: Envelope) -> int:
    """Read a subject line, a tag or a mention."""
    first = text[at]
    if first in _SUBJECT_FIRST and envelope.subject is None and not envelope.courted:
        stop = _subject(text, at, end)
        if stop:
            envelope.subject = (at, stop)
            return stop
    tag = _TAG.match(text, at, end) if first in "【[〔《<" else None
    if tag:
        envelope.tags.append(tag.span())
        return tag.end()
    stop = mention_at(text, at, end) if first == "@" else 0
    if stop:
        envelope.mentions.append((at, stop))
    return stop


def _courtesy(text: str, at: int, end: int, lexicon: Lexicon, envelope: Envelope) -> int:
    """Read a greeting, an addressee or a self-introduction."""
    greeting = greeting_at(text, at, end, lexicon.openings)
    if greeting:
        _add(envelope.greetings, greeting)
        return greeting[0][1]
    spaced = _SPACED.match(text, at, end) if text[at + 1 : at + 2] == " " else None
    if spaced:
        line = text[at : spaced.end()].replace(" ", "") + "\n"
        if _called(line, 0, len(line), lexicon, envelope, spaced.span()) == len(line) - 1:
            return spaced.end()
    return _called(text, at, end, lexicon, envelope, None)


def _called(text: str, at: int, end: int, lexicon: Lexicon, envelope: Envelope, whole: Span | None) -> int:
    """Read an addressee or a self-introduction; ``whole`` is the spaced-out line it must fill."""
    addressed = may_address(text, at, end) and _addressee(text, at, end, lexicon, greeted=bool(envelope.greetings))
    if addressed and (whole is None or addressed == end - 1):
        _add_span(envelope.addressees, whole or (at, addressed))
        return addressed
    introduced = introduction_at(text, at, end, greeted=envelope.courted)
    if introduced and (whole is None or introduced == end - 1):
        _add_span(envelope.introductions, whole or (at, introduced))
        return introduced
    return 0


def _addressee(text: str, at: int, end: int, lexicon: Lexicon, *, greeted: bool) -> int:
    """Return where the addressee that begins at ``at`` ends, or 0."""

    def greets(offset: int) -> bool:
        return offset < end and greeting_at(text, offset, end, lexicon.openings) is not None

    return addressee_at(text, at, end, greeted=greeted, greets=greets)


def _add(parts: list[tuple[Span, str]], part: tuple[Span, str]) -> None:
    if len(parts) < _MOST:
        parts.append(part)
    else:
        (start, _), phrase = parts[-1]
        parts[-1] = (start, part[0][1]), phrase


def _add_span(spans: list[Span], span: Span) -> None:
    if len(spans) < _MOST:
        spans.append(span)
    else:
        spans[-1] = (spans[-1][0], span[1])


def _subject(text: str, at: int, end: int) -> int:
    """Return where the subject line that begins at ``at`` ends, or 0."""
    line_end = text.find("\n", at, at + 400)
    line_end = min(end, at + 400) if line_end < 0 else line_end
    start = at - 1 if at and text[at - 1] in "<(" else at
    found = (
        _SUBJECT.match(text, start, line_end)
        or _SUBJECT.match(text, at, line_end)
        or _SUBJECT_BLANK.match(text, at, min(end, line_end + 1))
    )
    if found:
        return line_end
    reply = _REPLY.match(text, at, line_end)
    if not reply or not reply["next"]:
        return 0
    following = reply["next"]
    rest = text[reply.start("next") : line_end]
    if following in "がをにでとはのもへや、」』":
        return 0
    if not reply["gap"] and not following.isascii() and line_end == end and _SENTENCE_END.search(rest):
        # Re:ゼロの貸出予約がたまっています: a name begins the only sentence.
        return 0
    if not reply["gap"] and following.isascii() and following.isalpha():
        return (
            line_end
            if re.match(r"(?:re|fw|fwd)[:;]", rest, re.IGNORECASE)
            or re.search(r"(?:の件|について|のお知らせ|のお願い)$", rest)
            else 0
        )
    return line_end


def mention_at(text: str, at: int, end: int) -> int:
    """Return where the mention that begins at ``at`` ends, or 0."""
    if text[at] != "@":
        return 0
    word = _MENTION_END.match(text, at + 1, end)
    if not word:
        return 0
    name = surname_at(text, at + 1)
    stop = word.end()
    if name and stop - at - 1 > name and not word[0].isascii():
        rest = word[0][name:]
        courtesy = _HONORIFIC.match(rest)
        if courtesy:
            return at + 1 + name + courtesy.end()
        if re.search("[ぁ-ん]", rest) or len(rest) > 3:
            return at + 1 + name
    blank = _HONORIFIC.match(text, stop, end)
    if blank and text[blank.end() : blank.end() + 1] in ("", " ", "\n", "、", ",", "。", "!"):
        return blank.end()
    return stop


_PARTICLE = pattern(
    r"[のがとはをもでに]|って|という|から|ので|けど|など|等|系|的|」|』|か[?？。]|運動|放送|朝市|号|会|隊|週間|キャンペーン|メール|係|ロボ|訪問|体操|コーナー|ポスト|看板|ボード|ポスター|ライブ|FM|テレビ|ラジオ|事業|スタンプ|ボタン|タイム|シール|カード|パーティ|ランチ|手当|弁当|電話|メモ|コール|ソング|広場|教室|デー|看板|チラシ|文化|文"
)
_CITED = pattern(r"。の|[、,・…\s]{0,2}(?:と(?!り)(?=[言い声書話返挨言])|って|という|とか[言い])")
_SOFT = pattern(r"が[、,]")
_CONTENT = pattern(r"[ぁ-んァ-ヶ一-龥a-zA-Z0-9々]")
_STRONG = ("ます", "です", "ました", "でした", "ません")


def greeting_at(text: str, at: int, end: int, openings: Phrases) -> tuple[Span, str] | None:
    """Return the span and phrase of the greeting that begins at ``at``, or None."""
    led = text[at] in _LEAD_FIRST and _lead(text, at, end) != at
    if not led and not openings.may_start(text, at):
        return None
    window = Window(text, at, openings.reach(text, at, min(end, at + _WINDOW)))
    begin = _lead_plain(window.plain)
    for offset in {begin, 0}:
        for length, phrase in openings.starting(window.plain, offset):
            stop = offset + length
            if not window.whole(0, stop):
                continue
            span = window.back(0, stop)
            tail = _tail(text, span[1], end)
            if tail is not None and _stands_alone(text, tail, end, window.plain[:stop]):
                return (at, tail), phrase
    return None


_LEAD = ("いつも大変", "いつもたいへん", "いつも本当に", "いつも", "大変", "たいへん", "平素より", "平素は", "平素から", "日頃より", "日頃から", "日ごろより", "日ごろから", "毎度", "常々",
         "皆さま", "みなさま", "みなさん", "皆さん", "皆様", "みな様", "本当に", "連日", "本日も", "今日も", "毎日", "朝から", "朝早くから", "早朝から", "夜遅くまで", "遅くまで", "夜分まで",
         "暑い中", "寒い中", "雨の中", "お忙しい中", "休日に", "お休みのところ", "どうも", "格別の", "大変大変", "その節は", "先日は", "先日はどうも")  # fmt: skip
_LEADS = pattern("(?:(?:" + "|".join(sorted(_LEAD, key=len, reverse=True)) + ")[、, ]*){1,3}")
_PLAIN_LEADS = tuple(sorted({word.replace("様", "さま").replace("皆", "みな").replace("忙しい", "いそがしい").replace("大変大変", "大変") for word in _LEAD} | {"おいそがし中", "おやすみのところ"}, key=len, reverse=True))  # fmt: skip
_LEADS_PLAIN = pattern("(?:(?:" + "|".join(_PLAIN_LEADS) + ")[、,]*){1,3}")


_LEAD_FIRST = frozenset(word[0] for word in _LEAD)


def _lead(text: str, at: int, end: int) -> int:
    """Return where the words that only strengthen a greeting (いつも大変 ...) end."""
    found = _LEADS.match(text, at, end)
    return found.end() if found else at


def _lead_plain(text: str) -> int:
    found = _LEADS_PLAIN.match(text)
    return found.end() if found else 0


def _tail(text: str, at: int, end: int) -> int | None:
    """Return the end of a greeting with its trailing marks of length and soft endings."""
    while at < end and text[at] in "ー〜~っぁぃぅぇぉッ":
        at += 1
    if text[at : at + 1] in ("ね", "よ") and not _CONTENT.match(text[at + 1 : at + 2]):
        at += 1
    if _SOFT.match(text, at, end):
        at += 1
    return at


def _stands_alone(text: str, at: int, end: int, phrase: str) -> bool:
    """Tell whether a greeting ends here, and does not begin a longer word or sentence."""
    if at >= end or text[at - 1] in "が〜~":
        return True
    following = text[at]
    if following in "」』”\"'":
        return False
    if not _CONTENT.match(following):
        return not _CITED.match(text, at, end)
    if text[at - 1] in " \n":
        return True
    if not phrase.endswith(_STRONG):
        return False
    return not _PARTICLE.match(text, at, end)


def _read_tail(text: str, start: int, lexicon: Lexicon, envelope: Envelope) -> int:
    end = _before_quotes(text, start, len(text), envelope)
    while True:
        at = strip(text, start, end)
        if at <= start:
            return at
        found = closing_before(text, start, at, lexicon.closings)
        if found is None:
            return at
        piece = text[found[0][0] : end]
        end = found[0][0]
        if len(envelope.closings) < _MOST:
            envelope.closings.append(found)
        else:
            (_, last), phrase = envelope.closings[-1]
            while piece and text.endswith(piece + piece, start, end):
                end -= len(piece)
            envelope.closings[-1] = (end, last), phrase


def _before_quotes(text: str, start: int, end: int, envelope: Envelope) -> int:
    """Step over quoted lines at the end of the message."""
    if ">" not in text and "≫" not in text:
        return end
    while end > start:
        stop = end
        while stop > start and text[stop - 1] in " \n":
            stop -= 1
        line = text.rfind("\n", start, stop) + 1 or start
        if line >= stop or text[line:stop].lstrip(" ")[:1] not in (">", "≫") or (line > 0 and text[line - 1] != "\n"):
            return end
        envelope.quotes.append((line, stop))
        end = line
    return end


__all__ = ["Envelope", "Lexicon", "greeting_at", "is_decor", "mention_at"]

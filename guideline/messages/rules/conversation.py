"""掲示板での会話

見つけるもの: 掲示板に書かれた、周知ではない会話: 一人への問い、返事、雑談、個人の約束。

見つけないもの: 周知や募集、回答を求める周知、問い合わせ先を示した呼びかけ。

選択肢: phrases（会話のしるしになる句の一覧）。

良い例: 「参加できる方はいますか？申込みは20日まで」
悪い例: 「@長谷川 了解しました。3時に議場の前で待ってます」

Conversation on the bulletin board.
Raised where the text is a question to one person, a reply, chat or a private arrangement; not for a notice,
even one that asks for answers. Signs of both kinds are weighed. Options: phrases (signs of conversation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guideline.messages.decor import skip, strip
from guideline.messages.fold import dense, plain
from guideline.messages.names import is_rare_surname, surname_at
from guideline.messages.pattern import by_first, pattern
from guideline.messages.rules import Rule
from guideline.messages.rules.acknowledgement import BEFORE, token_of
from guideline.messages.view import Hit, View
from guideline.messages.window import Window

OPTIONS: dict[str, Any] = {}
PHRASES = True

_NOTICE = pattern(
    by_first(
        (
            *"お知らせ 周知 通知 募集 申込み? 申し込み? 締切 締め切り 〆切 各位 皆様 皆さん みなさん 皆さま 全職員 全庁 職員の方 希望者".split(),
            *"対象者?は 対象: 開催 実施します 実施いたします 停止します 止めます 止まります 使用できません 利用できません".split(),
            *"ご利用 ご協力 ご注意 注意してください 注意喚起 【 ■ ● ・.*\\n・ 日時 場所: 場所は 期限 受付(?:中|開始|は)".split(),
            *"提出してください 提出期限 ご提出 回答してください 回答(?:は|期限) ご回答 入力してください 報告してください".split(),
            *"連絡してください 届け出 申し出て 心当たり 参加できる方 参加される方 職員は 所属長 庶務担当 各課 各係 各所属".split(),
            *"全所属 不在にします 臨時休業 閉庁 開庁 開始します 変更します 変更しました 変わりました 変わります 延期します".split(),
            *"中止します 中止です 点検 工事 断水 停電 メンテナンス 警報 避難所 開設 更新しました 掲載しました アンケート".split(),
            *"研修 説明会 健診 健康診断 献血 ドック 新しい.*に(?:なり|変わり) 落とし物 忘れ物 遺失 お預かり 貸出".split(),
            *"ください。$ 添付 集計 訂正 誤り 正しくは 方(?:は|が)?い(?:ます|ません|らっしゃいます|らっしゃいません)か".split(),
            *"本部(?:から|より) 係(?:から|より) 課(?:から|より) フォーム 答えてください までに[^。\\n]{0,16}ください".split(),
            *(rf"{unit}[。\s]*$" for unit in ("課", "係", "室", "局", "事務局", "担当")),
            *"庁舎 訓練 放送 内線\\x20?[0-9] 詳しくは 詳細は 見かけた方 行方不明 イベント コンサート 各自 早い者勝ち".split(),
            *"来月から 来週から 予約".split(),
            *(rf"{digit}日(?:から|まで)[^。\n?？]{{0,20}}(?:ます|です)(?:。|$)" for digit in range(10)),
        )
    )
)
_CASUAL = tuple(
    "ね よ かな かも っけ じゃん でしょ すか w 笑 っす わ な なぁ けど ちゃった ちゃいました てます かもです かった だった てない たくない もん のに といて といてください".split()
)
"""What a sentence ends with in conversation."""
_CASUAL_LAST = frozenset(end[-1] for end in _CASUAL)
_CASUAL_QUESTION = pattern(rf"(?:{'|'.join(_CASUAL)}|(?:ます|です|[いたるうん])\?)[?!〜~ー。…♪ \n]*$")
_MARKS = "!〜~ー。…♪ \n"
_SENTENCE = pattern("[。\n!！]")
_ONE_QUESTION = pattern(r"(?:もらえ(?:ます|ません)|いただけ(?:ます|ません)|頂け(?:ます|ません)|くれ(?:ます|ません)|くださいます|借りて(?:も)?いい|いい(?:です)?か|よろしいですか|大丈夫ですか|どうですか|どうします|ありますか|いますか|"
                           r"行けます|行きます[?？]|来れます|来られます|空いて(?:ます|いますか)|でしたっけ|ですよね|(?:ご覧になり|届き|聞き|読み|もらい|終わり|済み)ましたか|持って(?:い)?ませんか|ですか[?？]?$|ますか[?？]?$)")  # fmt: skip
_NAMED = pattern("さん|くん|君|ちゃん|先輩|先生|補佐|課長|係長|部長|室長|次長|局長|所長|園長|主任|主査|主事")
"""What ``_ONE`` and ``_ASKED_ONE`` hold."""
_MANY = pattern("各位|御中|皆|みな|職員")
_CONTRACTED = pattern(
    "[とど]い(?:て|た)(?![くた])|ちゃ(?:う|った|い|って)|[とど]く(?:ね|よ|わ)|やつ(?:$|[。!！])|やば|なきゃ|じゃない[?？]|って[?？]"
)
_SIGH = pattern(
    r"(?:う[ー〜]?ん|うわ|わ[ーぁあ]|へ[ぇえー]|えっ|え[、ー〜?？]|あっ|あ[ーぁ、]|お[ーぉ]|ほんと|マジ|まじ|なるほど|そうなんです|そうですね|ですよね|す[みい]ません"
    r"|ごめん|いえいえ|いや[、ー]|うん|やっぱ|たしかに|確かに[、ー]|えっと|あの[、ー]|ねえ|おや|やった|よかった|助か[りっ]|どういたしまして|お待たせ|お?返(?:事|信)(?:が|、)?(?:遅|おそ)|ナイス|さすが|すごい|ww|草|わかりました|りょ|(?:お知らせ|掲示|投稿|連絡|資料)(?:、|は|を)?(?:読み|見|拝見し|確認し)ました)"
)
_NEAR = 400
"""Characters among which a name is looked for."""
_ONE = pattern(
    r"[。\n!！?？][ ]*(?P<who>[^。、,\n ]{1,6}?)(?:さん|くん|君|ちゃん|先輩|先生|(?:課長)?補佐|[課係部室次局所園]長|主[任査事])[、,!！ー〜]"
    r"(?![^。\n]{1,10}(?:さん|くん|君|課長|係長|補佐)[、がはもをにのと]|[^。\n]{0,20}(?:そうです|とのこと|お?休み))"
)
_ASKED_ONE = pattern(
    r"[。、\n!！?？ ](?P<who>[^。、,\n ]{1,4}?)(?:さん|くん|君|ちゃん|先輩)[も、]?[^。、\n]{0,14}(?:ません|ます|です|でした|ました)か[?？。\n]"
)
_SELF = pattern(
    "私|僕|俺|自分(?!自身)|うちの|例の|今夜|昨日の|さっき|そっち|こっち|あっち|(?<![諸家])君|あなた(?!の)|そちら|あれ(?!ば)"
    "|(?:それ|これ)(?!ぞれ|ゆえ|ほど|以外|ら|(?:は|を|に|が|で|まで|より|も|だけ)[^。]*(?:ます|です|する|い|る|た|ない)。)"
)
"""Who and what is near the writer; not 「これは…です。」, which any manual says."""
_DOING = pattern(
    "(?:行く|来る|待って|先に|ときました|といた|行きます|休みます|遅れます|向かいます|入ってます|(?<![行用扱])(?<![れしえ似]て)います|帰ります|戻ります|すみません|ください ?ね|大丈夫です|いいです|OKです|無理です|てて|ておいて|欲しい|お願い)[。！!ー〜~\\s]*$"
)
_THING = pattern(
    "[一-龥a-zA-Z]{2,6}(?:ボタン|スタンプ|アイコン|マーク)"
    "|(?:長い間|[ごお](?:協力|参加|利用|来場|応募|愛顧|回答|来庁))(?:を?いただき)?[、,]?(?:誠に|本当に)?ありがとうござい(?:ます|ました)"
)
"""What only looks like a sign of conversation: a thing called by one (了解ボタン), thanks to everyone."""
_QUESTION = ("ですか", "ますか", "ませんか")


_SIGH_WEIGHT = 3
_EVERYBODY = pattern("@(?:all|全員|here|channel|everyone|全職員|みんな|room)", re.IGNORECASE)
_HEAD = 2000
"""Characters that are weighed."""
_SHORT, _LONG = 32, 120
"""Characters of a text that is short, and of one that is longer than what is said in chat."""
_ENOUGH = 2
"""What the signs of conversation must weigh."""
_WORDS, _ENDS = 2, 2
"""What words of conversation, and casual ends of sentences, weigh at most."""


def may(view: View, rule: Rule) -> bool:
    return bool(view.text.strip())


def find(view: View, rule: Rule) -> Iterator[Hit]:
    """Yield one hit over the text where the signs of conversation outweigh those of a notice."""
    text = view.own
    if _outweighs(view, text, rule):
        body = text.strip()
        start = text.find(body[0]) if body else 0
        yield Hit(start, len(text.rstrip()))


def _outweighs(view: View, text: str, rule: Rule) -> bool:
    """Tell whether the signs of conversation weigh enough. Dear ones are looked for only where they can decide."""
    head = text[:_HEAD]
    notice = _notices(head)
    score = _directed(view, text, rule, notice) - min(4, 2 * notice) - (len(head) > _LONG)
    if notice and score + _ENDS + 1 + _WORDS < _ENOUGH:
        return False
    score += _tone(head, notice)
    if not _ENOUGH - _WORDS - 1 <= score < _ENOUGH:
        return score >= _ENOUGH
    score += not notice and _led(view, rule)
    if score + _WORDS < _ENOUGH:
        return False
    return score + _words(head, rule) >= _ENOUGH


def _words(head: str, rule: Rule) -> int:
    """Return how many words of conversation there are, as far as they weigh."""
    if not rule.words.may_hold(dense(head)):
        return 0
    return min(_WORDS, rule.words.within(plain(dense(_THING.sub("", head)))))


def _notices(head: str) -> int:
    """Return how many signs of a notice there are: none, one, or more than one kind."""
    first = ""
    for found in _NOTICE.finditer(head):
        if first and found[0] != first:
            return 2
        first = found[0]
    return 1 if first else 0


def _directed(view: View, text: str, rule: Rule, notice: int) -> int:
    """Weigh what turns to one person: a mention, a name, a quotation, an answer."""
    score = _reply(view, rule) + 3 * _called(view)
    if view.seen < 0:
        envelope = view.envelope
        score += bool(envelope.quotes)
        if envelope.mentions and not _EVERYBODY.match(text, envelope.mentions[0][0]):
            score += 4
    if _SIGH.match(text, view.body[0]):
        score += _SIGH_WEIGHT - min(notice, 1)
    return score


def _tone(head: str, notice: int) -> int:
    """Weigh how the sentences end, what they ask, and how short they are."""
    casual = _casual_ends(head)
    score = casual
    if "?" in head or head.rstrip("。 \n").endswith(_QUESTION):
        score += 1
        if not notice and _ONE_QUESTION.search(head):
            score += 1
    if not notice and len(head) <= _SHORT:
        score += 1
        score += bool(_SELF.search(head) or _CONTRACTED.search(head)) + (casual == 0 and bool(_DOING.search(head)))
    return score


def _casual_ends(head: str) -> int:
    """Return how many sentences end as in conversation, as far as they weigh."""
    count = 0
    for piece in _SENTENCE.split(head):
        sentence = piece.strip()
        if sentence and _casual(sentence):
            count += 1
            if count == _ENDS:
                break
    return count


def _led(view: View, rule: Rule) -> bool:
    """Tell whether the body begins with a sign of conversation."""
    start = view.body[0]
    start = skip(view.text, start, len(view.text))
    if start >= len(view.text) or not rule.words.may_start(view.text, start) or _THING.match(view.text, start):
        return False
    window = Window(view.text, start, rule.words.reach(view.text, start, min(len(view.text), start + 40)))
    return next(rule.words.starting(window.plain, 0), None) is not None


def _called(view: View) -> bool:
    """Tell whether one person is addressed by name."""
    if view.seen < 0 and any(not _MANY.search(view.text[start:end]) for start, end in view.envelope.addressees):
        return True
    if not _NAMED.search(view.own, 0, _NEAR):
        return False
    near = "。" + view.own[:_NEAR]
    named = (*_ONE.finditer(near), *_ASKED_ONE.finditer(near))
    return any(surname_at(who, 0) == len(who) or is_rare_surname(who) for who in (found["who"] for found in named))


def _casual(sentence: str) -> bool:
    """Tell whether a sentence ends as in conversation, whatever emoji stand behind it."""
    bare = sentence.rstrip(_MARKS)
    if _casually_ended(bare):
        return True
    stop = strip(bare, 0, len(bare))
    return stop < len(bare) and _casually_ended(bare[:stop].rstrip(_MARKS))


def _casually_ended(bare: str) -> bool:
    last = bare[-1:]
    if last == "?":
        return _CASUAL_QUESTION.search(bare[-8:]) is not None
    return last in _CASUAL_LAST and bare.endswith(_CASUAL)


def _reply(view: View, rule: Rule) -> int:
    """Weigh a set acknowledgement at the head: an answer to somebody."""
    start = view.body[0]
    text = view.text
    known = view.lexicon.acknowledgements
    if start >= len(text) or not (known.may_start(text, start) or BEFORE.may_start(text, start)):
        return 0
    window = Window(text, start, known.reach(text, start, min(len(text), start + 80)))
    token = token_of(window, known)
    if token is None:
        return 0
    stop = window.back(0, token[0])[1]
    following = text[stop : stop + 1]
    return 3 if not following or following in "。、,!.\n ー〜~" or not following.isalnum() else 0

"""Reads whether words for everyone begin an announcement: 全職員にお知らせします, 【全庁周知】, 職員各位.

Works on dense text whose line ends and ornaments are stops. What only speaks of an announcement
(全職員への周知文を直します, 全庁周知の文案) names the same people; how the clause ends tells the two apart.
"""

from __future__ import annotations

import re

from guideline.messages.pattern import pattern

_PEOPLE = (
    "(?:の?(?:皆様方|皆様|皆さま|皆さん|みなさま|みなさん|みな様|みんな|方々|方|各位|職員|全員|庶務担当者?|連絡担当者?|担当者)"
    "(?:様|さま)?){0,2}"
)
_OFFICES = "(?:[・、や](?:課|係|室|局|部|署|所|園|学校|支所|出張所|出先(?:機関)?|施設)){0,5}"
_WHOM = pattern(rf"{_OFFICES}{_PEOPLE}(?:[((][^()]{{1,20}}[))])?")
_NOUN = (
    "(?:お願いの|[ごお]?連絡と)?(?:[お御]?知らせ|おしらせ|お報せ|[ご御]?(?:周知|通知|通達|連絡|案内|依頼|報告|伝達|照会)|共有|注意喚起"
    "|呼び?[かび]け|[緊一業][急斉務](?:連絡|通知|周知)|お願い|お尋ね|お伺い|お詫び|おわび|お誘い|お礼|御礼|[ごお]挨拶|ごあいさつ|募集|回覧|(?:連絡|伝達|周知)事項)"
)
_HOW = "(?:重要な|大切な|緊急の|至急の?|再度の?|改めて|あらためて|一斉に|一斉の?|取り急ぎ|まとめて|謹んで|つつしんで|ここに|下記(?:のとおり|を)?|次のとおり|以下(?:のとおり|を)?)?"
_WHAT = "(?:[^。、,「」\x00はがも]{1,16}?(?:の|を|について|につき|に関する))?"
_DONE = (
    "(?:[とや・][お御ご]?[一-龥ぁ-ん]{1,6}?)?(?:を|の)?(?:致します|いたします|します|(?:して|いたして)い?ます|しております|申し上げます|です|だ|でございます|願います|ねがいます|お願い(?:です|します|いたします|致します|申し上げます)"
    "|(?:して)?(?:ください|下さい)|まで|のこと|すること)(?:よ|ね|が|けど|けれど|ので|から){0,2}"
)
_TELLS = (
    "(?:[お御]?知らせます|お?伝え(?:します|いたします|致します|ます)|申し伝えます|呼び[かび]けます|お(?:尋|たず)ねします"
    "|お?伺い(?:します|いたします|致します)|(?:ご?(?:発表|指示|指導|要請|伝達|案内|報告|披露|連絡)|お届け|お配り)(?:し|いたし|致し)ます"
    "|知っておいて(?:ほしい|欲しい|もらいたい|いただきたい|頂きたい|ください)|(?:一斉)?(?:送信|配信)して(?:い|お)り?ます|送って(?:い|お)り?ます|流して(?:い|お)り?ます)"
    "(?:ので|から|が)?"
)
_IS = "(?:です|だ|でした|でございます|となります|になります|をします|いたします|します)(?:よ|ね|が|ので){0,2}"
_STOP = "(?=[。、,!:;)\x00]|$)"
_FULL_STOP = "(?=[。!:;】》〕\\])]|$)"
_ASKED = "(?:てください|て下さい|ご?提出ください|願います|お願いします|お願いいたします|お願い致します|すること|のこと)"
_DIRECTED = pattern(
    "|".join(
        (
            # 全職員に…を周知します / 全職員へお知らせ
            rf"(?:に|へ|宛てに?|あてに?|に向けて|向けに|に対し(?:て)?)[、,]?{_HOW}{_WHAT}{_HOW}{_NOUN}(?:{_DONE}{_STOP}|を?{_FULL_STOP})",
            rf"(?:に|へ|に対し(?:て)?)[、,]?{_HOW}{_WHAT}{_TELLS}{_STOP}",
            # 全職員へのお知らせです / 全職員対象の募集
            rf"(?:への?|に向けた|向けの?|宛て?の?|あての?|が?対象の)、?{_HOW}{_WHAT}{_NOUN}(?:{_IS}{_STOP}|{_FULL_STOP})",
            # 見出しの「全職員対象」
            r"(?:対象|向け|宛て?|あて|へ)(?=[】》〕\])])",
            r"(?:宛て?|あて)です(?=[。!]|$)|に告(?:ぐ|げます)",
            rf"(?:に|へ|への)(?:重要な|緊急の)?{_NOUN}(?:が|の件が)(?:あります|ございます)(?=[。!]|$)",
            # 全職員は…してください
            rf"におかれましては[^。\x00]{{1,60}}?{_ASKED}(?=[。!]|$)",
            rf"(?:は|、|,|には)[^。\x00]{{1,60}}?{_ASKED}(?=[。!]|$)",
            # 全職員対象の研修を開きます。…受けてください
            rf"が?対象の[^。、\x00]{{1,20}}?(?:開講|開催|開始|実施|募集|受付|始め|行い)(?:し|いたし)?(?:ます|ました)[。!][^\x00]{{0,120}}?(?:{_ASKED}(?=[。!]|$)|(?<=。)(?:締め?切り?|〆切|期限|期日|申し?込み?|受付)は)",
        )
    )
)
"""What is done towards everyone: the words say that it goes to them."""
_HEADED = pattern(
    "|".join(
        (
            # 全庁一斉のお知らせです
            rf"(?:一斉|共通|全員)の?{_NOUN}(?:です|でございます){_STOP}",
            # 【全庁周知】 / 全庁連絡。
            rf"(?:一斉|緊急)?{_NOUN}(?=[】》〕\])])",
            r"(?:一斉|緊急)?(?:周知|通知|連絡|お知らせ|案内)(?=[:。])",
            rf"(?:必読|必見|要確認|要回答|要対応|要回覧){_FULL_STOP}",
            # 全職員に通知する。庁舎内は終日禁煙とする
            rf"(?:に|へ|に対し(?:て)?){_NOUN}する(?=。[^\x00]{{6}})",
        )
    )
)
"""What announces only as a heading: an act without a direction (全庁周知, 全職員必読), or an order in plain form."""
_HEAD = pattern(r"(?:へ|宛て?|あて|御中|各位|殿|様|さま)?(?:[。、,!:;】》〕>\])]|$)")
# Whom else the audience is named with: 本庁と…, 庁内の…, 市役所で働く….
_ALSO = (
    "(?:(?:本庁|支所|出先(?:機関)?|庁内|庁舎内?|市役所|役所|役場|本?市|町|村|全庁|[全各](?:課|部署|所属|施設|係|部)|正職員"
    "|会計年度任用職員|市長部局|(?:教育|行政)委員会|企業局|水道局|消防|病院|学校|保育園|勤務する|働く|在籍する|所属する|(?:庁舎|庁内|市役所|役所)にいる)"
    "(?:も含めた?|を含む|を含めた?|含む)?(?:の|と|・|、|及び|および|並びに|ならびに|で)?)*"
)
_NOTED = rf"(?:^|[。、,!:;\]】)])(?:重要な?)?{_NOUN}[(<]"
_BEFORE = pattern(
    r"(?:^[(<]?|@\w{1,20}|[。!][(<]|[。、,!:;\]】)【\[《〔\s]|(?:^|[。、,])[^。、,課係室局部班園]{0,6}[市町村庁先]の|、と|(?:この|本)[^。、]{1,8}は、?|から|より|について|につき|とおり|通り|ため|ので"
    rf"|まで、?|本庁・支所・出先|{_NOTED})" + _ALSO + "$"
)
_FROM = pattern(r"(?:^|[。\]】])[^。、,]{1,20}(?:より|から)$")
_TO = pattern(r"(?:^|[。(])(?:to|cc|宛先|あて先|配信先|送信先|周知先|通知先)[::=。]?(?:本?市の)?$")
_FOR = pattern(r"(?:^|。)対象(?:者)?[::=]?(?:本?市の)?$")
_LISTED = pattern("(?:^|。)(?:内容|日時|場所|期限|期間|期日|持ち物|問い?合わ?せ先?)[::。]?")
_PERFORMED = pattern(rf"(?:に|へ)(?:{_HOW}{_NOUN}(?:致します|いたします|します|申し上げます)|{_HOW}{_TELLS}){_STOP}")
_OBJECT = pattern("[をはと]$")
_DRAFT = pattern("下書き|雛形|ひな形|ひながた|文案|案文|草案|例文|原稿|たたき台|文面")
_ASKS = pattern("でしょう|ですか|ますか|確認|直[すし]|見て|教えて|[?？]|どう")
_TALKED_OF = pattern(r"[、,]?(?:と|って|という|など|等|は|が|の(?!お?知らせ|周知|通知|連絡))")
_LATER = pattern(
    r"(?:明日|明後日|来週|来月|後日|あとで|後で|後ほど|のちほど|午後|夕方|これから|今から|昨日|先週|先日|以前|毎年|毎月|前回|次回|いずれ|近く|今度)[^。]{0,14}$"
)
_TOLD = pattern(rf"(?:に|に対し|へ)[、,]?.*(?:{_NOUN}|{_TELLS})")
_CALLS = pattern(
    r"(?:へ|宛て?|あて|各位|殿|皆様|皆さま|皆さん|みなさん|みなさま|みな様|みんな|担当者?様)[。、,!:;】》〕>\])]?$"
)


_NEAR = 400
"""Characters on each side in which the other points of a list are looked for."""


def is_draft(text: str) -> bool:
    """Tell whether a text shows an announcement to ask what others think of it."""
    return bool(_DRAFT.search(text) and _ASKS.search(text))


def announced(text: str, start: int, end: int, origins: list[int], body: int, *, personal: bool) -> int:
    """Return where the announcement that begins with the words for everyone at ``start`` ends, or 0.

    ``origins`` and ``body`` tell where the message's body begins; ``personal``: somebody is mentioned by name.
    """
    before = text[max(0, start - 24) : start]
    whom = _WHOM.match(text, end)
    after = whom.end() if whom else end
    sent_to = _TO.search(before) or (_FOR.search(before) and _LISTED.search(text, max(0, start - _NEAR), end + _NEAR))
    at_head = origins[start] <= body or not before.strip("。【[(<〔《!") or before[-1:] in "。【" or bool(sent_to)
    head = _HEAD.match(text, after)
    called = at_head or bool(_FROM.search(before))
    if called and head and (head.end() > after or sent_to) and (sent_to or _addresses(text[start : head.end()])):
        ended = text[head.end() - 1] in "。!"
        return 0 if not ended and _TALKED_OF.match(text, head.end()) else head.end()
    if _LATER.search(before):
        return 0
    if not _BEFORE.search(before):
        # 停電の日程を全職員に周知します: who is told stands inside the sentence that tells it.
        told = _PERFORMED.match(text, after) if _OBJECT.search(before) else None
        return told.end() if told else 0
    heads = at_head or before[-1:] in "(【[《〔"
    act = _DIRECTED.match(text, after) or (_HEADED.match(text, after) if heads else None)
    if not act:
        return 0
    piece = act[0]
    if piece[0] in "は、,に" and not _TOLD.match(piece) and not at_head:
        return 0
    if personal and re.search("願い|ください|下さい", piece):
        return 0
    return act.end()


def _addresses(words: str) -> bool:
    """Tell whether the head really calls everyone: 「全職員へ」「職員各位」, not 「全職員、50人」."""
    return bool(_CALLS.search(words)) or words[-1] in "】》〕"

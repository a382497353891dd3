"""Who people are: surnames, titles, sections; closed lists, compared by their modern characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

_OLD = "籐髙﨑嵜邉邊齋齊濵濱澤廣嶋嶌櫻國眞惠德瀨藏瀧龍增冨曾檜關條萬圓龜黑𠮷舘鐵桒薗栁槗榮氣實靜淺驒禮壽當會學榎渕淵槇"
_NEW = "藤高崎崎辺辺斎斉浜浜沢広島島桜国真恵徳瀬蔵滝竜増富曽桧関条万円亀黒吉館鉄桑園柳橋栄気実静浅駄礼寿当会学榎淵淵槙"
_MODERN = str.maketrans(_OLD, _NEW)

TITLES = tuple(
    "副市長 市長 副町長 町長 副村長 村長 区長 副知事 知事 教育長 事務局長 支所長 センター長 出張所長 危機管理監 政策監 審議監 技監 統括監 "
    "管理監 専門監 部長 副部長 局長 次長 室長 副室長 課長 副課長 課長補佐 課長代理 補佐 代理 参事 副参事 主幹 副主幹 係長 総括係長 主査 副主査 主任 "
    "主任主査 主席 主事 技師 技手 所長 副所長 署長 消防長 館長 副館長 園長 副園長 校長 教頭 副校長 院長 師長 班長 隊長 分隊長 団長 分団長 "
    "副会長 会長 理事長 理事 副委員長 委員長 副議長 議長 議員 委員 統括 総括 専門員 司令 司令補 リーダー チーフ マネージャー 社長 専務 常務 "
    "保健師 看護師 助産師 保育士 栄養士 学芸員 司書 指導員 相談員 支援員 調理員 用務員 推進員 消防士 消防士長 代表 店長 事務長 支店長 支配人 先輩 先生 主任保育士 主任保健師 調整監 秘書官 幹事 幹事長 監督 所属長 担当課長 担当係長".split()
)
"""Titles of offices; what a name or a section may be followed by in an address."""

UNIT_ENDS = tuple(
    "課 係 室 部 局 班 支所 センター 事務局 出張所 署 分署 消防署 消防本部 公民館 図書館 保育園 保育所 幼稚園 こども園 小学校 中学校 学校 園 組 委員会 "
    "本部 支部 窓口 チーム グループ 病院 診療所 会館 体育館 博物館 美術館 資料館 児童館 福祉館 事業所 事務所 工場 処理場 浄水場 給食センター 市役所 役場 "
    "県庁 本庁 議会 協議会 協会 社協 商工会 農協 自治会 町内会 推進局 担当 庶務担当 隊 団 分団 会社 建設 工業 組合 支店 営業所 "
    "クラブ 教室 学童 交通 館 所 庁舎 分庁舎 財団 公社 公園".split()
)
"""How the name of a section or an office ends."""

UNITS = frozenset(
    "総務 財政 人事 税務 企画 秘書 広報 福祉 環境 土木 建築 建設 農林 商工 観光 教育 防災 危機管理 市民 戸籍 住民 保険 年金 介護 健康 子育て 水道 下水道 会計 "
    "議会 選管 監査 消防 情報 システム 用地 管財 契約 資産税 収納 納税 出納 庶務 学務 国保 都市計画 道路 維持 公園 住宅 生涯学習 文化財 スポーツ 社会教育 農政 林務 "
    "農業委員会 情シス DX 法務 文書 統計 調査 税 給付 保健 地域包括 包括 本庁 支所 当直 宿直 日直 夜勤 受付 当番 電話番 庶務係 新人 新採 新採用 新任 会計年度 "
    "実習生 現場 保育士 保健師 看護師 栄養士 司書 学芸員 消防士 救急 指令 警備 用務 調理 給食 運転手 連絡員 委託先 監理 政策 推進 協働 市民税 資産 営繕 国保年金 障がい 高齢 団員 隊員 スタッフ 担任 係員 嘱託".split()
)
"""Short names of sections and duties, used where the full name would end in 課."""

_COMMON = frozenset(
    "東 西 南 北 泉 橋 港 滝 池 島 浜 川 山 海 城 宮 寺 畑 町 村 金 雪 桜 梅 柿 栗 松 竹 杉 車 石 土 星 月 岸 沖 峠 境 坂 窓 鍵 庭 門 門前 奥 表 裏 上 下 中 "
    "新 本 元 角 隅 福 花 芝 牧 旭 光 平 緑 氷 今 前 後 先 内 外 仲 手 千葉 宮城 福島 山口 石川 長野 香川 秋田 福井 岡山 富山 宮崎 山形 山梨 "
    "徳島 高知 大分 佐賀 三重 滋賀 奈良 新潟 大阪 横浜 神戸 京都 東京 本間 中央 大谷 上野 新田 出口 入口 口 水上 地下 今日 明日 一人 二人 大門 正面 本田 多田 中".split()
)
"""Surnames that are everyday words or places; alone before です they name nobody."""

_NOT_NAMES = frozenset(
    "みな みんな お客 おく たく ふく あおい たから いま あと うえ した なか まえ さき はい みなみ ひがし にし きた".split()
)


def modern(text: str) -> str:
    """Return ``text`` with old forms of characters as the modern ones; its length stays."""
    return text.translate(_MODERN)


def _listed(file: str) -> Iterator[list[str]]:
    """Yield the words of each line of a list beside this file, by their modern characters."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return (line.split() for line in modern(text).splitlines() if not line.startswith("#"))


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    kanji: set[str] = set()
    readings: set[str] = set()
    for reading, *spellings in _listed("surnames.txt"):
        readings.add(reading)
        kanji.update(spellings)
    return frozenset(kanji), frozenset(readings - _NOT_NAMES)


def is_surname(word: str) -> bool:
    """Tell whether a word is a surname, in kanji or in kana."""
    kanji, readings = _surnames()
    if modern(word) in kanji:
        return True
    return len(word) >= 2 and _hiragana(word) in readings


@cache
def _rare_surnames() -> frozenset[str]:
    return frozenset(word for words in _listed("surnames-rare.txt") for word in words)


def is_rare_surname(word: str) -> bool:
    """Tell whether a word is one of the many surnames that few have; a place may be called so, but nothing of every day.

    Asked where something else says that a person is named: a section before it, an honorific behind it.
    """
    return 2 <= len(word) <= 4 and modern(word) in _rare_surnames()


def is_telling_surname(word: str) -> bool:
    """Tell whether a word is a surname and not an everyday word, place or adjective as well."""
    if not is_surname(word) or modern(word) in _COMMON:
        return False
    kana = _hiragana(word)
    return modern(word) in _surnames()[0] or (len(kana) >= 3 and not kana.endswith("い"))


def surname_at(text: str, start: int) -> int:
    """Return the length of the longest surname that begins at ``start``, or 0."""
    kanji, readings = _surnames()
    head = modern(text[start : start + 5])
    for length in range(len(head), 0, -1):
        if head[:length] in kanji:
            return length
    if not "ぁ" <= head[:1] <= "ヶ":
        return 0
    kana = _hiragana(head)
    for length in range(len(kana), 1, -1):
        if kana[:length] in readings:
            return length
    return 0


def surname_before(text: str, end: int) -> int:
    """Return the length of the longest surname that ends at ``end``, or 0."""
    kanji, readings = _surnames()
    tail = modern(text[max(0, end - 5) : end])
    for length in range(len(tail), 0, -1):
        if tail[-length:] in kanji:
            return length
    if not "ぁ" <= tail[-1:] <= "ヶ":
        return 0
    kana = _hiragana(tail)
    for length in range(len(kana), 1, -1):
        if kana[-length:] in readings:
            return length
    return 0


def is_full_name(word: str) -> bool:
    """Tell whether a word is a surname, or a surname with a given name behind it."""
    if is_surname(word):
        return True
    head, blank, rest = word.partition(" ")
    if blank:
        return is_surname(head) and 1 <= len(rest) <= 4 and rest.isalpha()
    length = surname_at(word, 0)
    return length >= 2 and is_given(word[length:])


_GIVEN_ENDS = frozenset(
    "子美郎介太一二三男雄夫也香奈恵代江樹人平吾輔哉希菜音翔蓮陽之彦司治明弘宏博浩隆孝志史里織穂佳乃衣葉月花華斗真由紀枝朗佑祐輝次造蔵助大和哲誠健剛学豊茂勝進修薫忍純愛優結"
)


def is_given(word: str) -> bool:
    """Tell whether a word looks like a given name: short, and ending as given names do."""
    if not 1 <= len(word) <= 4:
        return False
    return word[-1] in _GIVEN_ENDS or all("ぁ" <= c <= "ヶ" for c in word)


def _hiragana(word: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)

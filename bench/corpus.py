"""Writes an invented corpus of municipal chat: seeded, so that every run judges the same messages.

``python bench/corpus.py OUT.jsonl [COUNT] [SEED]``. Every name, number and place in it is made up. About
21 % of the messages hold a violation of the baseline; as many again are near misses (greetings in
quotation marks, 「お疲れ様会」, 「了解が取れたら」, numbers of papers, wrong check digits), because what costs
time is the text that nearly fits. The median is 56 characters.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

SEED = 20261001

_SECTIONS = (
    "総務課 財政課 人事課 税務課 企画課 福祉課 環境課 土木課 建築課 農林課 "
    "商工課 観光課 防災課 市民課 介護保険課 健康課 下水道課"
).split()
_NAMES = (
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 松本 井上 木村 清水 斎藤 長谷川 大澤".split()
)
_TITLES = "課長 係長 主査 主任 部長 補佐".split()
_PLACES = (
    "第2会議室 1階ロビー 本庁3階 南分庁舎 議場 倉庫棟 文化会館 総合体育館 浄水場 北公民館 給食センター 南小学校".split()
)
_TOWNS = "旭町 栄町 緑町 東町 若松町 本町 桜木町 富士見町".split()
_THINGS = (
    "議事録 集計表 様式2-1 起案文書 予算要求の資料 名簿 案内状 配車表 "
    "点検表 仕様書 見積書 工事写真 広報の原稿 チラシ 貸出簿 "
    "契約書の案 避難所の鍵 公用車 発電機 印刷機 封筒 ヘルメット 消火器 投票箱 受付の端末 住民票の写し 納付書 図面 議案"
).split()
_VERBS = (
    "を共有フォルダに置きました|を差し替えました|が届いています|を確かめてください|の数が合いません|を窓口に回しました|"
    "の締切を1日延ばしました|を総務課に返しました|が見当たりません|を来週までに直します|を3部印刷しました|の写しを受け取りました|"
    "について業者から回答がありました|を午後に搬入します|の様式が変わりました|を更新しました"
).split("|")
_MORE = (
    "不明な点は内線{ext}へ連絡してください|前回の分は棚の上から2段目です|参加は{n}人で、残りの席は{m}です|雨のときは翌日に延ばします|"
    "担当は{name}さんから{other}さんに替わりました|詳しくは{section}の掲示を見てください|{hour}時に{place}へ集まります|"
    "受付番号は{paper}です|{town}から見積りが{n}件出ています|決裁は{title}まで済みました|鍵は警備室で受け取れます|"
    "数字は{year}年度の実績で、前年より{n}件増えました|修繕費は{money}円の見込みです|市民からの問い合わせが{n}件ありました|"
    "名札と筆記用具を持ってきてください|終わったら端末の電源を切ってください|結果は{day}日の朝礼で報告します|"
    "駐車場は北側の{m}台分を空けています|通行止めは{day}日の{hour}時から{hour}時30分までです|昨年は{n}人の方が来られました"
).split("|")
_WHEN = "今日の|明日の|来週の|{day}日の|{hour}時からの|午前の|定例会の|{town}の|{section}の|{place}の||||".split("|")

_GREETINGS = (
    "お疲れ様です。|お疲れさまです！ |おつかれさまです。|お世話になっております。|"
    "いつもお世話になっております。|おはようございます。|"
    "おはようございます☀ |こんにちは。|ｵﾂｶﾚｻﾏﾃﾞｽ。|お疲れ様です(^^) |【共有】お疲れ様です。|ご苦労様です。|失礼します。"
).split("|")
_CLOSINGS = (
    "。よろしくお願いします。|。よろしくお願いいたします|。宜しくお願い致します。|。どうぞよろしくお願いします🙇|。以上です。|"
    "。取り急ぎご連絡まで。|。ご確認のほどよろしくお願いします"
).split("|")
_ACKNOWLEDGEMENTS = (
    "了解しました|了解です！|承知しました。|承知いたしました|確認しました。ありがとうございます|ありがとうございます😊|りょうかいです〜|"
    "はい、承知しました|@{name} 了解しました|拝見しました"
).split("|")
_ADDRESSEES = "{section} {name}様\n|{name}{title}\n|{name}さん、|関係者各位\n|{section}御中\n|{name}課長、".split("|")
_INTRODUCTIONS = "{section}の{name}です。|{section} {name}です。|お世話になります。{section}の{name}です。".split("|")
_SUBJECTS = "件名：{thing}について\n|【件名】{thing}の提出\n|Re: {thing}の件\n".split("|")
_NOTICES = "全職員へお知らせします。|職員の皆様に周知します。|全庁に周知します。|全職員各位\n".split("|")
_CHAT = (
    "@{name} さっきの件、{hour}時でどうですか？|{name}さん、まだ席にいますか？|了解しました。{hour}時に待ってます！|"
    "それ私も気になってました笑|ありがとうございます！助かります。また明日話しましょう"
).split("|")
_NEAR = (
    "「お疲れ様です」と書かなくてよいことになりました。|お疲れ様会は{day}日です。|お世話になった方へのはがきを{n}枚用意します。|"
    "了解が取れたら{thing}を出します。|同様、{thing}も直します。|参加は{n}人以上です。|{name}さんが休みなので{thing}は明日にします。|"
    "伝票番号 {wrong} の納品を待っています。|契約番号{paper}は更新済みです。|{town}2丁目で漏水しています。|"
    "生年月日の欄が空欄の申請が{n}件あります。|0120-{p4}-{p3}に電話が集中しています。|全職員向けの掲示は来週出します。|"
    "> お疲れ様です\nこの書き出しは要りません。|おはよう号の時刻表が変わりました。|"
    "件名が空のままの文書が{n}件あります。|"
    "昨日の応援は{name}係長が出ました。|普通郵便で{n}通送りました。|市長の了解を得ました。|{year}/{m}/{day}の議事録を探しています。|"
    "仕様書の{m}ページを差し替えます。|こんにちは赤ちゃん訪問は今月{n}件です。|印刷をよろしくお願いできるか聞いています。"
).split("|")
_PERSONAL: tuple[Callable[[random.Random], str], ...] = (
    lambda r: f"連絡先は090-{r.randrange(10_000):04}-{r.randrange(10_000):04}です",
    lambda r: f"０３−{r.randrange(1000, 10_000)}−{r.randrange(10_000):04}に折り返してください".translate(_WIDE),
    lambda r: f"返信は user{r.randrange(10_000)}@example.jp までとのことです",
    lambda r: f"{r.choice(_TOWNS)}{r.randrange(1, 9)}-{r.randrange(1, 30)}-{r.randrange(1, 30)}の住宅です",
    lambda r: f"口座は南支店 普通 {r.randrange(1_000_000, 10_000_000)} です",
    lambda r: f"昭和{r.randrange(20, 64)}年{r.randrange(1, 13)}月{r.randrange(1, 29)}日生の方です",
    lambda r: f"個人番号 {individual_number(r)} が書かれた紙が届きました",
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def individual_number(r: random.Random, *, wrong: bool = False) -> str:
    """Return twelve invented digits with the right check digit, or with a wrong one."""
    digits = [r.randrange(10) for _ in range(11)]
    rest = sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    check = 0 if rest <= 1 else 11 - rest
    return "".join(map(str, [*digits, (check + 1) % 10 if wrong else check]))


class Writer:
    """Writes one message after another."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def fill(self, pattern: str) -> str:
        """Put invented things where a pattern names them."""
        r = self.r
        if "{" not in pattern:
            return pattern
        return pattern.format(
            section=r.choice(_SECTIONS),
            name=r.choice(_NAMES),
            other=r.choice(_NAMES),
            title=r.choice(_TITLES),
            place=r.choice(_PLACES),
            town=r.choice(_TOWNS),
            thing=r.choice(_THINGS),
            n=r.randrange(2, 90),
            m=r.randrange(1, 12),
            day=r.randrange(1, 29),
            hour=r.randrange(8, 20),
            ext=r.randrange(1000, 9999),
            year=r.randrange(2019, 2027),
            money=f"{r.randrange(10, 900)},000",
            paper=f"{r.randrange(100, 999)}-{r.randrange(10_000, 99_999)}",
            wrong=individual_number(r, wrong=True),
            p3=f"{r.randrange(1000):03}",
            p4=f"{r.randrange(1000):03}",
        )

    def sentence(self) -> str:
        """Return one plain sentence of work, without its stop."""
        r = self.r
        return self.fill(r.choice(_WHEN) + "{thing}" + r.choice(_VERBS))

    def body(self) -> str:
        """Return the content of a message: one to six sentences, seldom many."""
        r = self.r
        count = r.choices((1, 2, 3, 4, 6, 30), (7, 23, 33, 22, 14.6, 0.4))[0]
        pieces = [self.sentence(), *(self.fill(r.choice(_MORE)) for _ in range(count - 1))]
        return ("\n" if r.random() < 0.15 else "。").join(pieces)

    def message(self, number: int) -> dict[str, Any]:
        """Return one message of the corpus."""
        r = self.r
        channel = r.choices(("talk", "bulletin", "external"), (84, 11, 5))[0]
        roll = r.random()
        if roll < 0.235:
            text = self.violation(channel)
        elif roll < 0.47:
            text = self.fill(r.choice(_NEAR)) + (self.body() if r.random() < 0.7 else "")
        else:
            text = self.body()
            text += r.choice(("", "", "。", "。", "！", " 🙇"))
        return {"id": f"m{number:07}", "text": text, "channel": channel, "zone": r.choice(("internet", "admin"))}

    def violation(self, channel: str) -> str:
        """Return a message that a rule of its channel raises."""
        r = self.r
        roll = r.random()
        if channel == "external" or roll < 0.24:
            return f"{self.body()}。{r.choice(_PERSONAL)(r)}"
        if channel == "bulletin":
            return self.fill(r.choice(_CHAT))
        if roll < 0.42:
            return r.choice(_GREETINGS) + self.body()
        if roll < 0.58:
            return self.body() + r.choice(_CLOSINGS)
        if roll < 0.72:
            return self.fill(r.choice(_ACKNOWLEDGEMENTS))
        if roll < 0.94:
            pattern = r.choice((_ADDRESSEES, _INTRODUCTIONS, _SUBJECTS, _NOTICES))
            return self.fill(r.choice(pattern)) + self.body()
        head = self.fill(r.choice(_ADDRESSEES)) + r.choice(_GREETINGS) + self.fill(r.choice(_INTRODUCTIONS))
        return head + self.body() + r.choice(_CLOSINGS)


def messages(count: int, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Yield ``count`` messages; the same ones for the same seed."""
    writer = Writer(seed)
    for number in range(count):
        yield writer.message(number)


def write(path: Path, count: int, seed: int = SEED) -> Path:
    """Write a corpus as JSON Lines, unless the file is there already with as many messages."""
    mark = path.with_suffix(f".{seed}.{count}")
    if path.is_file() and mark.is_file() and mark.stat().st_mtime_ns >= Path(__file__).stat().st_mtime_ns:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as stream:
        for message in messages(count, seed):
            stream.write(json.dumps(message, ensure_ascii=False) + "\n")
    mark.touch()
    return path


if __name__ == "__main__":
    _, out, *rest = sys.argv
    write(Path(out), *map(int, rest or ["200000"]))

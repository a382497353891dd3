"""The document: complete in itself, readable by all, and deaf to what a clause's text tries."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from guideline.bundle.model import Text
from guideline.publish import EDITIONS, FORMATS, document, staff_card
from guideline.publish.pages import TEMPLATES

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.tags, self.text = [], [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        named = dict(attrs)
        if "id" in named:
            self.ids.append(named["id"])
        if "href" in named:
            self.links.append(named["href"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else at {self.getpos()}"

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)

    def words(self):
        return " ".join(" ".join(self.text).split())


PAGES = [(edition, lang) for edition in EDITIONS for lang in ("ja", "en")]


@pytest.fixture(params=PAGES, ids="-".join)
def page(request, kakuu):
    edition, lang = request.param
    return Page(document(kakuu, "html", lang, edition=edition))


def test_every_link_leads_to_an_anchor_of_the_page(page):
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


def test_every_clause_has_its_id_as_anchor_once(page, kakuu):
    for clause in kakuu.clauses:
        assert page.ids.count(clause.id) == 1


def test_nothing_is_loaded_and_no_script_runs(page):
    for tag, attrs in page.tags:
        assert tag not in ("script", "link", "img", "iframe", "object", "embed", "form")
        assert not {name for name in attrs if name.startswith("on") or name in ("src", "style", "srcset")}


def test_the_style_is_the_one_that_the_policy_permits(kakuu):
    text = document(kakuu, "html", "ja")
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert "http" not in style
    assert "url(" not in style
    assert "@import" not in style


def test_headings_do_not_skip_a_level(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_headers(page):
    tables = [tag for tag, _ in page.tags if tag == "table"]
    assert len([attrs for tag, attrs in page.tags if tag == "th" and attrs.get("scope") == "col"]) >= 2 * len(tables)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_the_reader_finds(kakuu, edition):
    words = Page(document(kakuu, "html", "ja", edition=edition)).words()
    for said in (
        "架空市チャット運用ガイドライン",
        "施行日 令和8年10月1日",
        "第8条 挨拶の定型句を置かない",
        "第8条の2 了解はスタンプで伝える",
        "良い例 14時の会議は第2会議室です。",
        "外部とのトーク お世話になっております。",
        "悪い例 お疲れ様です。14時の会議は第2会議室です。",
        "🙆 了解 読んで確認した",
        "電話をかけるまでの時間 5分 令和8年4月1日 小さいほど厳しい",
        "水準を下げた kakuu 試行のため",
        "S2 三条市の公開事例",
        "1.2.0 令和8年10月1日 掲示板の使い方を加えた",
        "管理者は記録を読むことがあります",
        "上に重ねる要領で緩めることはできません",
        f"kakuu 1.2.0 ／ 基準日 令和8年10月1日 内容の指紋（SHA-256） {'ab' * 32}",
    ):
        assert said in words


def test_only_the_coverage_edition_shows_how_clauses_are_held(kakuu):
    reader = Page(document(kakuu, "html", "ja")).words()
    coverage = Page(document(kakuu, "html", "ja", edition="coverage")).words()
    for said in (
        "サーバー設定 synapse の federation_domain_whitelist は 団体ごとの値（peers） とします。",
        "通信 連合先からチャットサーバーへの通信（tcp/8448）を通します。",
        "庁外からマイナンバー系へは、何台を経由しても通信（すべてのポート）を通しません。",
        "台帳「端末」を確かめます（承認がある・期限が切れていない）。",
        "「安否確認」が未読のまま5分たつと、電話をかける相手として一覧に載せます。",
        "危機管理課が365日ごとに「安否確認の訓練を行いましたか。」に答え、証拠を残します。",
        "この条は機械では確かめられません。人の約束で守ります。",
        "この条を守る仕組みは、まだありません。",
        "全8条のうち、機械で確かめるもの 5、文書に明記するもの 1、人の約束によるもの 1、仕組みのないもの 1。",
    ):
        assert said in coverage
        assert said not in reader


def test_english_says_what_is_normative_and_what_is_stale(kakuu):
    text = document(kakuu, "html", "en")
    words = Page(text).words()
    assert '<html lang="en">' in text
    assert "The Japanese text is normative." in words
    assert "this translation is out of date" in words
    assert "Start with the matter itself." in words
    assert '<span lang="ja">用件を確認したときは、スタンプで伝えるよう努める。</span>' in text


def test_japanese_does_not_speak_of_translations(kakuu):
    words = Page(document(kakuu, "html", "ja")).words()
    assert "古くなっています" not in words
    assert "正文" not in words


HOSTILE = "</p></style><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %} & \"' | `x` [a](http://evil) # *b*"


@pytest.mark.parametrize("edition", EDITIONS)
def test_hostile_text_is_shown_and_never_obeyed(kakuu, edition):
    text = Text(HOSTILE, HOSTILE)
    clauses = tuple(
        replace(
            clause, title=text, text=text, why=text, controls=tuple(replace(c, rule=HOSTILE) for c in clause.controls)
        )
        for clause in kakuu.clauses
    )
    stickers = tuple(replace(sticker, label=text, meaning=text, reaction=HOSTILE) for sticker in kakuu.stickers)
    hostile = replace(
        kakuu,
        title=text,
        authority=text,
        version=HOSTILE,
        clauses=clauses,
        stickers=stickers,
        documents={HOSTILE: {"title": {"ja": HOSTILE}, "url": HOSTILE}},
        history=({"version": HOSTILE, "date": HOSTILE, "reason": {"ja": HOSTILE}},),
    )
    calm = Page(document(kakuu, "html", "ja", edition=edition))
    page = Page(document(hostile, "html", "ja", edition=edition))
    assert {tag for tag, _ in page.tags} <= {tag for tag, _ in calm.tags} | {"code"}
    assert HOSTILE in "".join(page.text)
    Page(staff_card(hostile, "ja"))
    shown = document(hostile, "markdown", "ja", edition=edition)
    assert "<script" not in shown
    assert "<img" not in shown
    assert not re.search(r"(?<!\\)\]\(http", shown)
    assert "49" not in shown.replace("-49", "")


def test_templates_refuse_what_they_do_not_know():
    """A misspelt name in a template is an error, never an empty place."""
    import jinja2

    from guideline.publish.pages import _environment

    for format in FORMATS:
        with pytest.raises(jinja2.UndefinedError):
            _environment(format).from_string("{{ g.titel }}").render(g=object())


def test_markdown_has_every_clause_once_and_leads_to_it(kakuu):
    text = document(kakuu, "markdown", "ja")
    for clause in kakuu.clauses:
        assert text.count(f'<a id="{clause.id}"></a>') == 1
        assert text.count(f"](#{clause.id})") == 1
    assert "### 第8条 挨拶の定型句を置かない" in text
    assert "> お疲れ様です。14時の会議は第2会議室です。" in text
    assert "\n\n\n" not in text


def test_markdown_tables_have_as_many_cells_as_their_header(kakuu):
    tables = re.findall(r"(?:^\|.*\n)+", document(kakuu, "markdown", "ja", edition="coverage"), re.MULTILINE)
    assert len(tables) == 5
    for table in tables:
        cells = {len(re.split(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(cells) == 1, table


def test_a_guideline_of_one_clause_without_anything_else(kakuu):
    bare = replace(
        kakuu,
        clauses=kakuu.clauses[-1:],
        parameters={},
        stickers=(),
        documents={},
        loosenings=(),
        history=(),
        effective_from=None,
    )
    for format in FORMATS:
        for edition in EDITIONS:
            assert "思いやり" in document(bare, format, "ja", edition=edition)
    assert "基準より緩めている条はありません" in document(bare, "html", "ja")


def test_the_staff_card_has_no_example_of_private_data(kakuu):
    greeting = kakuu.clauses[0]
    private = replace(
        greeting,
        id="privacy.phone",
        controls=tuple(
            replace(control, rule="privacy/phone-number", clause="privacy.phone") for control in greeting.controls
        ),
    )
    card = Page(staff_card(replace(kakuu, clauses=(*kakuu.clauses, private)), "ja")).words()
    assert card.count("お疲れ様です。14時の会議は第2会議室です。 → 14時の会議は第2会議室です。") == 1
    assert "書かないもの" in card


# ---------------------------------------------------------------- colours (WCAG 2.2, 1.4.3)


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *((ink, "paper") for ink in ("ink", "faint", "link", "must", "should", "may", "good", "bad", "gap")),
    ("ink", "panel"), ("ink", "good-panel"), ("ink", "bad-panel"), ("gap", "gap-panel"),
    ("faint", "good-panel"), ("faint", "bad-panel"),
]  # fmt: skip


@pytest.mark.parametrize("at", [0, 1, 2], ids=["light", "dark", "print"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast(at, ink, ground):
    schemes = re.findall(r":root \{(.*?)\}", (TEMPLATES / "style.css").read_text("utf-8"), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", schemes[at]))
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_contrast_is_measured_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5

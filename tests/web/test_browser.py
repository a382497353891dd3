"""The pages in Debian's Chromium: what is typed, underlined, mended, kept back; no request leaves for elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.looking import CONTRAST, NAMELESS, SIZES, SMALL, InputMethod, Watched, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser, listen: Callable[..., tuple[str, int]]) -> Iterator[Callable[..., Page]]:
    """Open a page; when all is done, nothing was asked of elsewhere and nothing was complained of."""
    host, port = listen()
    watched = Watched(browser)

    def go(path: str = "/", size: str = "desk", **options: Any) -> Page:
        page = watched.open(size, **options)
        page.goto(f"http://{host}:{port}{path}")
        return page

    go.complaints = watched.complaints
    go.asked = watched.asked
    yield go
    watched.close(f"http://{host}:{port}/")


def write(page: Page, text: str) -> None:
    """Fill in a draft and wait for what is said of it."""
    page.fill("#text", text)
    page.wait_for_function(
        "() => document.querySelector('.overlay mark') || /ありません/.test(document.querySelector('#result-title').textContent)"
    )


def underlined(page: Page) -> list[str]:
    return page.locator(".overlay mark").all_text_contents()


def posts(visit) -> list[str]:
    return [url for url in visit.asked if "/api/lint" in url or "/api/fix" in url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", "/guideline", "/guideline?q=挨拶", "/state", "/?lang=en", "/no"])
def test_a_page_can_be_read_by_everybody(visit, path, size, scheme):
    page = visit(path, size, color_scheme=scheme)
    if path == "/":
        write(page, "お疲れ様です。全職員の皆様へお知らせします。了解しました。\nよろしくお願いいたします。")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(NAMELESS) == []
    assert violations(page) == []
    if path == "/no":
        assert len(visit.complaints) == 1
        visit.complaints.clear()


def test_the_checks_of_reading_see_what_is_wrong(visit):
    page = visit()
    page.evaluate(
        "() => { const a = document.createElement('button'); a.id = 'text'; a.style.cssText = 'color:#999;background:#aaa;"
        "min-height:1px;height:9px;padding:0'; document.body.append(a); const b = document.createElement('p');"
        "b.style.cssText = 'color:#999;background:#aaa'; b.textContent = 'faint'; document.body.append(b); }"
    )
    assert len(page.evaluate(CONTRAST)) == 1
    assert len(page.evaluate(SMALL)) == 1
    assert len(page.evaluate(NAMELESS)) == 2
    assert any(one.startswith("color-contrast") for one in violations(page))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("お疲れ様です。会議です", ["お疲れ様です"]),
        ("𠮷田👨‍👩‍👧🏽。\nか\u3099んは\u3099って。全職員の皆様へお知らせします", ["全職員の皆様へお知らせします"]),
        ("📣お疲れ様です。停電です\nよろしくお願いいたします。", ["お疲れ様です", "よろしくお願いいたします"]),
        ("明日の会議は第2会議室です", []),
    ],
)
def test_underlines_stand_under_what_is_meant(visit, text, expected):
    page = visit()
    write(page, text)
    assert underlined(page) == expected


def test_underlines_lie_where_the_letters_are(visit):
    """The overlay breaks lines as the field does, with and without a scroll bar."""
    page = visit(size="phone")
    write(page, "明日の会議は十時から、第二会議室で行います。" * 40 + "\nよろしくお願いいたします。")
    assert page.evaluate(
        "() => { const a = document.getElementById('text'), o = document.querySelector('.overlay');"
        "return [Math.abs(a.scrollHeight - o.scrollHeight) < 3, a.clientWidth - o.clientWidth] }"
    ) == [True, 0]
    page.evaluate("document.getElementById('text').scrollTop = 99999")
    page.wait_for_timeout(100)
    assert page.evaluate(
        "Math.abs(document.getElementById('text').scrollTop - document.querySelector('.overlay').scrollTop) < 3"
    )


def test_mend_one_mend_all_undo(visit):
    page = visit()
    text = "お疲れ様です。𠮷田さんの会議は3時です。よろしくお願いいたします。"
    write(page, text)
    page.get_by_role("button", name="1 を直す").click()
    assert page.input_value("#text") == "𠮷田さんの会議は3時です。よろしくお願いいたします。"
    page.click("#mend-all")
    page.wait_for_function("() => document.getElementById('text').value === '𠮷田さんの会議は3時です。'")
    page.click("#undo")
    page.click("#undo")
    assert page.input_value("#text") == text
    assert not page.is_visible("#undo")


def test_the_sticker_and_the_board(visit):
    page = visit()
    write(page, "了解しました")
    assert page.locator(".sticker").inner_text().endswith("了解")
    write(page, "全職員の皆様へお知らせします。明日は停電です")
    page.get_by_role("button", name="掲示板として確かめる").click()
    page.wait_for_function("() => !document.querySelector('.overlay mark')")
    assert page.is_checked("input[name=channel][value=bulletin]")


@pytest.mark.parametrize(
    "text",
    [
        "電話は090-1234-5678です",
        "個人番号 1234 5678 9018",
        "taro@example.jp へ",
        "旭町2-4-16の民家で冠水しています",
        "平成29年9月12日生の児童です",
        "振込先は本店 普通 1234567 です",
        "お疲れ様です。０９０ー１２３４ー５６７８",
    ],
)
def test_personal_data_never_leaves_the_device(visit, text):
    page = visit()
    write(page, text)
    page.click("#mend-all")
    page.get_by_role("button", name="確かめる", exact=True).click()
    page.wait_for_timeout(300)
    assert "サーバーへ送っていません" in page.inner_text("#found")
    assert posts(visit) == []
    write(page, "電話は内線2345です。了解しました")
    page.wait_for_timeout(300)
    assert len(posts(visit)) == 1


def test_without_javascript_the_button_does_it(visit):
    page = visit("/", "phone", java_script_enabled=False)
    page.fill("#text", "お疲れ様です。\n会議です")
    page.get_by_role("button", name="確かめる", exact=True).click()
    assert page.locator("mark").all_inner_texts() == ["お疲れ様です"]
    page.get_by_role("button", name="1 を直す").click()
    assert page.input_value("#text") == "会議です"
    page.get_by_role("button", name="元に戻す").click()
    assert page.input_value("#text") == "お疲れ様です。\n会議です"


def test_offline_and_huge_drafts_stay_in_the_field(visit):
    page = visit()
    page.context.set_offline(True)
    page.fill("#text", "お疲れ様です。会議です")
    page.wait_for_function("() => /判定できませんでした/.test(document.getElementById('note').textContent)")
    page.context.set_offline(False)
    page.fill("#text", "長い話です。" * 12_000)
    page.wait_for_function("() => /KB/.test(document.getElementById('note').textContent)")
    assert len(page.input_value("#text")) == 72_000
    write(page, "お疲れ様です。会議です")
    assert page.inner_text("#note") == ""
    assert all("Failed to load resource" in one for one in visit.complaints)
    visit.complaints.clear()


WATCH = """() => {
  globalThis.seen = [];
  const overlay = document.querySelector(".overlay"), area = document.getElementById("text");
  new MutationObserver(() => seen.push([...overlay.querySelectorAll("mark")].map((one) => one.textContent)))
    .observe(overlay, { childList: true });
  globalThis.ends = 0;
  area.addEventListener("compositionend", () => { ends += 1; });
}"""


def test_nothing_is_judged_while_an_input_method_composes(visit):
    """As the browser's own input method does it: the letters stand in the field before they are chosen."""
    page = visit()
    method = InputMethod(page, "#text")
    for reading in ("お", "おつ", "おつかれ", "おつかれさまです", "お疲れ様です"):
        method.compose(reading)
        page.wait_for_timeout(120)
    assert page.input_value("#text") == "お疲れ様です"
    assert posts(visit) == []
    assert underlined(page) == []
    method.choose("お疲れ様です。")
    page.wait_for_function("() => document.querySelector('.overlay mark')")
    assert page.input_value("#text") == "お疲れ様です。"
    assert len(posts(visit)) == 1


def test_what_is_found_neither_flickers_nor_breaks_a_composition(visit):
    page = visit()
    write(page, "お疲れ様です。会議です。よろしくお願いいたします。")
    marks = ["お疲れ様です", "よろしくお願いいたします"]
    assert [one.rstrip("。") for one in underlined(page)] == marks
    page.evaluate(WATCH)
    page.evaluate(
        "() => { const a = document.getElementById('text'); a.focus(); a.selectionStart = a.selectionEnd = 10; }"
    )
    listed = page.inner_text("#found")
    method = InputMethod(page, "#text")
    for reading in ("あ", "あし", "あした", "明日", "𠮷野さん"):
        method.compose(reading)
        page.wait_for_timeout(80)
        assert page.inner_text("#found") == listed
    assert page.evaluate("ends") == 0
    assert page.input_value("#text") == "お疲れ様です。会議で𠮷野さんす。よろしくお願いいたします。"
    method.choose("𠮷野さん")
    page.wait_for_timeout(400)
    assert page.evaluate("ends") == 1
    seen = page.evaluate("seen")
    assert len(seen) >= 6
    assert all([one.rstrip("。") for one in each] == marks for each in seen), seen
    # A composition that is given up leaves the text as it was.
    method.compose("やめる")
    method.compose("")
    assert page.input_value("#text") == "お疲れ様です。会議で𠮷野さんす。よろしくお願いいたします。"


def test_marks_stay_with_their_letters_while_one_types(visit):
    page = visit()
    write(page, "会議です。よろしくお願いいたします。")
    page.evaluate(WATCH)
    page.evaluate(
        "() => { const a = document.getElementById('text'); a.focus(); a.selectionStart = a.selectionEnd = 0; }"
    )
    page.keyboard.type("12345", delay=30)
    page.wait_for_timeout(400)
    assert all([one.rstrip("。") for one in each] == ["よろしくお願いいたします"] for each in page.evaluate("seen"))
    # What is changed within a mark is no longer what was judged.
    page.context.set_offline(True)
    page.evaluate("() => { const a = document.getElementById('text'); a.selectionStart = a.selectionEnd = 14; }")
    page.keyboard.press("Backspace")
    assert underlined(page) == []
    page.wait_for_timeout(300)
    visit.complaints.clear()


def test_a_button_beside_a_text_that_has_changed_mends_nothing_else(visit):
    page = visit()
    write(page, "お疲れ様です。会議です")
    page.evaluate(
        "() => { const a = document.getElementById('text'); a.value = '至急です。' + a.value;"
        "[...document.querySelectorAll('.finding button')].find((one) => /直す/.test(one.textContent)).click(); }"
    )
    page.wait_for_timeout(300)
    assert page.input_value("#text") == "至急です。お疲れ様です。会議です"


def test_the_keyboard_alone_is_enough(visit):
    page = visit(java_script_enabled=False)
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.locator(":focus").evaluate("(one) => one.name || one.textContent.trim()")
            if page.locator(":focus").count()
            else ""
        )
    assert seen[0] == "本文へ移動"
    for name in ("channel", "zone", "text", "do"):
        assert name in seen


def test_markup_in_a_draft_is_shown_as_text(visit):
    page = visit()
    write(page, "お疲れ様です<img src=x onerror=alert(1)>\n<script>alert(2)</script>")
    assert page.locator("main img, main script").count() == 0

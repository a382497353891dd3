"""Browsers talk in a room of the embedded Synapse: nothing here is played by anybody else."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.looking import SIZES, InputMethod, Watched, readable
from tests.web.talking import TrialSite

pytestmark = pytest.mark.browser

SENT = "() => /送りました/.test(document.getElementById('said').textContent)"


@pytest.fixture
def person(browser: Browser, site: TrialSite) -> Iterator[Callable[..., Page]]:
    """Log in as somebody in a browser of their own; nothing is asked of elsewhere, nothing complained of."""
    watched = Watched(browser)

    def log_in(user: str, size: str = "desk", **options: Any) -> Page:
        page = watched.open(size, **options)
        page.goto(f"{site.page}/rooms")
        page.fill("#user", user)
        page.fill("#password", site.password(user))
        page.get_by_role("button", name="ログインする").click()
        page.wait_for_url("**/rooms?lang=ja")
        return page

    log_in.complaints = watched.complaints
    yield log_in
    watched.close(site.page)


def shows(page: Page, words: str, where: str = "live") -> None:
    page.wait_for_function(f"(words) => document.getElementById('{where}').textContent.includes(words)", arg=words)


def sticker(page: Page, label: str) -> None:
    """Wait for a sticker: drawn, and come through whole; or in words where nothing was drawn."""
    page.wait_for_function(
        """(label) => [...document.querySelectorAll("#live .art")].some((one) => one.alt.includes(label) && one.naturalWidth >= 128)
        || [...document.querySelectorAll("#live .sticker")].some((one) => one.textContent.includes(label))""",
        arg=label,
    )


def write(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.click("#send")


def test_two_browsers_talk(person, site):
    sato, suzuki = person("sato"), person("suzuki", "phone")
    for page in (sato, suzuki):
        page.goto(site.page + site.room("talk"))
    write(sato, "3時に𠮷田さんと第2会議室へ伺います👨‍👩‍👧")
    sato.wait_for_function(SENT)
    assert sato.input_value("#text") == ""
    shows(suzuki, "𠮷田さんと第2会議室へ伺います👨‍👩‍👧")
    shows(sato, "既読 1")
    suzuki.locator(".sticker-row button", has_text="了解").click()
    sticker(sato, "了解")
    # A reply by sticker is a reaction to the post itself.
    suzuki.get_by_role("link", name=re.compile("佐藤.*返信")).last.click()
    suzuki.wait_for_url("**to=*")
    suzuki.locator(".sticker-row button", has_text="感謝").click()
    suzuki.wait_for_function(SENT)
    shows(sato, "🙏 1")
    # @ offers the people of the room.
    sato.type("#text", "@鈴")
    sato.locator("#candidates button", has_text="鈴木").click()
    assert sato.input_value("#text") == "@鈴木 一郎（総務課） "
    sato.type("#text", "資料は机にあります")
    sato.click("#send")
    sato.wait_for_function(SENT)
    shows(suzuki, "あなた宛て")


def test_what_is_advised_is_shown_first(person, site):
    page = person("tanaka")
    page.goto(site.page + site.room("talk"))
    write(page, "お疲れ様です。4時に伺います")
    shows(page, "まだ送っていません", "said")
    assert page.locator(".overlay mark").all_text_contents() == ["お疲れ様です"]
    page.get_by_role("button", name="1 を直す").click()
    assert page.input_value("#text") == "4時に伺います"
    page.click("#undo")
    page.click("#send")
    shows(page, "まだ送っていません", "said")
    page.click("#anyway")
    page.wait_for_function(SENT)
    shows(page, "お疲れ様です。4時に伺います")


def test_what_the_module_refuses_is_refused_here_in_its_words(person, site):
    page = person("sato")
    page.goto(site.page + site.room("board"))
    page.fill("#title", "停電点検")
    write(page, "10月1日（木）に庁舎の停電点検を行います。")
    shows(page, "第40条", "refused")
    assert page.input_value("#text") == "10月1日（木）に庁舎の停電点検を行います。"
    assert page.input_value("#title") == "停電点検"
    page.goto(site.page + site.room("talk"))
    # Personal data is held on the device first; whoever insists meets the server.
    write(page, "番号は202610011235です")
    shows(page, "個人番号", "said")
    page.click("#anyway")
    shows(page, "第14条", "refused")
    assert all("403" in one for one in person.complaints)
    person.complaints.clear()
    page.reload()
    assert "202610011235" not in page.inner_text("#live")


def test_a_board_with_who_has_not_read(person, site):
    mori, ito = person("mori"), person("ito", "phone")
    for page in (mori, ito):
        page.goto(site.page + site.room("board"))
    mori.fill("#title", "停電点検のお知らせ")
    mori.check("#must")
    write(mori, "11月30日に庁舎の停電点検を行います。")
    mori.wait_for_function(SENT)
    shows(ito, "停電点検のお知らせ")
    line = ito.locator(".notice", has_text="停電点検").first
    assert "未読" in line.inner_text()
    assert "必読" in line.inner_text()
    ito.goto(f"{site.page}/rooms")
    assert "必読の未読 1" in ito.inner_text("main")
    mori.locator(".notice a").first.click()
    mori.wait_for_url("**/notices/**")
    names = mori.locator(".names").inner_text()
    assert "伊藤 健" in names
    assert "お世話係" not in names
    ito.goto(site.page + site.room("board"))
    ito.locator(".notice a").first.click()
    ito.wait_for_url("**/notices/**")
    assert "11月30日に" in ito.inner_text("main")
    assert ito.locator(".names").count() == 0
    mori.reload()
    assert "伊藤 健" not in mori.locator(".names").inner_text()
    assert "4 人のうち 1 人" in mori.inner_text("main")
    ito.goto(f"{site.page}/rooms")
    assert "未読" not in ito.locator(".room", has_text="全庁掲示板").inner_text()


def test_without_javascript(person, site):
    page = person("sato", "phone", java_script_enabled=False)
    page.goto(site.page + site.room("talk"))
    write(page, "お疲れ様です。5時に伺います")
    assert "まだ送っていません" in page.inner_text("#said")
    page.get_by_role("button", name="1 を直す").click()
    assert page.input_value("#text") == "5時に伺います"
    page.locator(".mention summary").click()
    page.get_by_role("checkbox", name="鈴木 一郎").check()
    page.get_by_role("button", name="送る", exact=True).click()
    assert "@鈴木 一郎（総務課） 5時に伺います" in page.inner_text("#latest")
    page.locator(".sticker-row button").first.click()
    assert "了解" in page.locator("#latest .body").inner_html()
    page.goto(f"{site.page}/rooms")
    page.get_by_role("button", name="ログアウト", exact=True).click()
    assert "ログアウトしました" in page.inner_text("main")


def test_a_log_in_that_ends_elsewhere_is_said_and_the_draft_stays(person, site):
    page, other = person("mori"), person("mori")
    page.goto(site.page + site.room("talk"))
    page.fill("#text", "書きかけです")
    other.get_by_role("button", name="すべての端末からログアウト").click()
    page.click("#send")
    shows(page, "ログインの有効な時間が過ぎました", "said")
    assert page.input_value("#text") == "書きかけです"
    assert all("401" in one for one in person.complaints)
    person.complaints.clear()


def test_a_broken_line_and_a_huge_paste_leave_the_draft(person, site):
    page = person("ito")
    page.goto(site.page + site.room("talk"))
    page.fill("#text", "あ" * 14_000)
    page.click("#send")
    shows(page, "40 KB", "said")
    page.context.set_offline(True)
    page.fill("#text", "6時に伺います")
    page.click("#send")
    shows(page, "送れませんでした", "said")
    assert page.input_value("#text") == "6時に伺います"
    page.context.set_offline(False)
    page.click("#send")
    page.wait_for_function(SENT)
    assert all("Failed to load resource" in one for one in person.complaints)
    person.complaints.clear()


def test_nothing_is_sent_while_an_input_method_composes(person, site):
    page = person("ito")
    page.goto(site.page + site.room("talk"))
    before = page.locator(".post").count()
    method = InputMethod(page, "#text")
    for reading in ("@か", "@かい", "@かいぎ", "@会議"):
        method.compose(reading)
    page.evaluate(
        "document.getElementById('text').dispatchEvent(new KeyboardEvent('keydown', "
        "{ key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true }))"
    )
    page.wait_for_timeout(400)
    assert page.locator(".post").count() == before
    assert page.input_value("#text") == "@会議"
    assert not page.is_visible("#candidates")
    method.choose("@鈴")
    page.wait_for_selector("#candidates button:has-text('鈴木')")
    assert page.input_value("#text") == "@鈴"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_goes_from_one_to_the_other(person, site, tmp_path, scripts):
    sato, suzuki = (person(user, java_script_enabled=scripts) for user in ("sato", "suzuki"))
    data = b"%PDF-1.7\n" + bytes(range(256)) * (8000 if scripts else 8)
    file = tmp_path / f"避難所の図（{'動く' if scripts else '静か'}）.pdf"
    file.write_bytes(data)
    sato.goto(site.page + site.room("talk"))
    sato.fill("#text", "書きかけです")
    sato.locator(".attach summary").click()
    sato.set_input_files("#file", file)
    sato.get_by_role("button", name="このファイルを送る").click()
    if scripts:
        sato.wait_for_function(SENT)
        assert sato.input_value("#text") == "書きかけです"
    suzuki.goto(site.page + site.room("talk"))
    with suzuki.expect_download() as download:
        suzuki.get_by_role("link", name=re.compile(re.escape(file.name))).click()
    assert download.value.suggested_filename == file.name
    assert download.value.path().read_bytes() == data
    (tmp_path / "a.exe").write_bytes(b"MZ")
    sato.locator(".attach summary").click()
    sato.set_input_files("#file", tmp_path / "a.exe")
    sato.get_by_role("button", name="このファイルを送る").click()
    shows(sato, "この種類のファイルは送れません", "said") if scripts else sato.wait_for_selector("#said.wrong")
    assert all("400" in one for one in person.complaints)
    person.complaints.clear()


def test_what_was_said_of_a_post_stays_when_the_page_is_back(person, site):
    page = person("mori")
    away = lambda route: route.abort()  # noqa: E731
    page.route("**/live?*", away)
    page.goto(site.page + site.room("talk"))
    shows(page, "通信が途切れています", "said")
    page.fill("#text", "8時に伺います")
    page.click("#send")
    page.wait_for_function(SENT)
    page.unroute("**/live?*", away)
    with page.expect_response(lambda answer: "/live?" in answer.url):
        pass
    page.wait_for_timeout(300)
    assert "送りました" in page.inner_text("#said")
    assert all("Failed to load resource" in one for one in person.complaints)
    person.complaints.clear()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_restart_of_the_page_logs_nobody_out(person, site, how):
    page = person("tanaka")
    page.goto(site.page + site.room("talk"))
    page.fill("#text", "7時に伺います")
    before = site.process("page")
    # What is kept is written within a second of the log-in.
    page.wait_for_timeout(1500)
    os.kill(before, how)
    for _ in range(300):
        if site.process("page") not in {0, before} and site.answers():
            break
        time.sleep(0.1)
    page.click("#send")
    page.wait_for_function(SENT)
    page.reload()
    assert "7時に伺います" in page.inner_text("#live")
    for file in (site.state / "state" / "page").iterdir():
        assert not any(word in file.read_bytes() for word in (b"syt_", b"tanaka", b"!"))
    assert all("Failed to load resource" in one for one in person.complaints)
    person.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_rooms_can_be_read_by_everybody(person, site, size, scheme):
    page = person("suzuki", size, color_scheme=scheme)
    for path in ("/rooms", site.room("talk"), site.room("board"), "/rooms?lang=en", f"{site.room('talk')}?lang=en"):
        page.goto(site.page + path)
        readable(page, path)
    page.goto(site.page + site.room("talk"))
    write(page, "お疲れ様です。了解しました。\nよろしくお願いいたします。")
    shows(page, "まだ送っていません", "said")
    for summary in page.locator("summary").all():
        summary.click()
    readable(page, "advice")
    page.goto(site.page + site.room("board"))
    write(page, "題名のない知らせ")
    shows(page, "題名を書いて", "said")
    readable(page, "no title")
    if page.locator(".notice a").count():
        page.locator(".notice a").first.click()
        page.wait_for_url("**/notices/**")
        readable(page, "notice")
    page.goto(f"{site.page}/rooms")
    page.get_by_role("button", name="ログアウト", exact=True).click()
    page.wait_for_selector("form.log-in")
    readable(page, "log-in")
    person.complaints[:] = [one for one in person.complaints if "400" not in one]

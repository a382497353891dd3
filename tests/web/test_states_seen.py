"""Pages in the states that are easily forgotten, each looked at for everybody: see the table in test_states.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.looking import Watched, readable
from tests.web.talking import TrialSite

pytestmark = pytest.mark.browser

LOOKS = [("phone", "dark"), ("zoomed", "light"), ("desk", "dark")]
MANY = "お疲れ様です。全職員の皆様へお知らせします。了解しました👨‍👩‍👧。" * 30 + "\nよろしくお願いいたします。"


@pytest.fixture
def opened(browser: Browser, site: TrialSite) -> Iterator[Callable[..., Page]]:
    watched = Watched(browser)

    def go(path: str, size: str, **options: Any) -> Page:
        page = watched.open(size, **options)
        page.goto(site.page + path)
        return page

    yield go
    # What fails here is made to fail; a browser says so for each.
    watched.complaints[:] = [one for one in watched.complaints if "Failed to load resource" not in one]
    watched.close(site.page)


def shows(page: Page, words: str, where: str) -> None:
    page.wait_for_function(f"(words) => document.getElementById('{where}').textContent.includes(words)", arg=words)


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_drafts_in_every_state_can_be_read_by_everybody(opened, size, scheme):
    page = opened("/", size, color_scheme=scheme)
    readable(page, "empty")
    page.fill("#text", MANY)
    page.wait_for_selector(".overlay mark")
    readable(page, "many findings")
    page.click("#mend-all")
    shows(page, "直しました", "note")
    readable(page, "mended")
    page.fill("#text", "電話は090-1234-5678、番号は1234 5678 9018です")
    shows(page, "サーバーへ送っていません", "found")
    readable(page, "personal")
    page.fill("#text", "長い話です。" * 12_000)
    shows(page, "KB", "note")
    readable(page, "huge paste")
    page.context.set_offline(True)
    page.fill("#text", "お疲れ様です。𠮷野です")
    shows(page, "判定できませんでした", "note")
    readable(page, "offline")
    still = opened("/", size, color_scheme=scheme, java_script_enabled=False)
    still.fill("#text", "電話は090-1234-5678です。\n" * 40)
    still.get_by_role("button", name="確かめる", exact=True).click()
    assert still.locator("mark").count() >= 40


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_rooms_in_every_state_can_be_read_by_everybody(opened, site, size, scheme, tmp_path):
    page = opened("/rooms", size, color_scheme=scheme)
    page.fill("#user", "sato")
    page.fill("#password", "違う")
    page.get_by_role("button", name="ログインする").click()
    shows(page, "ログインできませんでした", "content")
    readable(page, "wrong password")
    page.fill("#password", site.password("sato"))
    page.get_by_role("button", name="ログインする").click()
    page.wait_for_url("**/rooms?lang=ja")
    page.goto(site.page + site.room("talk"))
    page.fill("#text", MANY)
    page.wait_for_selector(".overlay mark")
    readable(page, "many findings")
    page.fill("#text", "番号は202610011235です")
    page.click("#send")
    shows(page, "個人番号", "said")
    page.click("#anyway")
    shows(page, "第14条", "refused")
    readable(page, "refused by the server")
    page.fill("#text", "あ" * 14_000)
    page.click("#send")
    shows(page, "40 KB", "said")
    readable(page, "huge paste")
    page.locator(".attach summary").click()
    (tmp_path / "a.exe").write_bytes(b"MZ")
    page.set_input_files("#file", tmp_path / "a.exe")
    page.get_by_role("button", name="このファイルを送る").click()
    shows(page, "この種類", "said")
    readable(page, "no such kind of file")
    page.context.set_offline(True)
    page.fill("#text", "6時に伺います")
    page.click("#send")
    shows(page, "送れませんでした", "said")
    readable(page, "offline")
    page.context.set_offline(False)
    page.context.clear_cookies()
    page.click("#send")
    shows(page, "ログインの有効な時間が過ぎました", "said")
    readable(page, "log-in expired")
    page.goto(site.page + site.room("board"))
    page.wait_for_selector("form.log-in")

"""Makes the README's pictures from the real thing: run it again after a change.

Needs Debian's chromium and fonts-noto-cjk. ``python docs/pictures/make.py``.
"""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
DAY = "2026-11-01"
DRAFT = "お疲れ様です。\n明日10時の会議は第2会議室です。\n"
SLIP = "給報の番号は 1234-5678-9018 でした"
REPLY = "了解しました"
CLAUSE = "etiquette.sticker-not-words"

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #d9dee6; display: flex; gap: 20px; padding: 20px; }}
pre {{ margin: 0; padding: 20px 24px; width: 746px; border-radius: 8px; background: #16181d; color: #e6e6e6;
  font: 14px/1.5 "Noto Sans Mono CJK JP", monospace; white-space: pre-wrap; }}
b {{ color: #9ecbff; font-weight: 400; }}
iframe {{ border: 0; border-radius: 8px; width: 400px; height: 520px; background: #fff; }}
</style><pre>{text}</pre><iframe src="{document}#{clause}"></iframe>"""


def main() -> None:
    """Make every picture beside this file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = folder / "kakuu.html"
        _guideline("render", "kakuu", "--out", str(document), "--as-of", DAY)
        text = "\n".join(
            (
                _lint("draft.txt", DRAFT),
                _fix("draft.txt", DRAFT),
                _lint("reply.txt", REPLY),
                _lint("slip.txt", SLIP),
            )
        )
        page = folder / "page.html"
        page.write_text(PAGE.format(text=text, document=document.as_uri(), clause=CLAUSE), "utf-8")
        _picture(page.as_uri(), "guideline.png", 1254, 560, folder)
        stickers = folder / "stickers"
        _guideline("render", "kakuu", "--format", "stickers", "--out", str(stickers), "--as-of", DAY)
        (HERE / "stickers.png").write_bytes((stickers / "sheet.png").read_bytes())
        _rooms(folder / "up")


def _rooms(state: Path) -> None:
    """Let two people talk on a trial site of its own, and look over the shoulder of one; then at the board."""
    from playwright.sync_api import sync_playwright

    _guideline("up", "--state", str(state), "--port", "18996", "--detach")
    try:
        facts = json.loads((state / "running.json").read_bytes())
        passwords = json.loads((state / "secrets" / "passwords.json").read_bytes())
        talk, board = (f"{facts['page'].rstrip('/')}/rooms/{facts['rooms'][name]}" for name in ("talk", "board"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])

            def enter(user: str, height: int) -> Page:
                options = {"viewport": {"width": 620, "height": height}, "locale": "ja-JP"}
                page = browser.new_context(**options).new_page()
                page.goto(f"{facts['page']}login")
                page.fill("#user", user)
                page.fill("#password", passwords[user])
                page.click("button.main")
                page.wait_for_url("**/rooms**")
                return page

            def write(page: Page, text: str) -> None:
                page.fill("#text", text)
                page.click("#send")
                page.wait_for_function("() => !document.getElementById('text').value")

            sato, suzuki, mori = enter("sato", 900), enter("suzuki", 900), enter("mori", 900)
            for page in (sato, suzuki):
                page.goto(talk)
            write(sato, "3時の会議は第2会議室に変わりました。資料は机の上です")
            suzuki.reload()
            suzuki.locator(".sticker-row button", has_text="了解").first.click()
            suzuki.wait_for_function("() => /送りました/.test(document.getElementById('said').textContent)")
            write(suzuki, "司会は𠮷野さんにお願いしました")
            sato.wait_for_function("() => /司会は/.test(document.getElementById('live').textContent)")
            sato.wait_for_function("() => [...document.querySelectorAll('#live img')].every((one) => one.complete)")
            sato.fill("#text", "お疲れ様です。4時に伺います")
            sato.wait_for_selector(".overlay mark")
            sato.evaluate("scrollTo(0, document.querySelector('h1').offsetTop - 12)")
            sato.screenshot(path=HERE / "room.png")
            mori.goto(board)
            mori.fill("#title", "11月30日 庁舎の停電点検")
            mori.check("#must")
            write(mori, "11月30日の8時から10時まで、庁舎の電気を止めます。")
            mori.locator(".notice a").first.click()
            mori.wait_for_selector(".names")
            mori.screenshot(path=HERE / "board.png", clip={"x": 0, "y": 0, "width": 620, "height": 780})
            browser.close()
    finally:
        _guideline("up", "--state", str(state), "--stop")


def _lint(file: str, draft: str) -> str:
    out = _guideline("lint", "--policy", "kakuu", "-", "--as-of", DAY, given=draft).replace("-:", f"{file}:")
    # The last line counts; the picture shows what is counted.
    body = "\n".join(out.splitlines()[:-1])
    return f"<b>$ guideline lint --policy kakuu {file}</b>\n{html.escape(body)}\n"


def _fix(file: str, draft: str) -> str:
    out = _guideline("fix", "--policy", "kakuu", "-", "--as-of", DAY, given=draft)
    return f"<b>$ guideline fix --policy kakuu {file}</b>\n{html.escape(out)}"


def _guideline(*arguments: str, given: str = "") -> str:
    command = [sys.executable, "-m", "guideline", *arguments]
    environment = {**os.environ, "LC_ALL": "ja_JP.UTF-8"}
    done = subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False)
    return done.stdout


def _picture(url: str, name: str, width: int, height: int, folder: Path) -> None:
    flags = (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "hide-scrollbars", "disable-sync",
        "disable-background-networking", "disable-component-update", "force-prefers-reduced-motion",
        f"user-data-dir={folder}/profile", f"window-size={width},{height}", f"screenshot={HERE / name}",
    )  # fmt: skip
    subprocess.run(["chromium", *(f"--{flag}" for flag in flags), url], check=True, capture_output=True)


if __name__ == "__main__":
    main()

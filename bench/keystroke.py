"""How long it takes from a keystroke to the underline in a real browser, for a draft of 2,000 characters.

``python bench/keystroke.py [TIMES]`` starts ``guideline page`` on loopback and opens it in Debian's Chromium. The
last character of a closing formula is typed at the end of the draft, and the time from its input event to the
frame in which the formula is underlined is taken; then the character is deleted, and so on. The floor is taken in
the same run: the same text in a bare field whose handler does nothing, to the frame after the same input event.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PORT, LENGTH, TIMES = 18998, 2000, 40
CLOSING, LAST = "よろしくお願いいたしま", "す"
PLAIN = "明日10時の会議は第2会議室に変わりました。資料は机の上にあり、𠮷野さんが司会をします。\n"
BARE = "<!doctype html><meta charset=utf-8><textarea id=text rows=7></textarea>"
FRAME = "const frame = (done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));"
FLOOR = f"""() => {{ {FRAME}
  globalThis.took = [];
  const area = document.getElementById("text");
  area.addEventListener("input", (event) => frame((now) => took.push(now - event.timeStamp)));
}}"""
UNDERLINE = f"""() => {{ {FRAME}
  globalThis.took = [];
  let began = 0;
  const area = document.getElementById("text"), overlay = document.querySelector(".overlay");
  const whole = "{CLOSING}{LAST}", marked = () => [...overlay.querySelectorAll("mark")].map((one) => one.textContent);
  area.addEventListener("input", (event) => {{ began = area.value.endsWith(whole) ? event.timeStamp : 0; }}, true);
  new MutationObserver(() => {{
    if (!began || !marked().some((one) => one.includes(whole))) return;
    const from = began;
    began = 0;
    frame((now) => took.push(now - from));
  }}).observe(overlay, {{ childList: true }});
}}"""


def draft() -> str:
    """Return a draft of that length as people write it, with a formula at its end but for the last character."""
    return "お疲れ様です。" + (PLAIN * LENGTH)[: LENGTH - len(CLOSING) - 9] + "\n" + CLOSING


def measured(page: Page, watch: str, times: int) -> list[float]:
    """Type and delete the last character so many times; return what each took, in milliseconds."""
    page.fill("#text", draft())
    page.wait_for_timeout(1500)
    page.evaluate(watch)
    page.focus("#text")
    for count in range(1, times + 1):
        page.keyboard.press("Control+End")
        page.keyboard.insert_text(LAST)
        page.wait_for_function("(count) => took.length >= count", arg=count if watch is UNDERLINE else count * 2 - 1)
        page.wait_for_timeout(100)
        page.keyboard.press("Backspace")
        page.wait_for_timeout(250)
    took: list[float] = page.evaluate("took")
    return sorted(took)


def told(name: str, took: list[float]) -> dict[str, object]:
    """Return the figures of one field."""
    at = {"median": 0.5, "p95": 0.95, "worst": 1.0}
    figures = {key: round(took[min(int(len(took) * share), len(took) - 1)], 1) for key, share in at.items()}
    return {"field": name, "keystrokes": len(took), **{f"{key}_ms": value for key, value in figures.items()}}


def answering() -> None:
    """Wait until the page answers."""
    for _ in range(150):
        try:
            urlopen(f"http://127.0.0.1:{PORT}/health", timeout=2).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the page never answered")


def main(times: int = TIMES) -> int:
    """Measure both fields, and print what was seen; 1 where the median is over 100 ms."""
    command = [sys.executable, "-m", "guideline", "page", "--policy", "kakuu", "--port", str(PORT)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answering()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            bare, page = browser.new_page(), browser.new_page()
            bare.set_content(BARE)
            page.goto(f"http://127.0.0.1:{PORT}/")
            floor = measured(bare, FLOOR, times)
            seen = measured(page, UNDERLINE, times)
            browser.close()
    finally:
        server.terminate()
        server.wait(20)
    for name, took in (("empty handler", floor), ("staff page", seen)):
        print(json.dumps(told(name, took)))
    return int(seen[len(seen) // 2] > 100)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

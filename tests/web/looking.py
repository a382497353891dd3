"""What makes a page one that everybody can read, asked of the browser that shows it."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"phone": (360, 740), "desk": (1100, 800), "zoomed": (640, 400)}
"""In CSS pixels; ``zoomed`` is 1280 by 800 at 200 %."""

CONTRAST = """
() => {
  const channel = (one) => { const s = one / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *:not(.overlay):not(.overlay *)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length) continue;
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${element.tagName} ${element.textContent.trim().slice(0, 20)} ${ratio.toFixed(2)}`);
  }
  return faint;
}
"""

SMALL = """
() => [...document.querySelectorAll("button, input:not([type=hidden]), textarea, select, .tabs a, summary")]
  .filter((one) => one.getClientRects().length)
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([one]) => one.outerHTML.slice(0, 80))
"""

NAMELESS = """
() => {
  const wrong = [];
  for (const one of document.querySelectorAll("button, a, input:not([type=hidden]), textarea")) {
    const name = one.labels?.length ? [...one.labels].map((label) => label.textContent).join("") : one.getAttribute("aria-label") ?? one.textContent;
    if (!name.trim()) wrong.push(one.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  wrong.push(...ids.filter((id, index) => ids.indexOf(id) !== index));
  for (const one of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
    const named = `${one.getAttribute("aria-labelledby") ?? ""} ${one.getAttribute("aria-describedby") ?? ""}`;
    wrong.push(...named.trim().split(/ +/).filter((id) => !document.getElementById(id)));
  }
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((one) => Number(one.tagName[1]));
  levels.forEach((level, index) => { if (level > (levels[index - 1] ?? 0) + 1) wrong.push(`heading ${index}`); });
  return wrong;
}
"""


class Watched:
    """Windows of one browser; what their pages ask for and complain of is kept."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def open(self, size: str = "desk", **options: Any) -> Page:
        """Open a window with no memory of the others."""
        width, height = SIZES[size]
        context = self._browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **options)
        self._contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def close(self, own: str) -> None:
        """Close them; nothing was asked of anything but ``own``, nothing was complained of."""
        for context in self._contexts:
            context.close()
        assert [url for url in self.asked if not url.startswith(own)] == []
        assert self.complaints == []


class InputMethod:
    """Types into a field as the browser's input method does: letters stand there before they are chosen."""

    def __init__(self, page: Page, field: str) -> None:
        page.focus(field)
        self._session = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        """Show a reading, or what it is turned into, in the field."""
        given = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        self._session.send("Input.imeSetComposition", given)

    def choose(self, text: str) -> None:
        """Put in what was chosen: the composition is over."""
        self._session.send("Input.insertText", {"text": text})


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page as it stands."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document)")["violations"]
    return [f"{one['id']}: {node['html'][:80]}" for one in found for node in one["nodes"]]


def readable(page: Page, what: str) -> None:
    """Everybody can read the page as it stands: it fits, has contrast, names and room, and axe-core finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what
    for check in (CONTRAST, SMALL, NAMELESS):
        assert page.evaluate(check) == [], what
    assert violations(page) == [], what

"""What every page shows around its own part."""

from __future__ import annotations

from functools import partial
from typing import Any

from starlette.requests import Request

from guideline.bundle.model import Text
from guideline.publish import clause_number
from guideline.web.wired import Wired
from guideline.words import Lang


def frame(wired: Wired, request: Request, lang: Lang, here: str) -> dict[str, Any]:
    """Return the guideline, where the reader is, and how numbers and texts are written."""
    ready = wired.in_force.ready()
    return {
        "g": ready.guideline,
        "kinds": ready.kinds,
        "here": here,
        "tabs": [name for name in TABS if name != "rooms" or wired.chat is not None],
        "targets": TABS,
        "other": "ja" if lang == "en" else "en",
        "path": request.url.path,
        "number": partial(clause_number, lang),
        "text": partial(_text, lang),
    }


TABS = {"rooms": "/rooms", "draft": "/", "guideline": "/guideline", "state": "/state"}


def _text(lang: Lang, text: Text) -> tuple[str, str]:
    """Return a text as it can be had, and the language it is in."""
    return text.get(lang), "en" if lang == "en" and text.en else "ja"

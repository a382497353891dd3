"""Renders the page's templates in the reader's language."""

from __future__ import annotations

import hashlib
import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request

from guideline.messages import personal_tables
from guideline.words import Lang, say

_HERE = Path(__file__).parent
ASSETS = {
    "page.css": "text/css",
    "rooms.css": "text/css",
    "icon.svg": "image/svg+xml",
    "page.js": "text/javascript",
    "tables.js": "text/javascript",
    "folding.js": "text/javascript",
    "personal.js": "text/javascript",
    "rooms.js": "text/javascript",
}
"""What is served beside the pages; nothing else has a path."""


@cache
def asset(name: str) -> bytes:
    """Return one of ``ASSETS``; ``tables.js`` is what the rules of personal data go by."""
    if name == "tables.js":
        return f"globalThis.personalTables = {json.dumps(personal_tables(), ensure_ascii=False)};\n".encode()
    return (_HERE / "static" / name).read_bytes()


@cache
def asset_path(name: str) -> str:
    """Return an asset's path; it changes with the content, so that browsers may keep what they have."""
    return f"/static/{hashlib.sha256(asset(name)).hexdigest()[:12]}/{name}"


def lang_of(request: Request) -> Lang:
    """Choose the language: what the address asks for, else the browser's, else Japanese."""
    asked = request.query_params.get("lang")
    if asked in {"ja", "en"}:
        return "en" if asked == "en" else "ja"
    for part in request.headers.get("accept-language", "")[:200].lower().split(","):
        tag = part.split(";")[0].strip()[:2]
        if tag in {"ja", "en"}:
            return "en" if tag == "en" else "ja"
    return "ja"


def render(template: str, lang: Lang, **values: Any) -> str:
    """Render a template; everything that isn't markup of ours is escaped."""
    return _environment().get_template(template).render(
        lang=lang,
        say=partial(_say, lang, "web"),
        pub=partial(_say, lang, "publish"),
        rm=partial(_say, lang, "rooms"),
        asset=asset_path,
        **values,
    )  # fmt: skip


def _say(lang: Lang, file: str, name: str, /, **args: object) -> str:
    return say(lang, f"{file}.{name}", **args)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

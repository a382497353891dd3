"""Renders the guideline as one HTML page or one Markdown text, complete in itself."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guideline.bundle.model import Clause, DocumentControl, Guideline, Text
from guideline.publish import markdown, wording
from guideline.publish.card import items
from guideline.publish.coverage import coverage, total
from guideline.publish.editions import Edition, Format
from guideline.publish.explain import cited
from guideline.words import Lang, say

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, guideline: Guideline, lang: Lang, *, edition: Edition) -> str:
    """Render one of this room's templates; only names that end in ``.html`` are escaped as HTML."""
    environment = _environment("html" if template.endswith(".html") else "markdown")
    style = _style("style.css", *(("card.css",) if template == "card.html" else ()))
    rows = coverage(guideline, lang)
    text = environment.get_template(template).render(
        g=guideline,
        lang=lang,
        edition=edition,
        say=partial(_say, lang),
        style=Markup(style),  # noqa: S704  our own file
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        consents=[control for control in guideline.of(DocumentControl) if control.consent],
        rows={row.clause: row for row in rows},
        total=total(rows, lang),
        chapters=_chapters(guideline),
        card=items(guideline, lang),
        **_words(guideline, lang),
    )
    return text.rstrip() + "\n"


def _say(lang: Lang, name: str, **args: object) -> str:
    return say(lang, f"publish.{name}", **args)


def _chapters(guideline: Guideline) -> list[tuple[Any, list[Any]]]:
    """Pair every chapter that has clauses with them, in order."""
    pairs = ((chapter, [c for c in guideline.clauses if c.chapter == chapter.id]) for chapter in guideline.chapters)
    return [(chapter, clauses) for chapter, clauses in pairs if clauses]


def _words(guideline: Guideline, lang: Lang) -> Mapping[str, Callable[..., Any]]:
    return {
        "number": partial(wording.number, lang),
        "day": partial(wording.day, lang),
        "word": partial(wording.word, lang),
        "held": partial(wording.held, lang),
        "told": partial(wording.told, lang),
        "server": partial(wording.server, lang),
        "example": partial(wording.example, lang),
        "loosening": partial(wording.loosening, lang),
        "waived_where": partial(wording.waived_where, lang),
        "parameter_value": partial(wording.parameter_value, lang),
        "cited": lambda source: cited(guideline, source.document, source.says, lang),
        "text": partial(_text, lang),
        "of": as_text,
        "unsaid": _unsaid,
    }


def _text(lang: Lang, text: Text) -> tuple[str, str]:
    """Return the text in ``lang``, or the Japanese where it is missing, and the language it is in."""
    shown = text.get(lang)
    return shown, "en" if lang == "en" and text.en else "ja"


def _unsaid(control: DocumentControl, clause: Clause) -> list[str]:
    """Return what the document must state and the clause's own text doesn't say already."""
    flat = "".join(clause.text.ja.split())
    return [state for state in control.states if "".join(state.split()) not in flat]


def as_text(written: Any) -> Text:
    """Read a text of the bundle's untyped parts: a mapping of languages, a Text, or a plain string."""
    if isinstance(written, Text):
        return written
    if isinstance(written, Mapping):
        return Text(str(written.get("ja", "")), str(written.get("en", "")))
    return Text("" if written is None else str(written))


@cache
def _style(*names: str) -> str:
    return "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


@cache
def _environment(format: Format) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=format == "html",  # noqa: S701  Markdown has its own filters; a test feeds both hostile text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(md=markdown.inline, cell=markdown.cell, quoted=markdown.quoted)
    return environment

"""The sentence a writer reads when a post is refused, and the facts the steward tells it by."""

from __future__ import annotations

from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding
from guideline.homeserver.rulings import Ruling
from guideline.words import Lang, say

MAX_TOLD = 3
"""More sentences than this in one refusal nobody reads."""


def refusal(guideline: Guideline, refused: list[Ruling], lang: Lang = "ja") -> dict[str, Any]:
    """Return the body of the error: ``error`` for people, ``guideline`` for clients that know it."""
    told = [_sentence(guideline, ruling.finding, lang) for ruling in refused[:MAX_TOLD]]
    first = refused[0].finding
    return {
        "error": "\n".join(told),
        "guideline": {
            "rule": first.rule,
            "clause": first.clause,
            "sticker": first.sticker,
            "version": guideline.version,
            "rules": [ruling.finding.rule for ruling in refused],
        },
    }


def record(guideline: Guideline, ruling: Ruling, user: str, room: str) -> dict[str, Any]:
    """Return what the steward needs to tell ``user``; never anything of what was written."""
    finding = ruling.finding
    clause = guideline.clause(finding.clause)
    sticker = guideline.sticker(finding.sticker) if finding.sticker else None
    return {
        "kind": "refusal" if ruling.does == "refuse" else "advice",
        "user": user,
        "room": room,
        "rule": finding.rule,
        "clause": finding.clause,
        "number": clause.number if clause else "",
        "title": clause.title.ja if clause else "",
        "why": clause.why.ja if clause else "",
        "what": _what(guideline, finding, "ja"),
        "sticker": sticker.label.ja if sticker else None,
        "day": guideline.day.isoformat(),
    }


def _sentence(guideline: Guideline, finding: Finding, lang: Lang) -> str:
    clause = guideline.clause(finding.clause)
    sticker = guideline.sticker(finding.sticker) if finding.sticker else None
    why = clause.why.get(lang) if clause else ""
    return say(
        lang,
        "homeserver.refused",
        number=clause.number if clause else "",
        title=clause.title.get(lang) if clause else finding.clause,
        what=_what(guideline, finding, lang),
        instead=say(lang, "homeserver.instead", sticker=sticker.label.get(lang)) if sticker else "",
        why=say(lang, "homeserver.why", why=why) if why else "",
    )


def _what(guideline: Guideline, finding: Finding, lang: Lang) -> str:
    """Return the finding's own sentence, or the clause itself where the words don't know it."""
    try:
        return _ended(say(lang, finding.say, **finding.args), lang)
    except (KeyError, ModuleNotFoundError):
        clause = guideline.clause(finding.clause)
        return clause.text.get(lang) if clause else ""


def _ended(sentence: str, lang: Lang) -> str:
    """Close a sentence that other sentences follow."""
    return (
        sentence if sentence.endswith(("。", "？", "！", ".", "?", "!")) else sentence + ("." if lang == "en" else "。")
    )

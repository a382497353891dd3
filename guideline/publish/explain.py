"""Explains one rule or one clause in plain text of at most 40 lines, 76 cells wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guideline.bundle.model import Clause, Control, Guideline, MessageControl
from guideline.publish import wording
from guideline.publish.names import Found, find
from guideline.source.tables import pad, width, wrap
from guideline.words import Lang, say

MAX_LINES = 40
_CELLS = 76
_MAX_TEXT_LINES = 8
"""What one part may take before it is cut, so that a long clause leaves room for the rest."""


@dataclass(frozen=True, slots=True)
class _Size:
    """How much of what is many to show."""

    phrases: int
    examples: int
    controls: int


_SIZES = (_Size(8, 3, 6), _Size(6, 2, 4), _Size(4, 1, 3), _Size(2, 1, 1))
"""The longest that fits is shown."""


def explain(guideline: Guideline, name: str, lang: Lang) -> str:
    """Explain what a rule, or a clause by id or number, asks for, why, and what is done about it.

    Returns lines joined by newlines, without one at the end. Raises UnknownNameError.
    """
    found = find(guideline, name)
    lines: list[str] = []
    for size in _SIZES:
        lines = list(_lines(guideline, found, lang, size))
        if len(lines) <= MAX_LINES:
            break
    return "\n".join(lines[:MAX_LINES])


def _lines(guideline: Guideline, found: Found, lang: Lang, size: _Size) -> Iterator[str]:
    clause = found.clause
    number, title = wording.number(lang, clause.number), clause.title.get(lang)
    yield say(lang, "publish.explain-head", name=found.rule or clause.id, title=title, number=number)
    yield say(
        lang,
        "publish.explain-guideline",
        title=guideline.title.get(lang),
        version=guideline.version,
        day=wording.day(lang, guideline.day),
    )
    yield ""
    entries = [*_clause_entries(guideline, clause, lang), *_control_entries(guideline, found, lang, size)]
    indent = max((width(label) for label, _ in entries), default=0) + 2
    before = ""
    for label, text in entries:
        pieces = wrap(text, _CELLS - indent)
        if len(pieces) > _MAX_TEXT_LINES:
            pieces = [*pieces[: _MAX_TEXT_LINES - 1], "…"]
        for at, piece in enumerate(pieces):
            yield (pad(label if at == 0 and label != before else "", indent) + piece).rstrip()
        before = label


def _clause_entries(guideline: Guideline, clause: Clause, lang: Lang) -> Iterator[tuple[str, str]]:
    label = _labels(lang)
    yield label("explain-text"), clause.text.get(lang)
    if clause.why.ja:
        yield label("why"), clause.why.get(lang)
    level = say(lang, f"publish.level-{clause.level}-long")
    yield label("level"), level + (say(lang, "publish.comma") + say(lang, "publish.floor") if clause.floor else "")
    for source in clause.sources:
        yield label("sources"), cited(guideline, source.document, source.says, lang)


def cited(guideline: Guideline, document: str, says: str, lang: Lang) -> str:
    """Name a cited document by id, title, and the place in it; ``kit`` is this kit itself."""
    if document == "kit" and document not in guideline.documents:
        return " ".join(part for part in (say(lang, "publish.source-kit"), says) if part)
    title = guideline.documents.get(document, {}).get("title", "")
    shown = title.get(lang) or title.get("ja", "") if isinstance(title, dict) else getattr(title, "ja", str(title))
    return " ".join(part for part in (document, shown, says) if part)


def _control_entries(guideline: Guideline, found: Found, lang: Lang, size: _Size) -> Iterator[tuple[str, str]]:
    label = _labels(lang)
    for control in found.controls[: size.controls]:
        if not found.rule:
            yield label("explain-rules"), f"{control.rule}（{wording.held(lang, control)}）"
        if isinstance(control, MessageControl):
            yield from _message_entries(control, lang, size)
        else:
            yield label("how-kept"), wording.told(lang, control)
            yield label("explain-severity"), say(lang, f"publish.severity-{control.severity}")
        yield label("explain-mend"), _mend(guideline, control, lang)
        for key, examples in (("good", control.examples.good), ("bad", control.examples.bad)):
            for written in examples[: size.examples]:
                yield label(key), _example(written, lang)
    more = len(found.controls) - size.controls
    if more > 0:
        yield label("explain-rules"), say(lang, "publish.explain-more", count=more)


def _message_entries(control: MessageControl, lang: Lang, size: _Size) -> Iterator[tuple[str, str]]:
    label = _labels(lang)
    yield label("explain-applies"), wording.scope(lang, control)
    yield label("explain-severity"), say(lang, f"publish.severity-{control.severity}")
    for enforcement in control.enforce:
        yield label("explain-server"), wording.server(lang, enforcement)
    if not control.enforce:
        yield label("explain-server"), say(lang, "publish.server-nothing")
    if control.phrases:
        shown = _unlike(control.phrases, size.phrases)
        if len(control.phrases) > len(shown):
            shown.append(say(lang, "publish.explain-more", count=len(control.phrases) - len(shown)))
        yield label("explain-phrases"), say(lang, "publish.comma").join(shown)


def _unlike(phrases: tuple[str, ...], count: int) -> list[str]:
    """Choose a few phrases that don't begin alike, in order; then the first of the others, if there is room."""
    firsts = {phrase[:2]: phrase for phrase in reversed(phrases)}
    chosen = [phrase for phrase in phrases if firsts[phrase[:2]] == phrase]
    taken = set(chosen)
    others = [phrase for phrase in phrases if phrase not in taken]
    return [*chosen, *others][:count]


def _mend(guideline: Guideline, control: Control, lang: Lang) -> str:
    told = wording.mend(lang, control)
    if isinstance(control, MessageControl) and control.fix == "sticker" and guideline.stickers:
        names = say(lang, "publish.comma").join(
            wording.quote(lang, sticker.label.get(lang)) for sticker in guideline.stickers[:5]
        )
        return f"{told}（{names}）" if lang == "ja" else f"{told} ({names})"
    return told


def _example(written: object, lang: Lang) -> str:
    text, channel = wording.example(lang, written)
    told = wording.quote(lang, text)
    return f"{told}（{channel}）" if channel else told


def _labels(lang: Lang) -> Callable[[str], str]:
    return lambda name: say(lang, f"publish.{name}")

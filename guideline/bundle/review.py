"""What the authors of a sound bundle should still look at.

Levels must agree with the verb of the normative text; translations go stale; a control without
examples is untested; a clause without a control is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guideline.bundle.bundle import Bundle
from guideline.bundle.model import (
    LEVELS,
    AttestControl,
    Clause,
    Control,
    Guideline,
    Level,
    RegisterControl,
    Text,
)
from guideline.finding import Finding, Place, Severity

_VERBS: tuple[tuple[Level, str], ...] = (
    (
        "may",
        (
            r"できる(?:(?:もの|こと)?とする)?|できます|(?:差し支え|妨げ)ない(?:ものとする)?|妨げるものではない"
            r"|[てで]も?(?:よい|かまわない|構わない)(?:ものとする|こととする)?|(?:可|可能|任意|自由)とする"
        ),
    ),
    (
        "should",
        (
            r"(?:努め|心がけ|心掛け)(?:る|る(?:もの|こと)とする|なければならない|ること|ます)"
            r"|望ましい|望ましくない|配慮する(?:(?:もの|こと)とする)?|推奨する|(?:原則|目安|推奨)とする"
        ),
    ),
    (
        "must",
        (
            r"(?:なければ|なくては|ては|では)な(?:らない(?:(?:もの|こと)とする)?|りません)|とする|できない|禁(?:止する|ずる|じる)"
            r"|(?:する|[うくぐすつぬぶむる]|ない)こと"
        ),
    ),
)
"""The verbs that end a sentence of each level, the mildest first: 「努めるものとする」 is no ものとする."""
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_REPORTED = re.compile(r"(?:とされている|としている|と(?:報告|紹介)されている|ている)。?$")


def review(bundle: Bundle, guideline: Guideline) -> Iterator[Finding]:
    """Yield the findings of a bundle as it holds on the guideline's day, in document order."""
    yield from _general(bundle, guideline)
    for clause in guideline.clauses:
        yield from _clause(bundle, clause)
        for control in clause.controls:
            yield from _control(bundle, control)
    for loosening in guideline.loosenings:
        args = {"what": loosening.what, "layer": loosening.layer, "reason": loosening.reason.ja}
        name = loosening.clause.removeprefix("$")
        key = f"parameter:{name}" if loosening.clause.startswith("$") else f"clause:{name}"
        yield _finding(bundle, key, "bundle/loosening", loosening.clause, "info", args)


def level_of(text: str) -> Level | None:
    """Return the strictest level that a sentence of ``text`` states by its verb; None when none states one.

    What stands in brackets qualifies a duty and states none.
    """
    while _ASIDE.search(text):
        text = _ASIDE.sub("", text)
    stated = {level for sentence in text.split("。") if (level := _level_of_sentence(sentence))}
    return next((level for level in reversed(LEVELS) if level in stated), None)


def _level_of_sentence(sentence: str) -> Level | None:
    return next((level for level, pattern in _VERBS if re.search(rf"(?:{pattern})$", sentence.strip())), None)


def is_reported(text: str) -> bool:
    """Tell whether a text reports what others do: it then states no duty of its own."""
    return bool(_REPORTED.search(text.strip()))


def _clause(bundle: Bundle, clause: Clause) -> Iterator[Finding]:
    key = f"clause:{clause.id}"
    stated = level_of(clause.text.ja)
    if stated != clause.level and not is_reported(clause.text.ja):
        args = {"level": clause.level, "stated": stated or "-"}
        yield _finding(bundle, key, "bundle/level-verb", clause.id, "warning", args)
    for field, text in (("title", clause.title), ("text", clause.text), ("why", clause.why)):
        yield from _stale(bundle, key, clause.id, field, text)
    if not clause.controls:
        yield _finding(bundle, key, "bundle/no-control", clause.id, "warning", {})


def _general(bundle: Bundle, guideline: Guideline) -> Iterator[Finding]:
    """Yield what is stale of the texts that stand beside the clauses."""
    yield from _stale(bundle, "about", "", "title", guideline.title)
    yield from _stale(bundle, "about", "", "authority", guideline.authority)
    for chapter in guideline.chapters:
        yield from _stale(bundle, f"chapter:{chapter.id}", "", f"chapter {chapter.id}", chapter.title)
    for name, parameter in guideline.parameters.items():
        yield from _stale(bundle, f"parameter:{name}", f"${name}", "title", parameter.title)
    for sticker in guideline.stickers:
        for field, text in (("label", sticker.label), ("meaning", sticker.meaning)):
            yield from _stale(bundle, f"sticker:{sticker.id}", "", f"sticker {sticker.id} {field}", text)


def _stale(bundle: Bundle, key: str, clause: str, field: str, text: Text) -> Iterator[Finding]:
    if text.stale:
        yield _finding(bundle, key, "bundle/stale-translation", clause, "warning", {"field": field})


def _control(bundle: Bundle, control: Control) -> Iterator[Finding]:
    key = f"rule:{control.rule}"
    texts: list[tuple[str, Text]] = []
    if isinstance(control, AttestControl):
        texts = [("question", control.question), ("owner", control.owner)]
    elif isinstance(control, RegisterControl):
        texts = [(f"column {column.key}", column.title) for column in control.columns]
    for field, text in texts:
        yield from _stale(bundle, key, control.clause, field, text)
    for side in ("good", "bad"):
        if not getattr(control.examples, side):
            args = {"rule": control.rule, "side": side}
            yield _finding(bundle, key, f"bundle/no-{side}-example", control.clause, "warning", args)


def _finding(
    bundle: Bundle, key: str, rule: str, clause: str, severity: Severity, args: Mapping[str, object]
) -> Finding:
    mark = bundle.marks.get(key)
    place = Place(mark.file, mark.line, mark.column) if mark else Place(bundle.id)
    return Finding(rule, clause, severity, place, f"review.{rule.partition('/')[2]}", args)

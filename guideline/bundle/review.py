"""What the authors of a sound bundle should still look at.

Levels must agree with the verb of the normative text; translations go stale; a control without
examples is untested; a clause without a control is nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guideline.bundle.bundle import Bundle
from guideline.bundle.model import LEVELS, Clause, Control, Guideline, Level
from guideline.finding import Finding, Place, Severity

_VERBS: tuple[tuple[Level, str], ...] = (
    ("may", r"(?:こと|もの)?が?できる|差し支えない|妨げない|してよい|てもよい"),
    ("should", r"努め(?:る|るものとする|なければならない)|望ましい|心がける|配慮する"),
    ("must", r"(?:なければ|ては|では)ならない|ものとする|こととする|とする|禁(?:止する|ずる)"),
)
_REPORTED = re.compile(r"(?:とされている|としている|と(?:報告|紹介)されている|ている)。?$")


def review(bundle: Bundle, guideline: Guideline) -> Iterator[Finding]:
    """Yield the findings of a bundle as it holds on the guideline's day, in document order."""
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
    """Return the strictest level that a sentence of ``text`` states by its verb; None when none states one."""
    stated = {level for sentence in text.split("。") if (level := _level_of_sentence(sentence))}
    return next((level for level in reversed(LEVELS) if level in stated), None)


def _level_of_sentence(sentence: str) -> Level | None:
    last = re.sub(r"[（(].*?[)）]$", "", sentence.strip())
    return next((level for level, pattern in _VERBS if re.search(rf"(?:{pattern})$", last)), None)


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
        if text.stale:
            yield _finding(bundle, key, "bundle/stale-translation", clause.id, "warning", {"field": field})
    if not clause.controls:
        yield _finding(bundle, key, "bundle/no-control", clause.id, "warning", {})


def _control(bundle: Bundle, control: Control) -> Iterator[Finding]:
    for side in ("good", "bad"):
        if not getattr(control.examples, side):
            args = {"rule": control.rule, "side": side}
            yield _finding(bundle, f"rule:{control.rule}", f"bundle/no-{side}-example", control.clause, "warning", args)


def _finding(
    bundle: Bundle, key: str, rule: str, clause: str, severity: Severity, args: Mapping[str, object]
) -> Finding:
    mark = bundle.marks.get(key)
    place = Place(mark.file, mark.line, mark.column) if mark else Place(bundle.id)
    return Finding(rule, clause, severity, place, f"review.{rule.partition('/')[2]}", args)

"""Finds the clause and the controls that a reader means by a rule, a clause's id or its number."""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass

from guideline.bundle.model import Clause, Control, Guideline
from guideline.words import Lang, say

_MAX_NAME = 200


class UnknownNameError(LookupError):
    """Nothing in the guideline has this name; ``suggestions`` are the nearest names there are."""

    def __init__(self, name: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.suggestions = suggestions

    def sentence(self, lang: Lang) -> str:
        """Say so in one or two sentences."""
        told = say(lang, "publish.unknown-name", name=self.name)
        if self.suggestions:
            names = say(lang, "publish.comma").join(self.suggestions)
            told += "\n" + say(lang, "publish.did-you-mean", names=names)
        return told


@dataclass(frozen=True, slots=True)
class Found:
    """The clause meant; ``rule`` where a rule was asked for, and then only its controls, else "" and all of them."""

    clause: Clause
    controls: tuple[Control, ...]
    rule: str = ""


def find(guideline: Guideline, name: str) -> Found:
    """Find what ``name`` means: a rule, a clause's id, or its number (``8``, ``第8条``, any width).

    Raises UnknownNameError.
    """
    asked = unicodedata.normalize("NFKC", name[:_MAX_NAME]).strip()
    for clause in guideline.clauses:
        of_rule = tuple(control for control in clause.controls if control.rule == asked)
        if of_rule:
            return Found(clause, of_rule, asked)
    wanted = asked.removeprefix("第").replace("条の", "-").removesuffix("条")
    for clause in guideline.clauses:
        if clause.id == asked or clause.number == wanted:
            return Found(clause, clause.controls)
    raise UnknownNameError(asked, _nearest(guideline, asked))


def _nearest(guideline: Guideline, asked: str) -> tuple[str, ...]:
    names = [clause.id for clause in guideline.clauses]
    names += dict.fromkeys(control.rule for clause in guideline.clauses for control in clause.controls)
    near = difflib.get_close_matches(asked, names, n=3, cutoff=0.5)
    holding = [one for one in names if asked and asked.lower() in one.lower()]
    return tuple(dict.fromkeys([*near, *holding]))[:3]

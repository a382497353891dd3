"""Chooses what stands on the staff card: one page for the desk."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.bundle.model import Clause, Guideline, MessageControl
from guideline.publish import wording
from guideline.words import Lang

_MOST = 9
"""Items of each kind that fit on the page."""

_LONGEST = 32
"""Characters of an example that fit on a line of the page."""

_PRIVATE = "privacy/"


@dataclass(frozen=True, slots=True)
class Item:
    """One clause: its title and, where short ones are written, a bad example and a good one."""

    clause: Clause
    bad: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """``write`` says how to write; ``private`` what not to write, without examples of it."""

    write: tuple[Item, ...]
    private: tuple[Item, ...]


def items(guideline: Guideline, lang: Lang) -> Card:
    """Choose the clauses that judge messages, in document order."""
    write: list[Item] = []
    private: list[Item] = []
    for clause in guideline.clauses:
        rules = [control for control in clause.controls if isinstance(control, MessageControl)]
        if rules and rules[0].rule.startswith(_PRIVATE):
            private.append(Item(clause))
        elif rules:
            write.append(_item(clause, rules[0], lang))
    return Card(tuple(write[:_MOST]), tuple(private[:_MOST]))


def _item(clause: Clause, control: MessageControl, lang: Lang) -> Item:
    bad = next((text for text in _short(control.examples.bad, lang)), "")
    good = next((text for text in _short(control.examples.good, lang)), "")
    return Item(clause, bad, good) if bad and good else Item(clause)


def _short(examples: tuple[object, ...], lang: Lang) -> list[str]:
    """Return the examples that fit on a line and speak of no channel of their own."""
    told = (wording.example(lang, written) for written in examples)
    return [text for text, channel in told if not channel and "\n" not in text and len(text) <= _LONGEST]

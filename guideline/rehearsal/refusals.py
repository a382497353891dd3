"""A message that the guideline refuses, and how the server's refusal of it begins."""

from __future__ import annotations

from dataclasses import dataclass

from guideline.bundle.model import Guideline, MessageControl
from guideline.messages import Linter, Message
from guideline.words import say


@dataclass(frozen=True, slots=True)
class Refused:
    """A text that the guideline refuses in a talk, the clause that does, and how the server's answer begins."""

    text: str
    clause: str
    sentence: str


def refusal_of(guideline: Guideline, section: str) -> Refused | None:
    """Return a bad example of a clause that refuses in everybody's talks; None where the guideline refuses nothing."""
    linter = Linter(guideline)
    for control in guideline.of(MessageControl):
        lines = [line for line in control.enforce if line.does == "refuse" and not line.sections]
        if not any(not line.channels or "talk" in line.channels for line in lines if not line.starts and not line.ends):
            continue
        for example in control.examples.bad:
            text = example if isinstance(example, str) else example.get("text", "")
            told = linter.judge(Message("", text, section=section))
            if any((one.rule, one.clause) == (control.rule, control.clause) for one in told):
                clause = guideline.clause(control.clause)
                parts = dict.fromkeys(("what", "instead", "why"), "")
                title, number = (clause.title.ja, clause.number) if clause else ("", "")
                return Refused(
                    text, control.clause, say("ja", "homeserver.refused", number=number, title=title, **parts)
                )
    return None

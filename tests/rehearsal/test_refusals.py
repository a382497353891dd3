"""Which message is sent to be refused: one of the guideline's own bad examples."""

from __future__ import annotations

from dataclasses import replace

from guideline.bundle.model import Enforcement, MessageControl
from guideline.messages import Linter, Message
from guideline.rehearsal.refusals import refusal_of


def test_what_is_sent_is_what_the_guideline_refuses_in_everybodys_talks(guideline):
    found = refusal_of(guideline, "総務課")
    assert found.clause == "privacy.no-my-number"
    assert found.sentence == "この投稿は送信されていません。第14条「個人番号を書かない」："
    assert found.clause in {one.clause for one in Linter(guideline).judge(Message("", found.text))}


def weaker(guideline, *lines):
    """Return the guideline with every enforcement replaced."""
    return replace(
        guideline,
        clauses=tuple(
            replace(c, controls=tuple(replace(k, enforce=lines) if isinstance(k, MessageControl) else k for k in c.controls))
            for c in guideline.clauses
        ),
    )  # fmt: skip


def test_a_guideline_that_refuses_nothing_has_no_such_message(guideline):
    assert refusal_of(weaker(guideline), "総務課") is None
    assert refusal_of(weaker(guideline, Enforcement("advise")), "総務課") is None
    assert refusal_of(weaker(guideline, Enforcement("refuse", sections=("防災課",))), "総務課") is None
    assert refusal_of(weaker(guideline, Enforcement("refuse", channels=("external",))), "総務課") is None
    assert refusal_of(weaker(guideline, Enforcement("refuse", channels=("talk",))), "総務課") is not None

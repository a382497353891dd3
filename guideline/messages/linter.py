"""Judges messages by the controls of one guideline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from guideline.bundle.model import Guideline, MessageControl, Sticker, Waiver
from guideline.finding import Edit, Finding, Place
from guideline.messages.envelope import Lexicon
from guideline.messages.mending import edits_of, mend
from guideline.messages.message import Message
from guideline.messages.phrases import can_fire, plain_parts
from guideline.messages.rules import Rule
from guideline.messages.selection import Selection
from guideline.messages.view import Hit, View

_Scope = tuple[str, str, str, str]
"""Channel, zone, phase, and the section where an exception speaks of it."""
_MOST_SCOPES = 256


class _Given(NamedTuple):
    """What of a guideline a linter is made of."""

    controls: Sequence[MessageControl]
    stickers: Sequence[Sticker]
    waivers: Sequence[Waiver]


class Linter:
    """The message controls of a guideline, made ready to judge.

    Immutable once made, and free of state that grows: one linter serves any number of messages.
    """

    def __init__(self, guideline: Guideline | _Given) -> None:
        controls, stickers, waivers = _given(guideline)
        self._waivers = waivers
        self._rules = tuple(Rule.of(control) for control in controls)
        self._stickers = {kind: sticker.id for sticker in reversed(stickers) for kind in sticker.replaces}
        self._lexicon = Lexicon.of(
            _phrases(controls, "opening"), _phrases(controls, "closing"), _phrases(controls, "acknowledgement")
        )
        self._sections = frozenset(waiver.scope["section"] for waiver in waivers if "section" in waiver.scope)
        self._scopes: dict[_Scope, tuple[Selection | None, Selection | None]] = {}

    @classmethod
    def of(cls, controls: Iterable[MessageControl], stickers: Sequence[Sticker] = ()) -> Linter:
        """Make a linter of controls and stickers alone. Raises KeyError for an unknown kind."""
        return Linter(_Given(tuple(controls), stickers, ()))

    def judge(self, message: Message) -> list[Finding]:
        """Return what the guideline finds in a message, in the order of its places.

        The file of every place is the message's id; ``start`` and ``end`` count code points of the
        text as typed. A finding under ``fix: remove`` carries the edits that mend it; one under
        ``fix: sticker`` names the sticker to send instead.
        """
        return self._judged(message, self._rules_for(message)[0])

    def hidden(self, message: Message) -> list[tuple[int, int]]:
        """Return the spans of personal data that an exception lets pass: reports hide them all the same."""
        passed = self._rules_for(message)[1] if self._waivers else None
        if passed is None:
            return []
        found = self._judged(message, passed)
        return [(each.place.start or 0, each.place.end or 0) for each in found if each.personal]

    def _judged(self, message: Message, selection: Selection | None) -> list[Finding]:
        if selection is None:
            return []
        view = View(message, self._lexicon)
        text = view.text
        findings = [
            self._finding(view, rule, hit)
            for rule in selection.raised_by(view)
            # A gate is asked here and not by its rule: a call costs as much as most gates.
            if (rule.gate is None or rule.gate.search(text)) and rule.may(view, rule)
            for hit in rule.find(view, rule)
        ]
        if len(findings) > 1:
            findings.sort(key=_order)
        return findings

    def mend(self, message: Message) -> str:
        """Return the text with every known fix applied: the body stays, and mending again changes nothing."""
        return mend(message, self.judge)

    def prove(self) -> list[Finding]:
        """Return a finding for every phrase that can never fire, or that says the same as one before it."""
        return [finding for rule in self._rules for finding in _idle_phrases(rule.control)]

    def _rules_for(self, message: Message) -> tuple[Selection | None, Selection | None]:
        """Return the rules that hold for a message, and those that an exception lets pass."""
        section = message.section
        scope = message.channel, message.zone, message.phase, section if section in self._sections else ""
        rules = self._scopes.get(scope)
        if rules is None:
            here = [rule for rule in self._rules if _in_scope(rule.control, scope)]
            waived = {name for waiver in self._waivers if _fits(waiver, scope) for name in waiver.rules}
            rules = (
                Selection.of([rule for rule in here if rule.control.rule not in waived]),
                Selection.of([rule for rule in here if rule.control.rule in waived]),
            )
            if len(self._scopes) < _MOST_SCOPES:
                self._scopes[scope] = rules
        return rules

    def _finding(self, view: View, rule: Rule, hit: Hit) -> Finding:
        control = rule.control
        start, end = view.raw((hit.start, hit.end))
        line, column = view.line_column(start)
        edits: tuple[Edit, ...] = ()
        if control.fix == "remove" and hit.cut:
            edits = edits_of(view, hit)
        sticker = self._stickers.get(hit.reply) if control.fix == "sticker" and hit.reply else None
        # By place, not by name: a finding is made for every fourth message of an archive.
        return Finding(
            control.rule,
            control.clause,
            control.severity,
            Place(view.message.id, line, column, start, end),
            f"messages.{hit.say or control.kind}",
            dict(hit.args) if hit.args else {},
            edits,
            sticker,
            "",
            hit.personal,
        )


def _given(guideline: Guideline | _Given) -> _Given:
    if isinstance(guideline, _Given):
        return guideline
    return _Given(guideline.of(MessageControl), guideline.stickers, guideline.waivers)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.place.start or 0, finding.place.end or 0, finding.rule


def _in_scope(control: MessageControl, scope: _Scope) -> bool:
    channel, zone, phase, _ = scope
    return (
        (not control.channels or channel in control.channels)
        and (not control.zones or zone in control.zones)
        and (not control.phases or phase in control.phases)
    )


def _fits(waiver: Waiver, scope: _Scope) -> bool:
    about = {"channel": scope[0], "zone": scope[1], "section": scope[3]}
    return all(about.get(field) == wanted for field, wanted in waiver.scope.items())


def _phrases(controls: Sequence[MessageControl], kind: str) -> list[str]:
    return [phrase for control in controls if control.kind == kind for phrase in control.phrases]


def _idle_phrases(control: MessageControl) -> Iterable[Finding]:
    seen: dict[tuple[str, ...], str] = {}
    for phrase in control.phrases:
        form = plain_parts(phrase)
        if not can_fire(phrase):
            yield _idle(control, "idle-phrase", {"phrase": phrase})
        elif form in seen:
            yield _idle(control, "same-phrase", {"phrase": phrase, "first": seen[form]})
        seen.setdefault(form, phrase)


def _idle(control: MessageControl, say: str, args: dict[str, object]) -> Finding:
    return Finding(control.rule, control.clause, "error", Place(key="phrases"), f"messages.{say}", args)

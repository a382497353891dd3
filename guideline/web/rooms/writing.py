"""What somebody is about to send: judged first, mended on request, sent when nothing stands against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from guideline.bundle.model import Clause, Guideline, MessageControl
from guideline.finding import Finding
from guideline.messages import Message
from guideline.web.drafting import Form, answer
from guideline.web.fields import first, text_of
from guideline.web.inforce import Ready
from guideline.web.judging import Judgement, judge
from guideline.web.rooms.composing import Content, notice, post, whole
from guideline.web.rooms.room import Room
from guideline.web.rooms.visit import event_in
from guideline.words import Lang

if TYPE_CHECKING:
    from guideline.homeserver import Member

MOST_BYTES = 40 * 1024
"""Of one post: an event may have 64 KiB, in which a mention stands twice."""
WITHOUT = ("writers",)
"""Kinds of rules that aren't asked about a text in a room: who may write is for roles to say too, see ``barred``."""
MOST_DAYS = 90
"""So far ahead a notice's date may lie."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The composer: what is in it, what was found, and what the page says about it.

    ``seen`` is the text whose findings were shown; ``note`` names a sentence; ``refused`` are the server's words;
    ``anyway`` offers to send in spite of advice.
    """

    text: str = ""
    title: str = ""
    until: str = ""
    before: str = ""
    seen: str = ""
    answers: str = ""
    transaction: str = ""
    who: tuple[str, ...] = ()
    note: str = ""
    refused: tuple[str, ...] = ()
    anyway: bool = False
    judgement: Judgement | None = None

    def judged_text(self, room: Room) -> str:
        """Return what the module will judge."""
        return whole(self.title, self.text) if room.is_board else self.text

    def content(self, room: Room, today: date) -> Content:
        """Return the event to send."""
        if room.is_board:
            return notice(self.title, self.text, self.date(today))
        return post(self.text, room.people, self.answers)

    def addressed(self, room: Room) -> Writing:
        """Return the draft with the people who were ticked named at its beginning."""
        names = "".join(f"@{room.people[user]} " for user in self.who if user in room.people)
        return replace(self, text=names + self.text, who=())

    def date(self, today: date) -> date | None:
        """Return until when a notice must be read."""
        try:
            until = date.fromisoformat(self.until)
        except ValueError:
            return None
        return until if today <= until <= today + timedelta(days=MOST_DAYS) else None


def read_writing(fields: dict[str, list[str]], limit: int) -> Writing:
    """Read the composer's form. Raises RefusedRequestError."""
    return Writing(
        text=text_of(fields, "text", limit),
        title=first(fields, "title", 100).strip(),
        until=first(fields, "until", 10) if first(fields, "must") else "",
        before=text_of(fields, "before", limit),
        seen=text_of(fields, "seen", limit),
        answers=event_in(first(fields, "to", 255)),
        transaction=first(fields, "transaction", 64),
        who=tuple(fields.get("who", ())[:100]),
    )


def mend(ready: Ready, room: Room, member: Member, writing: Writing, do: dict[str, Any], lang: Lang) -> Writing:
    """Do what a button beside the draft says, as the page of drafts does."""
    whose: dict[str, Any] = {"section": member.section, "without": WITHOUT}
    draft = Form(writing.text, room.channel, room.zone, writing.before, phase=room.phase, **whose, **do)
    if do.get("mend"):
        draft = replace(draft, of=draft.digest if writing.seen == writing.text else "")
    shown = answer(ready, draft, lang)
    done = replace(
        writing,
        text=shown["form"].text,
        before=shown["form"].before,
        note="nothing-written" if shown["note"] == "empty" else shown["note"],
    )
    return judged(ready, room, member, done, lang)


def judged(ready: Ready, room: Room, member: Member, writing: Writing, lang: Lang) -> Writing:
    """Return the draft with what is found in it; whether it may be sent anyway is for the guideline to say."""
    text = writing.judged_text(room)
    if not text.strip():
        return writing
    message = Message("-", text, room.channel, room.zone, room.phase, section=member.section)
    found = judge(ready, message, lang, WITHOUT)
    anyway = found.count > 0 and not _refused(ready, room, member, found)
    return replace(writing, judgement=found, anyway=anyway, seen=writing.text)


def barred(guideline: Guideline, room: Room, member: Member) -> list[Clause]:
    """Return the clauses that don't let this person write here, as the module goes by them."""
    from guideline.homeserver import RoomClass, not_a_writer

    if not member.section and not member.roles:
        return []
    found = not_a_writer(guideline, RoomClass(room.channel, room.zone, room.phase), member)
    clauses = [guideline.clause(one.clause) for one in found if _refuses(guideline, room, member, {_name(one)})]
    return [one for one in clauses if one is not None]


def _refused(ready: Ready, room: Room, member: Member, found: Judgement) -> bool:
    """Tell whether the module is sure to refuse it: then there is nothing to send anyway."""
    rules = {(shown.record["rule"], shown.record["clause"]) for shown in found.shown}
    return _refuses(ready.guideline, room, member, rules)


def _name(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.clause


def _refuses(guideline: Guideline, room: Room, member: Member, rules: set[tuple[str, str]]) -> bool:
    """Tell whether any of these rules (rule and clause) is held by refusing, for this person in this room."""
    from guideline.homeserver import what

    return any(
        what(control, guideline.day, room.channel, member.section) == "refuse"
        for control in guideline.of(MessageControl)
        if (control.rule, control.clause) in rules
    )


@dataclass(frozen=True, slots=True)
class Buttons:
    """What was pressed."""

    do: str = ""
    mend: str = ""
    sticker: str = ""

    @classmethod
    def of(cls, fields: dict[str, list[str]]) -> Buttons:
        """Read them from a form."""
        return cls(first(fields, "do"), first(fields, "mend", 8), first(fields, "sticker", 100))

    @property
    def mends(self) -> dict[str, Any]:
        """Return what to do to the draft; empty when it is to be sent."""
        if self.mend:
            return {"do": "", "mend": self.mend}
        return {"do": self.do} if self.do in {"mend-all", "undo"} else {}

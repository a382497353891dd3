"""What the homeserver does about a message: nothing, advise, or refuse, by the bundle alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from guideline.bundle.model import Does, Enforcement, Guideline, MessageControl
from guideline.finding import Finding, Place

WRITERS = "writers"
"""The kind of message control that names who may write; the homeserver knows who writes."""

MEMBER = "guideline.member"
"""The account data in which the module tells a person their own section and roles, as of their last log-in."""

CHANNELS = ("talk", "bulletin", "external")

_STRENGTH: tuple[Does, ...] = ("nothing", "advise", "refuse")


@dataclass(frozen=True, slots=True)
class RoomClass:
    """How a room is used; from its state event ``guideline.room``."""

    channel: str = "talk"
    zone: str = "internet"
    phase: str = "normal"


@dataclass(frozen=True, slots=True)
class Member:
    """Who writes: the section and roles that the register of people gives the account."""

    user: str
    section: str = ""
    roles: tuple[str, ...] = ()


Judges = Callable[[str, RoomClass, Member], Sequence[Finding]]
"""Judges one text of a member in a room."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do about one finding."""

    does: Does
    finding: Finding


def rulings(guideline: Guideline, judge: Judges, said: Sequence[str], room: RoomClass, member: Member) -> list[Ruling]:
    """Return what is to be done about the texts ``said``, the refusals first, one ruling a rule.

    Who may write at all is not asked here. Whatever ``judge`` raises comes through.
    """
    kinds = {(control.rule, control.clause): control.kind for control in guideline.of(MessageControl)}
    found = [
        finding
        for text in said
        for finding in judge(text, room, member)
        if kinds.get((finding.rule, finding.clause)) != WRITERS
    ]
    return enforced(guideline, found, room, member)


def enforced(guideline: Guideline, found: Sequence[Finding], room: RoomClass, member: Member) -> list[Ruling]:
    """Return what the bundle wants done about findings, the refusals first, one ruling a rule."""
    controls = {(c.rule, c.clause): c for c in guideline.of(MessageControl)}
    ruled: dict[tuple[str, str], Ruling] = {}
    for finding in found:
        key = (finding.rule, finding.clause)
        control = controls.get(key)
        if control is None or key in ruled:
            continue
        does = what(control, guideline.day, room.channel, member.section)
        if does != "nothing":
            ruled[key] = Ruling(does, finding)
    return sorted(ruled.values(), key=lambda r: r.does != "refuse")


def what(control: MessageControl, day: date, channel: str, section: str) -> Does:
    """Return the most that any line of the control wants done here; nothing where no line fits.

    The order of the lines doesn't matter: a trial widens by adding lines, and no line weakens another.
    """
    wanted = [line.does for line in control.enforce if _fits(line, day, channel, section)]
    return max(wanted, key=_STRENGTH.index, default="nothing")


def _fits(line: Enforcement, day: date, channel: str, section: str) -> bool:
    if (line.channels and channel not in line.channels) or (line.sections and section not in line.sections):
        return False
    return not (line.starts and day < line.starts) and not (line.ends and day > line.ends)


def not_a_writer(guideline: Guideline, room: RoomClass, member: Member) -> list[Finding]:
    """Return a finding for each ``writers`` control of this room that doesn't name the member.

    Its options ``sections`` and ``roles`` are lists; a member of any of them may write, and in an emergency
    everybody where ``emergency`` is true. Unlike a draft's, the writer's account is always known here, so
    somebody whom the register doesn't place in any section is not named.
    """
    return [
        Finding(control.rule, control.clause, control.severity, Place(), "homeserver.not-a-writer")
        for control in guideline.of(MessageControl)
        if control.kind == WRITERS
        and _holds_here(control, room)
        and not (room.phase == "emergency" and control.options.get("emergency"))
        and not _named(control, member)
    ]


def _holds_here(control: MessageControl, room: RoomClass) -> bool:
    pairs = ((control.channels, room.channel), (control.zones, room.zone), (control.phases, room.phase))
    return all(not wanted or here in wanted for wanted, here in pairs)


def _named(control: MessageControl, member: Member) -> bool:
    sections = control.options.get("sections") or ()
    roles = control.options.get("roles") or ()
    return (bool(member.section) and member.section in sections) or any(role in roles for role in member.roles)

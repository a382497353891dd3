"""The module that Synapse loads: ``guideline.homeserver.GuidelineModule``.

It judges what local people send, by the guideline in force, and does what the bundle says. Rooms say how
they are used in their state event ``guideline.room``; a room without it is a talk on the internet side.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Literal

from synapse.api.errors import Codes, SynapseError
from synapse.module_api import NOT_SPAM, EventBase, JsonDict, ModuleApi, Requester
from synapse.module_api.errors import ConfigError

from guideline.bundle.model import Guideline
from guideline.homeserver.counts import FILE, Counts
from guideline.homeserver.failures import FAILURES
from guideline.homeserver.inforce import InForce, Today
from guideline.homeserver.members import Members
from guideline.homeserver.rulings import (
    CHANNELS,
    MEMBER,
    Judges,
    Member,
    RoomClass,
    Ruling,
    enforced,
    not_a_writer,
    rulings,
)
from guideline.homeserver.sentences import record, refusal
from guideline.homeserver.spool import Spool
from guideline.homeserver.status import Status
from guideline.homeserver.texts import texts
from guideline.words import say

ROOM = "guideline.room"
"""The state event that says how a room is used: ``{"class": "talk", "zone": "internet", "phase": "normal"}``."""

JST = timezone(timedelta(hours=9))
LOOK_MILLISECONDS = 1000

_JOIN_PAUSES = (0.05, 0.2, 0.5, 1.0, 3.0)
"""Seconds before each attempt."""

_ENCRYPTION = "m.room.encryption"
_ENCRYPTED = "m.room.encrypted"
_MEMBER = "m.room.member"
_OPTIONS = ("bundle", "members", "spool", "steward")

logger = logging.getLogger(__name__)

Answer = Literal["NOT_SPAM"] | tuple[Codes, JsonDict]


@dataclass(frozen=True, slots=True)
class Settings:
    """The module's entry in homeserver.yaml: three paths and the steward's user id."""

    bundle: Path
    members: Path
    spool: Path
    steward: str


def messages_judge(guideline: Guideline) -> Judges:
    """Return the judge of messages under ``guideline``."""
    from guideline.messages import Linter, Message

    linter = Linter(guideline)

    def judge(text: str, room: RoomClass, member: Member) -> list[Any]:
        message = Message(
            id="", text=text, channel=room.channel, zone=room.zone, phase=room.phase, section=member.section
        )
        return linter.judge(message)

    return judge


class GuidelineModule:
    """What Synapse makes at its start and asks about events."""

    def __init__(self, config: Settings, api: ModuleApi) -> None:
        self._api = api
        self._settings = config
        status = Status(config.spool.parent / "status.json")
        self._status = status
        self._counts = Counts(config.spool.parent / FILE)
        self._members = Members(config.members)
        self._spool = Spool(config.spool, self._file_name)
        kept = config.spool.parent / "last-good.json"
        self._in_force = InForce(config.bundle, kept, status, messages_judge, self._now)
        self._look()
        api.looping_background_call(self._look, LOOK_MILLISECONDS, desc="guideline_look", run_on_all_instances=True)
        api.register_spam_checker_callbacks(
            check_event_for_spam=self.check_event_for_spam,
            check_login_for_spam=self.check_login_for_spam,
            user_may_invite=self.user_may_invite,
        )
        api.register_third_party_rules_callbacks(on_create_room=self.on_create_room)

    @staticmethod
    def parse_config(config: Mapping[str, Any]) -> Settings:
        """Check the entry in homeserver.yaml. Raises ConfigError, which stops Synapse at its start."""
        for key in config:
            if key not in _OPTIONS:
                raise ConfigError(f"guideline module: unknown option {key!r}; known are {', '.join(_OPTIONS)}")
        for key in _OPTIONS:
            if not isinstance(config.get(key), str) or not config[key]:
                raise ConfigError(f"guideline module: option {key!r} is needed, and is text")
        for key in ("bundle", "members", "spool"):
            if not Path(config[key]).is_absolute():
                raise ConfigError(f"guideline module: option {key!r} must be an absolute path")
        if not config["steward"].startswith("@") or ":" not in config["steward"]:
            raise ConfigError("guideline module: option 'steward' is a whole user id, @name:server")
        return Settings(Path(config["bundle"]), Path(config["members"]), Path(config["spool"]), config["steward"])

    async def check_event_for_spam(self, event: EventBase) -> Answer:
        """Let an event pass, or refuse it with a sentence for its writer."""
        sender = event.sender
        if sender == self._settings.steward or not self._api.is_mine(sender):
            return NOT_SPAM
        if event.is_state():
            return _refuse_state(event.type)
        if event.type == _ENCRYPTED:
            return Codes.FORBIDDEN, {"error": say("ja", "homeserver.encrypted")}
        if event.type != "m.room.message":
            return NOT_SPAM
        return await self._judge(event)

    async def check_login_for_spam(self, user: str, *_facts: object) -> Literal["NOT_SPAM"]:
        """Let everybody in; leave word in their own account of the section and roles the register gives them.

        The steward hears of them once too: it brings them into the rooms without asking after everybody.
        """
        try:
            member = self._members.find(user)
            kept = self._api.account_data_manager
            known = await kept.get_global(user, MEMBER) or {}
            if (known.get("section"), tuple(known.get("roles", ()))) != (member.section, member.roles):
                await kept.put_global(user, MEMBER, {"section": member.section, "roles": list(member.roles)})
                self._tell({"kind": "arrival", "user": user})
        except FAILURES as error:
            self._failed("a person could not be told their section", error)
        return NOT_SPAM

    async def on_create_room(self, requester: Requester, config: JsonDict, is_admin: bool) -> None:  # noqa: ARG002, FBT001 - Synapse's signature
        """Take out of a new room what only the operators decide: its class and its encryption."""
        if requester.user.to_string() == self._settings.steward:
            return
        initial = config.get("initial_state")
        if isinstance(initial, list):
            config["initial_state"] = [entry for entry in initial if not _reserved(entry)]

    async def user_may_invite(self, inviter: str, invitee: str, room: str) -> Literal["NOT_SPAM"]:
        """Let invitations pass; whom the steward invites is joined at once: nobody has to find a button."""
        if inviter == self._settings.steward and self._api.is_mine(invitee):
            self._api.run_as_background_process("guideline_join", self._join, invitee, room)
        return NOT_SPAM

    async def _join(self, user: str, room: str) -> None:
        """Join a person to a room as soon as the invitation, which is only being asked about, is there."""
        known = await self._api.get_userinfo_by_id(user)
        if known is None or known.is_deactivated or known.suspended or known.locked:
            return
        for pause in _JOIN_PAUSES:
            await self._api.sleep(pause)
            try:
                await self._api.update_room_membership(sender=user, target=user, room_id=room, new_membership="join")
            except SynapseError:
                continue
            return
        logger.warning("guideline: somebody could not be joined to %s and has an invitation instead", room)

    async def _judge(self, event: EventBase) -> Answer:
        """Judge a message. A failure of ours lets it pass, and is told: docs/decisions/module-failure.md."""
        room = await self._room(event.room_id)
        try:
            today = self._in_force.today()
            if today is None:
                return NOT_SPAM
            member = self._members.find(event.sender)
            # Who may write is ruled first: it holds even where the judge of texts fails.
            ruled = enforced(today.guideline, not_a_writer(today.guideline, room, member), room, member)
            if not any(ruling.does == "refuse" for ruling in ruled):
                said = rulings(today.guideline, today.judge, texts(event.content), room, member)
                if said and await self._asked_about(event):
                    # The number would be kept on the server all the same.
                    said = [ruling for ruling in said if ruling.does == "refuse" and ruling.finding.personal]
                ruled += said
            return self._answer(today, ruled, event)
        except FAILURES as error:
            self._failed("a message could not be judged and passed", error)
            return NOT_SPAM

    async def _asked_about(self, event: EventBase) -> bool:
        """Tell whether this is a draft put to the steward where nobody else reads it: it is not yet said."""
        from guideline.messages import draft_of

        body = event.content.get("body")
        if not isinstance(body, str) or draft_of(body) is None or event.content.get("msgtype") != "m.text":
            return False
        state = await self._api.get_room_state(event.room_id, [(ROOM, ""), (_MEMBER, None)])
        here = {
            key for (kind, key), one in state.items() if kind == _MEMBER and one.content.get("membership") == "join"
        }
        return (ROOM, "") not in state and here == {event.sender, self._settings.steward}

    def _answer(self, today: Today, ruled: list[Ruling], event: EventBase) -> Answer:
        refused = [ruling for ruling in ruled if ruling.does == "refuse"]
        for ruling in refused or ruled:
            self._counts.add(ruling.does, ruling.finding.clause, today.guideline.day)
            self._tell(record(today.guideline, ruling, event.sender, event.room_id))
        return (Codes.FORBIDDEN, refusal(today.guideline, refused)) if refused else NOT_SPAM

    def _tell(self, facts: Mapping[str, Any]) -> None:
        """Leave word for the steward; a full disk must not turn a refusal into a pass."""
        try:
            self._spool.put(facts)
        except OSError as error:
            self._failed("the spool takes nothing", error)

    def _failed(self, what: str, error: Exception) -> None:
        """Tell operators of a failure: its kind alone, for an error's text may quote what was written."""
        logger.error("guideline: %s (%s)", what, type(error).__name__)
        self._status.failed(type(error).__name__, self._now())

    async def _room(self, room_id: str) -> RoomClass:
        state = await self._api.get_room_state(room_id, [(ROOM, "")])
        event = state.get((ROOM, ""))
        content: Mapping[str, Any] = event.content if event is not None else {}
        channel, zone, phase = content.get("class"), content.get("zone"), content.get("phase")
        return RoomClass(
            channel if channel in CHANNELS else "talk",
            zone if isinstance(zone, str) else "internet",
            "emergency" if phase == "emergency" else "normal",
        )

    def _look(self) -> None:
        self._in_force.look()
        self._members.look()
        self._counts.keep(self._now().date())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._api.get_current_time_msec() / 1000, JST)

    def _file_name(self) -> str:
        return f"{self._api.get_current_time_msec():015d}-{secrets.token_hex(6)}"


def _refuse_state(kind: str) -> Answer:
    if kind == _ENCRYPTION:
        return Codes.FORBIDDEN, {"error": say("ja", "homeserver.encryption")}
    if kind == ROOM:
        return Codes.FORBIDDEN, {"error": say("ja", "homeserver.room-class")}
    return NOT_SPAM


def _reserved(entry: object) -> bool:
    return isinstance(entry, Mapping) and entry.get("type") in (_ENCRYPTION, ROOM)

"""下書き: judges a draft that somebody writes to the steward from any client, and answers that person alone.

``下書き お疲れ様です。…`` in a direct chat is answered there; in a room with others the answer goes to the
writer's private room, so that nobody is corrected before colleagues. A draft is judged in memory: it is written
to no file and no log, and repeated only to its writer, and never where it holds personal data.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding
from guideline.messages import Linter, Message, draft_of
from guideline.publish import clause_number
from guideline.source import SourceError
from guideline.steward import disk
from guideline.steward.chat import Chat
from guideline.steward.rooms import PrivateRooms
from guideline.words import say

ROOM = "guideline.room"

_NOTHING: dict[str, Any] = {"types": []}
_WANTED = {
    "room": {
        "timeline": {"types": ["m.room.message"], "limit": 50},
        "state": _NOTHING,
        "ephemeral": _NOTHING,
        "account_data": _NOTHING,
    },
    "presence": _NOTHING,
    "account_data": _NOTHING,
}
_FAILURES = (ArithmeticError, AttributeError, LookupError, RuntimeError, SourceError, TypeError, ValueError)

logger = logging.getLogger(__name__)


class Drafts:
    """What people write to the steward, and what it answers."""

    def __init__(
        self,
        chat: Chat,
        me: str,
        state: Path,
        guideline: Callable[[], Guideline],
        section_of: Callable[[str], str] = lambda _: "",
    ) -> None:
        """``me`` is the steward's user id; ``guideline`` returns the one in force today.

        ``section_of`` tells the section of a user; "" where nobody knows it.
        """
        self._chat = chat
        self._me = me
        self._seen = state / "drafts.json"
        self._guideline = guideline
        self._section_of = section_of
        self._rooms = PrivateRooms(chat, state / "private-rooms.json")
        self._linter: tuple[str, Linter] | None = None

    def answer_all(self, wait: float) -> int:
        """Wait so many seconds for drafts and answer them; return how many. Raises ConnectionError.

        An answer's transaction is made of the draft's event, so that none is answered twice. What was written
        before the steward first looked stays unanswered.
        """
        since = str(disk.recall(self._seen).get("since", ""))
        answer = self._chat.sync(_WANTED, since, wait if since else 0.0)
        rooms = _part(answer, "rooms")
        for room in _part(rooms, "invite"):
            self._enter(room)
        events = list(_events(_part(rooms, "join"))) if since else []
        count = sum(self._answer(room, event) for room, event in events)
        if answer.get("next_batch") != since:
            disk.keep(self._seen, {"since": str(answer.get("next_batch", ""))})
        return count

    def _enter(self, room: str) -> None:
        """Follow an invitation: whoever opens a chat with the steward wants an answer."""
        try:
            self._chat.join(room)
        except PermissionError as error:
            logger.warning("steward: an invitation can't be followed (%s)", type(error).__name__)

    def _answer(self, room: str, event: Mapping[str, Any]) -> int:
        sender, draft = event.get("sender"), draft_in(event.get("content"))
        if draft is None or not isinstance(sender, str) or sender == self._me:
            return 0
        try:
            direct = self._direct(room)
            body = self._judge(draft, room, sender, direct=direct)
            content: dict[str, Any] = {"msgtype": "m.notice", "body": body}
            if direct:
                content["m.relates_to"] = {"m.in_reply_to": {"event_id": event.get("event_id", "")}}
            target = room if direct else self._rooms.room_of(sender)
            self._chat.send(target, "m.room.message", content, f"draft-{event.get('event_id', '')}")
        except PermissionError as error:
            logger.warning("steward: a draft can't be answered (%s)", type(error).__name__)
            return 0
        return 1

    def _direct(self, room: str) -> bool:
        """Tell whether nobody but the writer and the steward reads this room."""
        return len(self._chat.members(room)) <= 2 and not self._chat.state(room, ROOM)

    def _judge(self, draft: str, room: str, writer: str, *, direct: bool) -> str:
        if not draft.strip():
            return say("ja", "steward.draft-empty")
        used = self._chat.state(room, ROOM)
        channel, zone = used.get("class"), used.get("zone")
        message = Message(
            "-",
            draft,
            channel if channel in {"talk", "bulletin", "external"} else "talk",
            zone if zone in {"internet", "admin"} else "internet",
            "emergency" if used.get("phase") == "emergency" else "normal",
            section=self._section_of(writer),
        )
        try:
            guideline = self._guideline()
            linter = self._linter_of(guideline)
            found = linter.judge(message)
            mended = linter.mend(message) if direct and not any(one.personal for one in found) else draft
        except _FAILURES as error:
            # The kind alone: an error's text may quote the draft.
            logger.error("steward: a draft could not be judged (%s)", type(error).__name__)  # noqa: TRY400
            return say("ja", "steward.draft-failed")
        return judgement(guideline, found, mended if mended != draft else "")

    def _linter_of(self, guideline: Guideline) -> Linter:
        key = f"{guideline.digest} {guideline.day}"
        if self._linter is None or self._linter[0] != key:
            self._linter = key, Linter(guideline)
        return self._linter[1]


def draft_in(content: object) -> str | None:
    """Return the draft of a message that asks for judging, None for any other message; an edit is none."""
    if not isinstance(content, Mapping) or content.get("msgtype") != "m.text":
        return None
    relation = content.get("m.relates_to")
    if isinstance(relation, Mapping) and relation.get("rel_type") == "m.replace":
        return None
    body = content.get("body")
    return draft_of(body) if isinstance(body, str) else None


def judgement(guideline: Guideline, found: Sequence[Finding], mended: str) -> str:
    """Return in words what was found, each with its clause, and the mended text where there is one."""
    if not found:
        return say("ja", "steward.draft-clean")
    personal = any(one.personal for one in found)
    lines = [say("ja", "steward.draft-found", count=len(found))]
    # The same thing in several places is told once.
    lines += dict.fromkeys(f"・{_told(guideline, one)}" for one in found)
    if personal:
        lines.append(say("ja", "steward.draft-personal"))
    if mended.strip():
        lines.append(say("ja", "steward.draft-mended", text=mended))
    return "\n".join(lines)


def _told(guideline: Guideline, finding: Finding) -> str:
    clause = guideline.clause(finding.clause)
    sticker = guideline.sticker(finding.sticker) if finding.sticker else None
    return say(
        "ja",
        "steward.draft-one",
        what=say("ja", finding.say, **finding.args),
        clause=clause_number("ja", clause.number) if clause else "",
        title=clause.title.ja if clause else finding.clause,
        instead=say("ja", "steward.instead", sticker=sticker.label.ja) if sticker else "",
    )


def _events(rooms: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for room, value in rooms.items():
        events = _part(value, "timeline").get("events")
        for event in events if isinstance(events, list) else ():
            if isinstance(event, Mapping):
                yield room, event


def _part(value: object, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}

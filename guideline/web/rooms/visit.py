"""One request of somebody who has logged in; whoever hasn't is led to the log-in and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from starlette.background import BackgroundTask
from starlette.requests import Request

from guideline.web.fields import read_fields
from guideline.web.forgery import from_elsewhere
from guideline.web.limits import client_of, read_body
from guideline.web.refusing import RefusedRequestError
from guideline.web.rendering import lang_of
from guideline.web.rooms.cookie import name_of
from guideline.web.rooms.sessions import Session
from guideline.web.rooms.wiring import Chat
from guideline.web.wired import Wired
from guideline.words import Lang

if TYPE_CHECKING:
    from guideline.homeserver import Member, PersonClient

ROOM = re.compile(r"![A-Za-z0-9._~=+:\[\]-]{1,254}")
EVENT = re.compile(r"\$[A-Za-z0-9._~=+:/\[\]-]{1,254}")
_NEXT = re.compile(rf"/rooms(/{ROOM.pattern}(/notices/\$[A-Za-z0-9._~=+:-]{{1,254}})?)?")


class LogInFirstError(Exception):
    """Nobody has logged in with this browser. ``ended`` tells that somebody had."""

    def __init__(self, *, ended: bool) -> None:
        super().__init__()
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, and what was wired for them."""

    wired: Wired
    chat: Chat
    lang: Lang
    name: str
    session: Session
    person: PersonClient

    @classmethod
    def of(cls, request: Request, *, by_hand: bool = True) -> Self:
        """Know the visitor. Raises LogInFirstError, and RefusedRequestError where the page has no chat."""
        wired, chat = Wired.of(request), chat_of(request)
        name = name_of(request)
        session = chat.sessions.find(name, by_hand=by_hand)
        if session is None:
            raise LogInFirstError(ended=bool(name))
        person = chat.server.person(session.token, session.user, client_of(request))
        return cls(wired, chat, lang_of(request), name, session, person)

    @property
    def member(self) -> Member:
        """Who asks, as the register places them."""
        from guideline.homeserver import Member

        return Member(self.session.user, self.session.section, self.session.roles)

    async def fields(self, request: Request) -> dict[str, list[str]]:
        """Return what a form of this session says. Raises RefusedRequestError for anybody else's."""
        limits = self.wired.settings.limits
        fields = read_fields(await own_body(request, limits.form, limits.body_seconds))
        if not self.session.own(fields.get("form", [""])[0]):
            raise RefusedRequestError(403, "from-elsewhere")
        return fields

    def clean_up(self) -> BackgroundTask:
        """Return what is to be done after the answer: tokens of sessions that ended by themselves are revoked."""
        return BackgroundTask(revoke_over, self.chat)


async def own_body(request: Request, most: int, seconds: float) -> bytes:
    """Return the body of a form that the browser says is ours. Raises RefusedRequestError."""
    if from_elsewhere(request):
        raise RefusedRequestError(403, "from-elsewhere")
    return await read_body(request, most, seconds)


def chat_of(request: Request) -> Chat:
    """Return the chat side of the page. Raises RefusedRequestError where there is none."""
    chat = Wired.of(request).chat
    if chat is None:
        raise RefusedRequestError(404, "not-found")
    return chat


def room_of(request: Request) -> str:
    """Return the room that the path names. Raises RefusedRequestError."""
    room = str(request.path_params["room"])
    if not ROOM.fullmatch(room):
        raise RefusedRequestError(404, "not-found")
    return room


def event_in(text: str) -> str:
    """Return an event's id; "" for anything else."""
    return text if EVENT.fullmatch(text) else ""


def next_of(text: str) -> str:
    """Return where to go after the log-in: a page of rooms, whatever was asked for."""
    return text if _NEXT.fullmatch(text) else "/rooms"


async def revoke_over(chat: Chat) -> None:
    """Revoke the tokens of sessions that ended by themselves; a server that is away forgets them in its own time."""
    for session in chat.sessions.over():
        await revoke(chat, session)


async def revoke(chat: Chat, session: Session, *, everywhere: bool = False) -> bool:
    """Revoke a session's token; tell whether the server has done it."""
    from guideline.homeserver import RefusedError, UnavailableError

    try:
        await chat.server.person(session.token, session.user).log_out(everywhere=everywhere)
    except RefusedError as error:
        return error.code == "M_UNKNOWN_TOKEN"
    except UnavailableError:
        return False
    return True

"""Files of a room: handed on as Matrix media with the person's own account, and given back to be kept, never shown."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from guideline.messages import Message
from guideline.web.forgery import from_elsewhere
from guideline.web.inforce import Ready
from guideline.web.refusing import RefusedRequestError
from guideline.web.rooms import composing
from guideline.web.rooms.events import mapping, words
from guideline.web.rooms.multipart import Sent, read_sent
from guideline.web.rooms.parcels import HEAD, KINDS, begins_as, clean_name, disposition, kind_of, largest
from guideline.web.rooms.posting import room_page, sentences_of
from guideline.web.rooms.posts import FILES, MXC
from guideline.web.rooms.room import Room, look
from guideline.web.rooms.visit import Visit, event_in, room_of
from guideline.web.rooms.writing import Writing

if TYPE_CHECKING:
    from guideline.homeserver import RefusedError

LONGEST = 600.0
"""Seconds that one file may take."""
_LEFT = 20.0
"""Seconds for which the rest of a form that is turned down is read, so that its sender sees why."""
SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


async def send_file(request: Request) -> Response:
    """Hand a file on and post it; show the room again, with the reason, where it can't be."""
    visit, room_id = Visit.of(request), room_of(request)
    if from_elsewhere(request):
        raise RefusedRequestError(403, "from-elsewhere")
    limits = visit.wired.settings.limits
    try:
        async with asyncio.timeout(LONGEST):
            sent = await read_sent(request, limits.body_seconds)
            if not visit.session.own(sent.fields.get("form", "")):
                raise RefusedRequestError(403, "from-elsewhere")
            found = await look(visit.person, room_id)
            if found is None:
                raise RefusedRequestError(404, "no-room")
            return await _pass_on(request, visit, found, sent)
    except TimeoutError:
        raise RefusedRequestError(408, "too-slow") from None


async def _pass_on(request: Request, visit: Visit, found: Room, sent: Sent) -> Response:
    from guideline.homeserver import RefusedError, UnavailableError

    name, ready = clean_name(sent.name), visit.wired.in_force.ready()
    data = _with_head(sent.data)
    head = await anext(data)
    if problem := _problem(ready, found, sent, name, head):
        await _drain(data)
        return room_page(request, visit, found, Writing(note=problem), 413 if problem == "file-large" else 400)
    media_type = KINDS[kind_of(name)][0]
    try:
        address = await visit.person.upload(_again(head, data), sent.size, media_type, name)
        content = composing.file(name, address, media_type, sent.size)
        transaction = composing.transaction(sent.fields.get("transaction", "")[:64], content)
        await visit.person.send(found.id, "m.room.message", content, transaction)
    except UnavailableError:
        return room_page(request, visit, found, Writing(note="file-away"), 503)
    except RefusedError as error:
        return _refused(request, visit, found, error)
    return RedirectResponse(f"/rooms/{found.id}?lang={visit.lang}#latest", 303)


def _refused(request: Request, visit: Visit, found: Room, error: RefusedError) -> Response:
    if error.code in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}:
        raise error
    if error.code == "M_TOO_LARGE":
        return room_page(request, visit, found, Writing(note="file-large"), 413)
    told = Writing(note="refused", refused=sentences_of(error.answer, error.message))
    return room_page(request, visit, found, told, 403)


def _problem(ready: Ready, found: Room, sent: Sent, name: str, head: bytes) -> str:
    """Return the name of the sentence that tells why a file isn't handed on; "" where it is."""
    if not sent.name or not sent.size:
        return "file-none"
    if sent.size > largest(ready.guideline):
        return "file-large"
    kind = kind_of(name)
    if not kind or not begins_as(kind, head):
        return "file-kind"
    named = ready.linter.judge(Message("-", name, found.channel, found.zone, found.phase))
    return "file-personal" if any(one.personal for one in named) else ""


async def give_file(request: Request) -> Response:
    """Give a file of a post to its reader's disk."""
    visit, room_id = Visit.of(request), room_of(request)
    event = event_in(str(request.path_params["event"]))
    if not event:
        raise RefusedRequestError(404, "not-found")
    content = mapping(await visit.person.event(room_id, event), "content")
    found = MXC.fullmatch(words(content, "url"))
    if found is None or words(content, "msgtype") not in FILES:
        raise RefusedRequestError(404, "not-found")
    name = clean_name(words(content, "filename") or words(content, "body"))
    if not kind_of(name):
        raise RefusedRequestError(403, "file-kind")
    data = await visit.person.download(found[1], found[2], largest(visit.wired.in_force.ready().guideline))
    headers = {"content-disposition": disposition(name), "content-security-policy": SANDBOX}
    return StreamingResponse(data, media_type="application/octet-stream", headers=headers)


async def _with_head(data: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the first bytes by themselves, by which a kind is known, then the rest."""
    head = b""
    async for piece in data:
        head += piece
        if len(head) >= HEAD:
            break
    yield head
    async for piece in data:
        yield piece


async def _again(head: bytes, data: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if head:
        yield head
    async for piece in data:
        yield piece


async def _drain(data: AsyncIterator[Any]) -> None:
    with contextlib.suppress(RefusedRequestError, TimeoutError):
        async with asyncio.timeout(_LEFT):
            async for _ in data:
                pass

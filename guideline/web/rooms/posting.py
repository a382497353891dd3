"""Sends what was written: judged before, and kept in the composer whenever it couldn't be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from guideline.web.fields import first, read_fields, text_of
from guideline.web.refusing import RefusedRequestError
from guideline.web.rooms import composing
from guideline.web.rooms.entering import form as log_in_form
from guideline.web.rooms.events import one_line
from guideline.web.rooms.room import Room, look
from guideline.web.rooms.showing import page, room_values
from guideline.web.rooms.visit import LogInFirstError, Visit, own_body, room_of
from guideline.web.rooms.writing import MOST_BYTES, Buttons, Writing, judged, mend, read_writing
from guideline.web.wired import Wired

MOST_WORDS = 2000


async def send(request: Request) -> Response:
    """Do what the composer's button says; show the room again, with the draft where it wasn't sent."""
    room_id = room_of(request)
    try:
        visit = Visit.of(request)
    except LogInFirstError:
        return await _kept_for_later(request, room_id)
    fields = await visit.fields(request)
    writing = read_writing(fields, visit.wired.settings.limits.draft)
    pressed = Buttons.of(fields)
    found = await _look(visit, room_id)
    if found is None:
        return room_page(request, visit, _empty(room_id), replace(writing, note="away"), 503)
    if pressed.sticker:
        return await _sticker(request, visit, found, writing, pressed.sticker)
    writing = writing.addressed(found)
    ready = visit.wired.in_force.ready()
    if pressed.mends:
        return room_page(
            request,
            visit,
            found,
            await run_in_threadpool(mend, ready, found, visit.member, writing, pressed.mends, visit.lang),
        )
    if problem := _problem(visit, found, writing):
        return room_page(request, visit, found, replace(writing, note=problem), 400)
    result = await run_in_threadpool(judged, ready, found, visit.member, writing, visit.lang)
    if result.judgement and result.judgement.count and not (pressed.do == "anyway" and writing.seen == writing.text):
        return room_page(request, visit, found, replace(result, note="look-first" if result.anyway else "would-refuse"))
    content = writing.content(found, visit.wired.settings.today())
    return await _send(request, visit, found, result, ("m.room.message", content))


def _problem(visit: Visit, found: Room, writing: Writing) -> str:
    """Return the name of the sentence that tells why this can't be sent; "" where it can."""
    if not writing.text.strip():
        return "nothing-written"
    if found.is_board and not writing.title:
        return "no-title"
    if found.is_board and writing.until and writing.date(visit.wired.settings.today()) is None:
        return "bad-date"
    if len(writing.text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        return "too-long"
    return ""


async def _sticker(request: Request, visit: Visit, found: Room, writing: Writing, name: str) -> Response:
    """Send a sticker; in answer to a post, as a reaction to it. The draft stays."""
    one = visit.wired.in_force.ready().guideline.sticker(name)
    if one is None:
        raise RefusedRequestError(400, "not-text")
    if writing.answers and one.reaction:
        event: tuple[str, dict[str, Any]] = "m.reaction", composing.reaction(one.reaction, writing.answers)
    else:
        event = composing.sticker(one, found.art)
    return await _send(request, visit, found, writing, event, keeps=True)


async def _send(
    request: Request,
    visit: Visit,
    found: Room,
    writing: Writing,
    event: tuple[str, dict[str, Any]],
    *,
    keeps: bool = False,
) -> Response:
    from guideline.homeserver import RefusedError, UnavailableError

    transaction = composing.transaction(writing.transaction, event[1])
    try:
        await visit.person.send(found.id, *event, transaction)
    except UnavailableError:
        return room_page(request, visit, found, replace(writing, note="away"), 503)
    except RefusedError as error:
        if error.code in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}:
            raise
        refused = replace(writing, note="refused", refused=sentences_of(error.answer, error.message), anyway=False)
        return room_page(request, visit, found, refused, 403)
    if keeps and writing.text:
        visit.session.draft = (found.id, writing.text)
    return RedirectResponse(f"/rooms/{found.id}?lang={visit.lang}#latest", 303)


def sentences_of(answer: Mapping[str, Any], message: str) -> tuple[str, ...]:
    """Return the module's words; a refusal of the server's own is told in ours."""
    if not isinstance(answer.get("guideline"), Mapping):
        known = message if any("\u3040" <= one <= "\u9fff" for one in message[:200]) else ""
        return (one_line(known, 400),) if known else ()
    return tuple(one_line(line, 400) for line in message[:MOST_WORDS].split("\n") if line.strip())


async def _look(visit: Visit, room_id: str) -> Room | None:
    """Return the room; None while its server is away. Raises RefusedRequestError where this person isn't in it."""
    from guideline.homeserver import UnavailableError

    try:
        found = await look(visit.person, room_id)
    except UnavailableError:
        return None
    if found is None:
        raise RefusedRequestError(404, "no-room")
    return found


def room_page(request: Request, visit: Visit, found: Room, writing: Writing, status: int = 200) -> Response:
    """Show the room again, with what is in its composer and what is said of it."""
    template = "board.html" if found.is_board else "room.html"
    return page(request, visit, template, status, **room_values(visit, found, writing))


async def _kept_for_later(request: Request, room_id: str) -> Response:
    """The log-in has ended while somebody wrote: their draft goes through the log-in with them."""
    limits = Wired.of(request).settings.limits
    fields = read_fields(await own_body(request, limits.form, limits.body_seconds))
    draft = "" if first(fields, "sticker") else text_of(fields, "text", limits.draft)
    return log_in_form(request, 401, note="ended", next_path=f"/rooms/{room_id}", draft=draft)


def _empty(room_id: str) -> Room:
    return Room(room_id, "", "", "talk", "internet", "normal", {}, (), {}, (), {}, "", whole=True, leads=False)

"""The routes of rooms: the list, a room or board, its older posts, one notice, and what is new."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from guideline.web.refusing import RefusedRequestError
from guideline.web.rooms import entering, files, notices, posting
from guideline.web.rooms.events import events_in, mapping, words
from guideline.web.rooms.overview import overview
from guideline.web.rooms.overview import wanted as wanted_list
from guideline.web.rooms.posts import latest, name_in, posts_of
from guideline.web.rooms.reading import counts
from guideline.web.rooms.room import Room, back_to, look, wanted
from guideline.web.rooms.showing import labels, page, room_values
from guideline.web.rooms.visit import Visit, event_in, room_of
from guideline.web.rooms.writing import Writing

WAIT_SECONDS = 20.0
AROUND = 100
_SINCE = re.compile(r"[A-Za-z0-9_.~-]{1,300}")


async def rooms(request: Request) -> Response:
    """Show the rooms of whoever has logged in."""
    visit = Visit.of(request)
    found = await overview(visit.person, labels(visit.wired.in_force.ready().guideline))
    return page(request, visit, "list.html", overview=found)


async def room(request: Request) -> Response:
    """Show a room or a board and mark it read; with ``before``, its older posts."""
    visit, room_id = Visit.of(request), room_of(request)
    before = event_in(request.query_params.get("before", ""))
    if before:
        return await _older(request, visit, room_id, before)
    found = await look(visit.person, room_id)
    if found is None:
        raise RefusedRequestError(404, "no-room")
    if not found.is_board:
        await mark(visit, found)
    writing = Writing(answers=event_in(request.query_params.get("to", "")))
    if visit.session.draft and visit.session.draft[0] == room_id:
        writing, visit.session.draft = replace(writing, text=visit.session.draft[1], note="kept"), None
    return page(request, visit, "board.html" if found.is_board else "room.html", **room_values(visit, found, writing))


async def live(request: Request) -> Response:
    """Wait until something is new in a room, and answer with its page; with nothing when nothing came."""
    visit, room_id = Visit.of(request, by_hand=False), room_of(request)
    since = _since(request)
    filter_ = wanted(room_id, marks=request.query_params.get("marks") == "1", limit=1)
    answer = await visit.person.sync(filter_, since, WAIT_SECONDS)
    if not mapping(answer, "rooms", "join", room_id):
        return Response(status_code=204, headers={"x-since": words(answer, "next_batch")})
    found = await look(visit.person, room_id)
    if found is None:
        raise RefusedRequestError(404, "no-room")
    if not found.is_board:
        await mark(visit, found)
    template = "board.html" if found.is_board else "room.html"
    return page(request, visit, template, **room_values(visit, found, Writing()))


async def live_list(request: Request) -> Response:
    """Wait until something is new in any room."""
    visit = Visit.of(request, by_hand=False)
    filter_: dict[str, Any] = wanted_list()
    answer = await visit.person.sync(filter_, _since(request), WAIT_SECONDS)
    if not mapping(answer, "rooms"):
        return Response(status_code=204, headers={"x-since": words(answer, "next_batch")})
    found = await overview(visit.person, labels(visit.wired.in_force.ready().guideline))
    return page(request, visit, "list.html", overview=found)


async def join(request: Request) -> Response:
    """Take up an invitation."""
    visit, room_id = Visit.of(request), room_of(request)
    await visit.fields(request)
    await visit.person.join(room_id)
    return RedirectResponse(f"/rooms/{room_id}?lang={visit.lang}", 303)


async def media(request: Request) -> Response:
    """Serve a sticker's artwork from the chat server: pictures alone, and small ones."""
    visit = Visit.of(request, by_hand=False)
    kind, data = await visit.person.media(request.path_params["server"], request.path_params["name"])
    if kind not in {"image/png", "image/webp", "image/gif", "image/jpeg"}:
        raise RefusedRequestError(404, "not-found")
    kept = {"cache-control": "private, max-age=86400", "content-security-policy": files.SANDBOX}
    return Response(data, media_type=kind, headers=kept)


async def mark(visit: Visit, found: Room) -> None:
    """Set the read mark on the newest event of a room."""
    mine = {event for event, kinds in found.receipts.items() if visit.session.user in mapping(kinds, "m.read")}
    if found.last and found.last not in mine:
        await visit.person.read(found.id, found.last)


async def _older(request: Request, visit: Visit, room_id: str, before: str) -> Response:
    found, around = await asyncio.gather(look(visit.person, room_id), visit.person.around(room_id, before, AROUND))
    if found is None:
        raise RefusedRequestError(404, "no-room")
    earlier = events_in(around, "events_before")[::-1]
    whole = posts_of([*earlier, *events_in(around, "events_after")], labels(visit.wired.in_force.ready().guideline))
    ids = {words(event, "event_id") for event in earlier}
    posts = latest([post for post in whole if post.event in ids])
    begins = any(event.get("type") == "m.room.create" for event in earlier) or not earlier
    oldest = posts[0].event if posts else words(earlier[0], "event_id") if earlier else ""
    timeline = await back_to(visit.person, found, posts[0].event) if posts else []
    reached = {words(event, "event_id") for event in timeline}
    told = [post for post in posts if post.event in reached]
    values = {
        "room": found,
        "posts": posts,
        "read": counts(told, timeline, found.receipts, list(found.staff)),
        "older": "" if begins and posts[:1] == [post for post in whole if post.event in ids][:1] else oldest,
        "named": partial(name_in, found.people),
        "by_event": {post.event: post for post in whole},
    }
    return page(request, visit, "older.html", **values)


def _since(request: Request) -> str:
    since = request.query_params.get("since", "")
    if not _SINCE.fullmatch(since):
        raise RefusedRequestError(400, "not-text")
    return since


_ROOM = "/rooms/{room}"
ROUTES = (
    Route("/login", entering.log_in, methods=["GET", "POST"]),
    Route("/logout", entering.log_out, methods=["POST"]),
    Route("/rooms", rooms, methods=["GET"]),
    Route("/rooms/live", live_list, methods=["GET"]),
    Route("/rooms/media/{server}/{name}", media, methods=["GET"]),
    Route(_ROOM, room, methods=["GET"]),
    Route(_ROOM, posting.send, methods=["POST"]),
    Route(f"{_ROOM}/join", join, methods=["POST"]),
    Route(f"{_ROOM}/files", files.send_file, methods=["POST"]),
    Route(f"{_ROOM}/files/{{event}}", files.give_file, methods=["GET"]),
    Route(f"{_ROOM}/live", live, methods=["GET"]),
    Route(f"{_ROOM}/notices/{{event}}", notices.notice, methods=["GET"]),
)

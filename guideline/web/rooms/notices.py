"""One notice of a board: what it says, whether it must be read, and who has read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from guideline.web.refusing import RefusedRequestError
from guideline.web.rooms.events import Event, mapping
from guideline.web.rooms.posts import Post, name_in, posts_of
from guideline.web.rooms.reading import KEPT, OPENED, mark_upto, readers, unread_of
from guideline.web.rooms.room import Room, back_to, look
from guideline.web.rooms.showing import labels, page
from guideline.web.rooms.visit import Visit, event_in, room_of
from guideline.web.rooms.writing import MOST_BYTES

MOST_NAMES = 300


async def notice(request: Request) -> Response:
    """Show a notice and count it as read by its reader."""
    visit, room_id = Visit.of(request), room_of(request)
    wanted = event_in(str(request.path_params["event"]))
    found = await look(visit.person, room_id) if wanted else None
    if found is None:
        raise RefusedRequestError(404, "no-room")
    timeline = await back_to(visit.person, found, wanted)
    known = labels(visit.wired.in_force.ready().guideline)
    posts = posts_of(timeline, known, longest=MOST_BYTES)
    shown = next((post for post in posts if post.event == wanted), None)
    if shown is None:
        raise RefusedRequestError(404, "no-post")
    if found.is_board:
        await _opened(visit, found, posts, timeline, wanted)
    return page(request, visit, "notice.html", **_values(visit, found, timeline, shown))


def _values(visit: Visit, found: Room, timeline: list[Event], shown: Post) -> dict[str, Any]:
    """Return what is shown: the counts to everybody, names of the unread to the writer and who leads the board."""
    me = visit.session.user
    read = readers(shown.event, shown.sender, timeline, found.receipts, found.staff) | {me}
    read -= {shown.sender}
    left = sorted(name for user, name in found.staff.items() if user not in read and user != shown.sender)
    open_to_me = found.is_board and (shown.sender == me or found.leads)
    return {
        "room": found,
        "post": shown,
        "told": shown.text.removeprefix(shown.title).lstrip("\n") if found.is_board else shown.text,
        "author": name_in(found.people, shown.sender),
        "read": len(read),
        "left": len(left),
        "names": left[:MOST_NAMES] if open_to_me else [],
        "open_to_me": open_to_me,
        "over": shown.until is not None and _over(shown.until, visit.wired.settings.today()),
    }


def _over(until: date, today: date) -> bool:
    return today > until


async def _opened(visit: Visit, found: Room, posts: list[Post], timeline: list[Event], event: str) -> None:
    """Remember that this person has opened a notice, and move their public mark as far as that allows."""
    opened = [*found.opened, event] if event not in found.opened else list(found.opened)
    if event not in found.opened:
        await visit.person.note(found.id, OPENED, {"events": opened[-KEPT:]})
    unread = unread_of(visit.session.user, posts, timeline, found.receipts, opened)
    upto = mark_upto(posts, unread, timeline)
    mine = {one for one, kinds in found.receipts.items() if visit.session.user in mapping(kinds, "m.read")}
    if upto and upto not in mine:
        await visit.person.read(found.id, upto)

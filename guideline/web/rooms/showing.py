"""What the templates of rooms are given."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from guideline.bundle.model import Guideline
from guideline.web.framing import frame
from guideline.web.limits import client_of
from guideline.web.moments import clock, day
from guideline.web.personal import privacy
from guideline.web.rendering import render
from guideline.web.rooms.parcels import KINDS, largest
from guideline.web.rooms.posts import latest, name_in, posts_of
from guideline.web.rooms.reading import counts, unread_of
from guideline.web.rooms.room import Room
from guideline.web.rooms.visit import Visit
from guideline.web.rooms.writing import Writing, barred
from guideline.words import sentences

MOST_TO_MENTION = 80


def labels(guideline: Guideline) -> dict[str, str]:
    """Return the stickers' labels, as they are sent, by their ids."""
    return {one.id: one.label.get("ja") for one in guideline.stickers}


def page(request: Request, visit: Visit, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render one of the pages that need a log-in."""
    shown = {
        **frame(visit.wired, request, visit.lang, "rooms"),
        "me": visit.session.user,
        "marks": {one.label.get("ja"): one.reaction for one in visit.wired.in_force.ready().guideline.stickers},
        "form_token": visit.session.form,
        "api_token": visit.wired.tokens.make(client_of(request)),
        "clock": partial(clock, visit.lang, visit.wired.settings.today()),
        "day": partial(day, visit.lang),
        **values,
    }
    answer = HTMLResponse(render(f"rooms/{template}", visit.lang, **shown), status)
    answer.background = visit.clean_up()
    return answer


def room_values(visit: Visit, room: Room, writing: Writing) -> dict[str, Any]:
    """Return what a room's page shows: its posts, who has read them, and the composer."""
    guideline = visit.wired.in_force.ready().guideline
    whole = posts_of(room.timeline, labels(guideline))
    posts = latest(whole)
    others = sorted((name, user) for user, name in room.staff.items() if user != visit.session.user)
    values: dict[str, Any] = {
        "room": room,
        "posts": posts,
        "older": posts[0].event if posts and (not room.whole or len(posts) < len(whole)) else "",
        "read": counts(posts, room.timeline, room.receipts, list(room.staff)),
        "unread": unread_of(visit.session.user, posts, room.timeline, room.receipts, room.opened),
        "by_event": {post.event: post for post in whole},
        "named": partial(name_in, room.people),
        "others": others if len(others) <= MOST_TO_MENTION else [],
        "writing": writing,
        "section": visit.session.section,
        "most_bytes": largest(guideline),
        "kinds_of_files": list(KINDS),
        "clauses_of_files": [one for one in guideline.clauses if one.id.startswith("files.")],
        "not_for_me": barred(guideline, room, visit.member),
        "answering": next((post for post in whole if post.event == writing.answers), None),
        "transaction": visit.wired.settings.chance(16).hex(),
        "today": visit.wired.settings.today(),
        "default_until": (visit.wired.settings.today() + timedelta(days=7)).isoformat(),
        **script_values(visit),
    }
    return values


def script_values(visit: Visit) -> dict[str, Any]:
    """Return what the composer's script needs."""
    guideline, lang = visit.wired.in_force.ready().guideline, visit.lang
    words = {name: pair[lang == "en"] for file in ("web", "rooms") for name, pair in sentences(file).items()}
    return {"privacy": privacy(guideline, lang), "words": words}

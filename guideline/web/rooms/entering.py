"""Logging in with the chat account, and out again: here alone, or on every device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from guideline.web.fields import first, read_fields, text_of
from guideline.web.framing import frame
from guideline.web.limits import client_of
from guideline.web.rendering import lang_of, render
from guideline.web.rooms.cookie import give, name_of, take_back
from guideline.web.rooms.sessions import Session
from guideline.web.rooms.visit import LogInFirstError, Visit, chat_of, next_of, own_body, revoke, revoke_over
from guideline.web.wired import Wired

if TYPE_CHECKING:
    from guideline.homeserver import Member
    from guideline.web.rooms.wiring import Chat

DEVICE = "職員のページ"
_MOST_USER, _MOST_PASSWORD = 255, 512


async def log_in(request: Request) -> Response:
    """Show the form, or try what was filled in."""
    if request.method == "GET":
        if chat_of(request).sessions.find(name_of(request)):
            return _to(request, next_of(request.query_params.get("next", "")))
        ended = request.query_params.get("note") == "ended"
        return form(request, note="ended" if ended else "", next_path=request.query_params.get("next", ""))
    wired = Wired.of(request)
    limits = wired.settings.limits
    fields = read_fields(await own_body(request, limits.form, limits.body_seconds))
    kept: dict[str, Any] = {
        "user": first(fields, "user", _MOST_USER).strip(),
        "next_path": next_of(first(fields, "next", 600)),
        "draft": text_of(fields, "draft", limits.draft),
    }
    if not wired.tokens.good(first(fields, "token"), client_of(request)):
        return form(request, 403, note="expired", **kept)
    return await _try(request, chat_of(request), first(fields, "password", _MOST_PASSWORD), kept)


async def _try(request: Request, chat: Chat, password: str, kept: dict[str, Any]) -> Response:
    from guideline.homeserver import RefusedError, UnavailableError

    address, account = client_of(request), _account(kept["user"])
    if not account or not password:
        return form(request, 400, note="wrong", **kept)
    if wait := chat.tries.take(address, account):
        return form(request, 429, note="too-often", wait=round(wait) + 1, **kept)
    try:
        entered = await chat.server.log_in(kept["user"], password, DEVICE, address)
    except RefusedError:
        return form(request, 403, note="wrong", **kept)
    except UnavailableError:
        chat.tries.give_back(address, account)
        return form(request, 503, note="away", **kept)
    chat.tries.give_back(address, account)
    before = chat.sessions.end(name_of(request))
    member = await _member(chat, entered.user, entered.token)
    name = chat.sessions.begin(entered.user, entered.token, member.section, member.roles)
    _keep_draft(chat.sessions.find(name), kept)
    answer = _to(request, kept["next_path"])
    give(request, answer, name)
    if before is not None:
        answer.background = BackgroundTask(revoke, chat, before)
    return answer


async def _member(chat: Chat, user: str, token: str) -> Member:
    """Return who has logged in; nobody is kept out because their section can't be told."""
    from guideline.homeserver import Member, RefusedError, UnavailableError

    try:
        return await chat.server.person(token, user).member()
    except (RefusedError, UnavailableError):
        return Member(user)


async def log_out(request: Request) -> Response:
    """End this session and revoke its token; or every session and token of this person."""
    try:
        visit = Visit.of(request)
    except LogInFirstError:
        return _to(request, "/login")
    fields = await visit.fields(request)
    everywhere = first(fields, "do") == "everywhere"
    visit.chat.sessions.end(visit.name)
    done = await revoke(visit.chat, visit.session, everywhere=everywhere)
    if everywhere:
        visit.chat.sessions.end_all_of(visit.session.user)
    answer = form(request, note="out" if done else "out-here")
    take_back(request, answer)
    return answer


def form(request: Request, status: int = 200, *, note: str = "", wait: int = 0, **kept: Any) -> Response:
    """Show the log-in; ``draft`` is a text that waits for it and goes to ``next_path`` afterwards."""
    wired, lang = Wired.of(request), lang_of(request)
    values = {
        **frame(wired, request, lang, "rooms"),
        "path": "/login",
        "note": note,
        "wait": wait,
        "user": kept.get("user", ""),
        "draft": kept.get("draft", ""),
        "next_path": next_of(kept.get("next_path", "")),
        "form_token": wired.tokens.make(client_of(request)),
    }
    headers = {"retry-after": str(wait)} if wait else {}
    return HTMLResponse(render("rooms/login.html", lang, **values), status, headers)


async def led_to(request: Request, error: Exception) -> Response:
    """Lead somebody to the log-in: a page that asks by itself is told so by its status alone."""
    assert isinstance(error, LogInFirstError)
    note = "&note=ended" if error.ended else ""
    task = BackgroundTask(revoke_over, chat_of(request))
    if request.method == "GET" and not request.url.path.endswith(("/live", "/people")):
        path = quote(next_of(request.url.path), safe="")
        return RedirectResponse(f"/login?lang={lang_of(request)}&next={path}{note}", 303, background=task)
    answer = form(request, 401, note="ended", next_path=request.url.path)
    answer.background = task
    return answer


def _to(request: Request, path: str) -> RedirectResponse:
    return RedirectResponse(f"{path}?lang={lang_of(request)}", 303)


def _account(user: str) -> str:
    """Return what tells accounts apart: the local name, however it was written."""
    return user.removeprefix("@").partition(":")[0].strip().casefold()


def _keep_draft(session: Session | None, kept: dict[str, Any]) -> None:
    room = kept["next_path"].removeprefix("/rooms/").partition("/")[0]
    if session is not None and kept["draft"] and room.startswith("!"):
        session.draft = (room, kept["draft"])

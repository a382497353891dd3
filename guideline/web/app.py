"""Puts the page together: its routes, its bounds, and what it says when it can't."""

from __future__ import annotations

import math

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from guideline.web import api, pages
from guideline.web.headers import Headers
from guideline.web.limits import client_of
from guideline.web.refusing import RefusedRequestError
from guideline.web.rendering import lang_of, render
from guideline.web.rooms import pages as rooms
from guideline.web.rooms.cookie import name_of
from guideline.web.rooms.entering import led_to
from guideline.web.rooms.lasting import lifespan
from guideline.web.rooms.visit import LogInFirstError
from guideline.web.settings import Settings
from guideline.web.wired import Wired
from guideline.words import say

_NAMES = {404: "not-found", 405: "not-allowed", 400: "not-text"}


def make_app(settings: Settings) -> Starlette:
    """Make the application. Raises SourceError when the bundle can't be read, OSError when ``state`` can't be used."""
    middleware = [Middleware(Headers)]
    if settings.hosts:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False))
    middleware += [Middleware(Bounded), Middleware(Packed)]
    wired = Wired.make(settings)
    app = Starlette(
        lifespan=lifespan(wired.chat),
        routes=[
            Route("/", pages.draft, methods=["GET", "POST"]),
            Route("/guideline", pages.guideline, methods=["GET"]),
            Route("/guideline/print", pages.printed, methods=["GET"]),
            Route("/state", pages.state, methods=["GET"]),
            Route("/health", pages.health, methods=["GET"]),
            Route("/static/{digest}/{name}", pages.static, methods=["GET"]),
            *(rooms.ROUTES if settings.chat else ()),
            *api.ROUTES,
        ],
        middleware=middleware,
        exception_handlers={
            RefusedRequestError: _refused,
            HTTPException: _unknown,
            LogInFirstError: led_to,
            ConnectionError: _away,
            PermissionError: _no,
            500: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.wired = wired
    return app


class Bounded:
    """Turns a client away that asks more often than its bucket allows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            request = Request(scope, receive)
            wait = Wired.of(request).buckets.take(client_of(request))
            if wait:
                answer = _answer(request, RefusedRequestError(429, "too-often", wait=wait))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)


class Packed:
    """Compresses what holds nothing anybody wrote: a packed answer's length tells of its content."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._packed = GZipMiddleware(app, minimum_size=1000)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by path."""
        public = scope["type"] == "http" and scope["path"].startswith(
            ("/guideline", "/static/", "/state", "/api/guideline")
        )
        await (self._packed if public else self._app)(scope, receive, send)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedRequestError)
    return _answer(request, error)


async def _unknown(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = _NAMES.get(error.status_code, "not-text")
    answer = _answer(request, RefusedRequestError(error.status_code, name))
    answer.headers.update(error.headers or {})
    return answer


async def _away(request: Request, error: Exception) -> Response:
    """The chat server doesn't answer."""
    del error
    return _answer(request, RefusedRequestError(503, "away", wait=5.0))


async def _no(request: Request, error: Exception) -> Response:
    """The chat server says no: to the log-in itself, or to what was asked."""
    chat = Wired.of(request).chat
    if chat is not None and getattr(error, "code", "") in {"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN"}:
        chat.sessions.end(name_of(request))
        return await led_to(request, LogInFirstError(ended=True))
    return _answer(request, RefusedRequestError(403, "by-server"))


async def _failed(request: Request, error: Exception) -> Response:
    del error  # It may quote what was written.
    return _answer(request, RefusedRequestError(500, "failed"))


def _answer(request: Request, error: RefusedRequestError) -> Response:
    lang = lang_of(request)
    sentence = say(lang, f"web.refused-{error.name}", **error.args_of)
    headers = {"retry-after": str(math.ceil(error.wait))} if error.wait else {}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": error.name, "message": sentence}}, error.status, headers)
    body = render("refused.html", lang, title=say(lang, "web.refused-title"), sentence=sentence)
    return HTMLResponse(body, error.status, headers)

"""The one cookie of the page: the name of a session, for this host alone and out of reach of scripts."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def name_of(request: Request) -> str:
    """Return the session's name as the browser brings it; "" where it brings none."""
    return request.cookies.get(_key(request), "")[:200]


def give(request: Request, response: Response, name: str) -> None:
    """Let the browser keep the session's name until it is closed."""
    response.set_cookie(_key(request), name, path="/", secure=_tls(request), httponly=True, samesite="strict")


def take_back(request: Request, response: Response) -> None:
    """Let the browser forget it."""
    response.delete_cookie(_key(request), path="/", secure=_tls(request), httponly=True, samesite="strict")


def _tls(request: Request) -> bool:
    return request.url.scheme == "https"


def _key(request: Request) -> str:
    # A browser lets nobody but this host itself, over TLS, set a cookie whose name begins with __Host-.
    return "__Host-guideline" if _tls(request) else "guideline"

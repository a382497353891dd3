"""Tells a form of this page from one of a stranger's, without a cookie.

A form carries a token that only this process can make, for one client's address and some hours; besides, the
browser's own word on where a request comes from is heard.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request

HOURS = 12


class Tokens:
    """Makes and knows the tokens of forms."""

    def __init__(self, secret: bytes, clock: Callable[[], float]) -> None:
        self._secret = secret
        self._clock = clock

    def make(self, client: str) -> str:
        """Return a token for this client, from now on."""
        stamp = str(int(self._clock()))
        return f"{stamp}.{self._seal(stamp, client)}"

    def good(self, token: str, client: str) -> bool:
        """Tell whether a token was made here, for this client, and not too long ago."""
        stamp, _, seal = token[:200].partition(".")
        if not (stamp.isascii() and stamp.isdecimal()) or len(stamp) > 15:
            return False
        known = hmac.compare_digest(self._seal(stamp, client).encode(), seal.encode("utf-8", "replace"))
        return known and 0 <= self._clock() - int(stamp) <= HOURS * 3600

    def _seal(self, stamp: str, client: str) -> str:
        return hmac.new(self._secret, f"{stamp}\n{client}".encode(), "sha256").hexdigest()


def from_elsewhere(request: Request) -> bool:
    """Tell whether the browser says that another site sent this; a program that is no browser says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    except ValueError:
        return True

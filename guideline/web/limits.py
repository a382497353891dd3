"""Bounds: how much one client may ask, and how large and how slow a body may be."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.requests import ClientDisconnect, Request

from guideline.web.refusing import RefusedRequestError
from guideline.web.settings import Limits


class Buckets:
    """A bucket of requests for each client; it fills by ``rate`` a second up to ``burst``."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take one request; return 0, or after how many seconds to ask again."""
        now = self._clock()
        left, since = self._buckets.pop(client, (float(self._limits.burst), now))
        left = min(float(self._limits.burst), left + (now - since) * self._limits.rate)
        wait = 0.0 if left >= 1 else (1 - left) / self._limits.rate
        self._buckets[client] = (left if wait else left - 1, now)
        if len(self._buckets) > self._limits.clients:
            self._buckets.popitem(last=False)
        return wait

    def give_back(self, client: str) -> None:
        """Put one request back that was taken."""
        left, since = self._buckets.get(client, (float(self._limits.burst), self._clock()))
        self._buckets[client] = (min(float(self._limits.burst), left + 1), since)


def client_of(request: Request) -> str:
    """Return the client's address; of IPv6 the network, for one machine has as many addresses as it likes."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)


async def read_body(request: Request, most: int, seconds: float) -> bytes:
    """Return the body. Raises RefusedRequestError when it is too large or too slow."""
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdecimal() and int(said[:18]) > most:
        raise RefusedRequestError(413, "too-large", limit=most // 1024)
    try:
        async with asyncio.timeout(seconds):
            return await _gather(request, most)
    except TimeoutError:
        raise RefusedRequestError(408, "too-slow") from None
    except ClientDisconnect:
        raise RefusedRequestError(400, "cut-short") from None


async def _gather(request: Request, most: int) -> bytes:
    body = bytearray()
    async for block in request.stream():
        body += block
        if len(body) > most:
            raise RefusedRequestError(413, "too-large", limit=most // 1024)
    return bytes(body)

"""From the page's start to its end: log-ins are kept as they change, and those that ended are revoked in time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

from starlette.applications import Starlette

from guideline.web.rooms.visit import revoke, revoke_over
from guideline.web.rooms.wiring import Chat

_STEP = 1.0
"""Seconds between two looks at what has changed."""
_SWEEP = 60
"""Looks between two sweeps of what has ended."""
_AT_ONCE = 20
_AT_END = 2.0
"""Seconds that revoking may take while somebody waits for the end."""

logger = logging.getLogger("uvicorn.error")


def lifespan(chat: Chat | None) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what runs beside the page, as Starlette takes it; nothing where it shows no rooms."""

    @contextlib.asynccontextmanager
    async def beside(app: Starlette) -> AsyncIterator[None]:
        del app
        if chat is None:
            yield
            return
        watching = asyncio.create_task(_watch(chat))
        try:
            yield
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            await _end(chat)

    return beside


async def _watch(chat: Chat) -> None:
    looks = 0
    while True:
        if looks % _SWEEP == 0:
            await revoke_over(chat)
        looks += 1
        if chat.sessions.due:
            _keep(chat)
        await asyncio.sleep(_STEP)


async def _end(chat: Chat) -> None:
    """Keep the log-ins for the next start; without a place for them none outlives the page."""
    if chat.kept is not None:
        _keep(chat)
        return
    left = chat.sessions.everybody()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_AT_END):
            for start in range(0, len(left), _AT_ONCE):
                await asyncio.gather(*(revoke(chat, one) for one in left[start : start + _AT_ONCE]))


def _keep(chat: Chat) -> None:
    try:
        chat.keep()
    except OSError as error:
        # Those who have logged in stay so; only a restart would forget them.
        logger.error("log-ins can't be kept (%s)", error.strerror)  # noqa: TRY400 - an error's own text is not told

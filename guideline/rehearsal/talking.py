"""Two people of one zone talk to each other, as their clients do: matrix-nio, with TLS verified for real.

It runs by itself in the network of a terminal: JSON on standard input (see ``talk.asked``), JSON on standard
output, a list of steps ``{"step", "ok", "said", "seconds"}``; the first that fails is the last.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientError
from nio import (
    AsyncClient,
    AsyncClientConfig,
    JoinResponse,
    LoginResponse,
    RoomCreateResponse,
    RoomInviteResponse,
    RoomSendResponse,
    SyncResponse,
)

DEVICE = "rehearsal"


class FailedError(Exception):
    """The server or the network said something else than it ought to."""


class _Talk:
    def __init__(self, asked: dict[str, Any], writer: AsyncClient, reader: AsyncClient) -> None:
        self.asked, self.writer, self.reader = asked, writer, reader
        self.room, self.since = "", ""

    async def log_in(self) -> str:
        for client, account in ((self.writer, self.asked["writer"]), (self.reader, self.asked["reader"])):
            _must(await client.login(account["password"], DEVICE), LoginResponse)
        self.room = _must(await self.writer.room_create(invite=[self.reader.user_id]), RoomCreateResponse).room_id
        _must(await self.reader.join(self.room), JoinResponse)
        self.since = _must(await self.reader.sync(timeout=0), SyncResponse).next_batch
        return ""

    async def send(self) -> str:
        sent = await self._say(self.asked["text"])
        return str(_must(sent, RoomSendResponse).event_id)

    async def receive(self) -> str:
        for _ in range(10):
            if self.asked["text"] in await self._heard():
                return ""
        raise FailedError("no such message came by /sync")

    async def refuse(self) -> str:
        answer = await self._say(self.asked["refused"])
        if isinstance(answer, RoomSendResponse):
            raise FailedError("it was taken")
        if not answer.message.startswith(self.asked["sentence"]):
            raise FailedError(f"{answer.status_code} {answer.message}")
        if self.asked["refused"] in await self._heard():
            raise FailedError("it came by /sync all the same")
        return str(answer.message)

    async def apart(self) -> str:
        for other in self.asked["others"]:
            answer = await self.writer.room_invite(self.room, other["user"])
            if isinstance(answer, RoomInviteResponse):
                raise FailedError(f"{other['user']} was invited")
            for address in other["addresses"]:
                await _unreached(address, other["port"], self.asked["silence"])
        return ", ".join(other["user"] for other in self.asked["others"])

    async def _say(self, text: str) -> Any:
        return await self.writer.room_send(self.room, "m.room.message", {"msgtype": "m.text", "body": text})

    async def _heard(self) -> list[str]:
        told = _must(await self.reader.sync(timeout=1000, since=self.since), SyncResponse)
        self.since = told.next_batch
        held = told.rooms.join.get(self.room)
        return [getattr(event, "body", "") for event in held.timeline.events] if held else []


def _must(answer: Any, wanted: type) -> Any:
    if not isinstance(answer, wanted):
        raise FailedError(f"{getattr(answer, 'status_code', '')} {getattr(answer, 'message', answer)}".strip())
    return answer


async def _unreached(address: str, port: int, seconds: float) -> None:
    try:
        _, stream = await asyncio.wait_for(asyncio.open_connection(address, port), seconds)
    except (OSError, TimeoutError):
        return
    stream.transport.abort()
    raise FailedError(f"{address} port {port} answers")


@asynccontextmanager
async def _client(asked: dict[str, Any], user: str) -> AsyncIterator[AsyncClient]:
    trusted = ssl.create_default_context(cafile=asked["authority"])
    config = AsyncClientConfig(max_timeouts=0, max_limit_exceeded=3, request_timeout=int(asked["seconds"]))
    client = AsyncClient(asked["url"], user, config=config, ssl=trusted)
    try:
        yield client
    finally:
        await client.close()


async def _all(asked: dict[str, Any]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    clock = asyncio.get_running_loop().time
    async with _client(asked, asked["writer"]["user"]) as writer, _client(asked, asked["reader"]["user"]) as reader:
        talk = _Talk(asked, writer, reader)
        steps: dict[str, Callable[[], Awaitable[str]]] = {
            "log-in": talk.log_in,
            "send": talk.send,
            "receive": talk.receive,
            "refuse": talk.refuse,
            "apart": talk.apart,
        }
        for name in asked["steps"]:
            began = clock()
            try:
                said, ok = await steps[name](), True
            except (ClientError, OSError, TimeoutError, FailedError) as error:
                said, ok = f"{type(error).__name__}: {error}"[:300], False
            told.append({"step": name, "ok": ok, "said": said, "seconds": clock() - began})
            if not ok:
                break
    return told


if __name__ == "__main__":
    json.dump(asyncio.run(_all(json.load(sys.stdin))), sys.stdout)

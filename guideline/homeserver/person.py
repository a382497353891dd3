"""One person's own connection, as the staff page speaks for them: asynchronous, and never waiting a rate out.

Every call gives its answer or raises ``UnavailableError`` (may work later) or ``RefusedError`` (won't work as
asked; with ``M_UNKNOWN_TOKEN`` the log-in itself has ended).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from guideline.homeserver.answers import RefusedError, UnavailableError, outcome
from guideline.homeserver.rulings import MEMBER, Member

_CLIENT = "/_matrix/client/v3"
_MEDIA = "/_matrix/client/v1/media/download"
_UPLOAD = "/_matrix/media/v3/upload"
_SECONDS = 10.0
_GIVEN = httpx.Timeout(10.0, read=60.0)
MAX_MEDIA = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entered:
    """A log-in: the whole user id, and its token, a secret."""

    user: str
    token: str


class ChatServer:
    """One server, for any number of people; connections are shared, tokens are not."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """``url`` is the server's base address."""
        self.url = url.rstrip("/")
        limits = httpx.Limits(max_connections=1000, max_keepalive_connections=50)
        # No proxy from the environment: a token goes to the server that was named, or nowhere.
        self._http = httpx.AsyncClient(
            base_url=self.url, transport=transport, timeout=_SECONDS, limits=limits, trust_env=False
        )

    async def log_in(self, user: str, password: str, device_name: str, address: str) -> Entered:
        """Log in on a new device; ``address`` is where the person sits."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "initial_device_display_name": device_name,
        }
        answer = await self.ask("POST", f"{_CLIENT}/login", body=body, address=address)
        return Entered(str(answer["user_id"]), str(answer["access_token"]))

    def person(self, token: str, user: str, address: str = "") -> PersonClient:
        """Return the connection of whoever holds this token."""
        return PersonClient(self, token, user, address)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        parameters: Mapping[str, str] | None = None,
        token: str = "",
        address: str = "",
        seconds: float = _SECONDS,
    ) -> Mapping[str, Any]:
        """Ask once. Raises UnavailableError, RefusedError."""
        headers = _headers(token, address)
        try:
            response = await self._http.request(
                method, path, json=body, params=parameters, headers=headers, timeout=seconds
            )
        except httpx.HTTPError as error:
            raise UnavailableError(f"{self.url} can't be reached ({type(error).__name__})") from None
        return outcome(response, self.url)

    async def give(
        self,
        path: str,
        data: AsyncIterator[bytes],
        *,
        size: int,
        kind: str,
        parameters: Mapping[str, str],
        headers: Mapping[str, str],
    ) -> Mapping[str, Any]:
        """Pass a file of a known size on as it comes. Raises as ``ask`` does, and whatever ``data`` raises."""
        told = {**headers, "content-type": kind, "content-length": str(size)}
        try:
            response = await self._http.post(path, content=data, params=parameters, headers=told, timeout=_GIVEN)
        except httpx.HTTPError as error:
            raise UnavailableError(f"{self.url} can't be reached ({type(error).__name__})") from None
        return outcome(response, self.url)

    async def take(self, path: str, headers: Mapping[str, str], most: int) -> AsyncIterator[bytes]:
        """Return a file's bytes as they come; beyond ``most`` they break off. Raises as ``ask`` does."""
        try:
            response = await self._http.send(
                self._http.build_request("GET", path, headers=headers, timeout=_SECONDS), stream=True
            )
            if response.status_code != httpx.codes.OK:
                content = (await response.aread())[:MAX_MEDIA]
                await response.aclose()
                outcome(httpx.Response(response.status_code, content=content), self.url)
        except httpx.HTTPError as error:
            raise UnavailableError(f"{self.url} can't be reached ({type(error).__name__})") from None
        return _bounded(response, most)

    async def fetch(self, path: str, token: str, address: str) -> tuple[str, bytes]:
        """Return the type and content of a file of at most ``MAX_MEDIA``. Raises as ``ask`` does."""
        found = bytearray()
        try:
            async with self._http.stream("GET", path, headers=_headers(token, address)) as response:
                async for block in response.aiter_bytes():
                    found += block
                    if len(found) > MAX_MEDIA:
                        raise UnavailableError("too large")
        except httpx.HTTPError as error:
            raise UnavailableError(f"{self.url} can't be reached ({type(error).__name__})") from None
        if response.status_code != httpx.codes.OK:
            outcome(httpx.Response(response.status_code, content=bytes(found)), self.url)
        return response.headers.get("content-type", ""), bytes(found)


class PersonClient:
    """What one person may ask."""

    def __init__(self, server: ChatServer, token: str, user: str, address: str) -> None:
        self._server = server
        self._token = token
        self._address = address
        self.user = user

    async def log_out(self, *, everywhere: bool = False) -> None:
        """Revoke this token, or every token of the account."""
        await self._ask("POST", f"{_CLIENT}/logout{'/all' if everywhere else ''}", {})

    async def sync(self, wanted: Mapping[str, Any], since: str = "", wait: float = 0.0) -> Mapping[str, Any]:
        """Return what there is, or what came after ``since``, waiting so many seconds for it."""
        parameters = {"filter": json.dumps(wanted), "set_presence": "offline"}
        if since:
            parameters |= {"since": since, "timeout": str(int(wait * 1000))}
        else:
            # Synapse keeps its answer to a first sync for two minutes; a timeout that nobody waits for asks anew.
            parameters["timeout"] = str(1 + secrets.randbelow(1_000_000))
        return await self._ask("GET", f"{_CLIENT}/sync", parameters=parameters, seconds=_SECONDS + wait)

    async def members(self, room: str) -> dict[str, str]:
        """Return who is in the room: user id → display name, "" where there is none."""
        answer = await self._ask("GET", f"{_room(room)}/joined_members")
        joined = answer.get("joined")
        people = joined.items() if isinstance(joined, Mapping) else ()
        names = {user: row.get("display_name") if isinstance(row, Mapping) else None for user, row in people}
        return {user: name if isinstance(name, str) else "" for user, name in names.items()}

    async def around(self, room: str, event: str, limit: int) -> Mapping[str, Any]:
        """Return an event with those before and after it."""
        parameters = {"limit": str(limit)}
        return await self._ask("GET", f"{_room(room)}/context/{quote(event, safe='')}", parameters=parameters)

    async def older(self, room: str, start: str, limit: int) -> Mapping[str, Any]:
        """Return a page of events before ``start``, the newest first."""
        parameters = {"dir": "b", "limit": str(limit), "from": start}
        return await self._ask("GET", f"{_room(room)}/messages", parameters=parameters)

    async def send(self, room: str, kind: str, content: Mapping[str, Any], transaction: str) -> str:
        """Send an event; the same ``transaction`` never sends twice. Return the event's id."""
        path = f"{_room(room)}/send/{kind}/{quote(transaction, safe='')}"
        return str((await self._ask("PUT", path, content)).get("event_id", ""))

    async def read(self, room: str, event: str) -> None:
        """Set the public read mark."""
        await self._ask("POST", f"{_room(room)}/receipt/m.read/{quote(event, safe='')}", {})

    async def member(self) -> Member:
        """Return this person's section and roles as the module tells them; neither where it doesn't."""
        path = f"{_CLIENT}/user/{quote(self.user, safe='')}/account_data/{MEMBER}"
        try:
            told = await self._ask("GET", path)
        except RefusedError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return Member(self.user)
            raise
        section, roles = told.get("section"), told.get("roles")
        listed = roles if isinstance(roles, list | tuple) else ()
        known = tuple(one for one in listed[:100] if isinstance(one, str))
        return Member(self.user, section if isinstance(section, str) else "", known)

    async def note(self, room: str, kind: str, content: Mapping[str, Any]) -> None:
        """Keep something for this person alone."""
        path = f"{_CLIENT}/user/{quote(self.user, safe='')}/rooms/{quote(room, safe='')}/account_data/{kind}"
        await self._ask("PUT", path, content)

    async def join(self, room: str) -> None:
        """Join a room to which there is an invitation."""
        await self._ask("POST", f"{_CLIENT}/join/{quote(room, safe='')}", {})

    async def event(self, room: str, event: str) -> Mapping[str, Any]:
        """Return one event of a room that this person may see."""
        return await self._ask("GET", f"{_room(room)}/event/{quote(event, safe='')}")

    async def upload(self, data: AsyncIterator[bytes], size: int, kind: str, name: str) -> str:
        """Pass a file on; return its ``mxc:`` address."""
        headers = _headers(self._token, self._address)
        answer = await self._server.give(
            _UPLOAD, data, size=size, kind=kind, parameters={"filename": name}, headers=headers
        )
        return str(answer["content_uri"])

    async def download(self, server: str, name: str, most: int) -> AsyncIterator[bytes]:
        """Return a file's bytes as they come."""
        path = f"{_MEDIA}/{quote(server, safe='')}/{quote(name, safe='')}"
        return await self._server.take(path, _headers(self._token, self._address), most)

    async def media(self, server: str, name: str) -> tuple[str, bytes]:
        """Return the type and content of a small file."""
        path = f"{_MEDIA}/{quote(server, safe='')}/{quote(name, safe='')}"
        return await self._server.fetch(path, self._token, self._address)

    async def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        parameters: Mapping[str, str] | None = None,
        seconds: float = _SECONDS,
    ) -> Mapping[str, Any]:
        return await self._server.ask(
            method, path, body=body, parameters=parameters, token=self._token, address=self._address, seconds=seconds
        )


async def _bounded(response: httpx.Response, most: int) -> AsyncIterator[bytes]:
    left = most
    try:
        async for block in response.aiter_bytes():
            left -= len(block)
            if left < 0:
                raise UnavailableError("too large")
            yield block
    except httpx.HTTPError as error:
        raise UnavailableError(type(error).__name__) from None
    finally:
        await response.aclose()


def _room(room: str) -> str:
    return f"{_CLIENT}/rooms/{quote(room, safe='')}"


def _headers(token: str, address: str) -> dict[str, str]:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return headers | ({"x-forwarded-for": address} if address else {})

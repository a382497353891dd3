"""A thin client of the client-server API, and of the two admin calls that bootstrapping needs.

It serves the steward, ``up`` and audits; it is no client for people. Every call either gives its answer or
raises ``UnavailableError`` (may work later) or ``RefusedError`` (won't work as asked).
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import quote

import httpx

from guideline.homeserver.answers import RefusedError, UnavailableError, body_of, outcome

MAX_TRIES = 6
MAX_PAUSE = 10.0

_CLIENT = "/_matrix/client/v3"


class Client:
    """One account's connection to one server; close it, or use it in a ``with``."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        sleep: Callable[[float], None],
        transport: httpx.BaseTransport | None = None,
        timeout: float = 30.0,
    ) -> None:
        """``url`` is the server's base address; ``sleep`` is how a refused rate is waited out, in seconds."""
        self.url = url.rstrip("/")
        self._token = token
        self._sleep = sleep
        # No proxy from the environment: the token goes to the server that was named, or nowhere.
        self._http = httpx.Client(base_url=self.url, timeout=timeout, transport=transport, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    @property
    def token(self) -> str | None:
        """The access token of this connection; a secret."""
        return self._token

    def healthy(self) -> bool:
        """Tell whether the server says that it is up."""
        try:
            return self._http.get("/health").status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def register(self, secret: str, user: str, password: str, *, name: str = "", admin: bool = False) -> None:
        """Make an account by the server's shared secret; an account that exists already is left alone."""
        path = "/_synapse/admin/v1/register"
        nonce = self._call("GET", path)["nonce"]
        fields = [nonce, user, password, "admin" if admin else "notadmin"]
        mac = hmac.new(secret.encode(), "\x00".join(fields).encode(), "sha1").hexdigest()
        body = {"nonce": nonce, "username": user, "password": password, "admin": admin, "mac": mac}
        if name:
            body["displayname"] = name
        try:
            self._call("POST", path, body)
        except RefusedError as error:
            if error.code != "M_USER_IN_USE":
                raise

    def log_in(self, user: str, password: str, device: str) -> str:
        """Log in with a device of a fixed name, and go on as that user; return the token, a secret."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
            "device_id": device,
            "initial_device_display_name": device,
        }
        answer = self._call("POST", f"{_CLIENT}/login", body)
        self._token = token = str(answer["access_token"])
        return token

    def who_am_i(self) -> str:
        """Return the user id that the token belongs to."""
        return str(self._call("GET", f"{_CLIENT}/account/whoami")["user_id"])

    def create_room(self, body: Mapping[str, Any]) -> str:
        """Make a room; return its id."""
        return str(self._call("POST", f"{_CLIENT}/createRoom", body)["room_id"])

    def join(self, room: str) -> None:
        """Join a room by its id."""
        self._call("POST", f"{_CLIENT}/join/{quote(room, safe='')}", {})

    def members(self, room: str) -> list[str]:
        """Return the user ids of who is in a room."""
        return list(self._call("GET", f"{_CLIENT}/rooms/{quote(room, safe='')}/joined_members")["joined"])

    def exists(self, user: str) -> bool:
        """Tell whether a user of this server has an account."""
        try:
            self._call("GET", f"{_CLIENT}/profile/{quote(user, safe='')}")
        except RefusedError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return False
            raise
        return True

    def invite(self, room: str, user: str) -> None:
        """Invite a user; one who is in the room already is left alone."""
        try:
            self._call("POST", f"{_CLIENT}/rooms/{quote(room, safe='')}/invite", {"user_id": user})
        except RefusedError as error:
            if self.state(room, "m.room.member", user).get("membership") != "join":
                raise error from None

    def joined_rooms(self) -> list[str]:
        """Return the ids of the rooms this account is in."""
        return list(self._call("GET", f"{_CLIENT}/joined_rooms")["joined_rooms"])

    def state(self, room: str, kind: str, key: str = "") -> Mapping[str, Any]:
        """Return the content of one state event; empty where there is none."""
        try:
            return self._call("GET", f"{_CLIENT}/rooms/{quote(room, safe='')}/state/{kind}/{quote(key, safe='')}")
        except RefusedError as error:
            if error.status == httpx.codes.NOT_FOUND:
                return {}
            raise

    def send(self, room: str, kind: str, content: Mapping[str, Any], transaction: str) -> str:
        """Send an event; the same ``transaction`` from the same device never sends twice. Return the event id."""
        path = f"{_CLIENT}/rooms/{quote(room, safe='')}/send/{kind}/{quote(transaction, safe='')}"
        return str(self._call("PUT", path, content)["event_id"])

    def set_state(self, room: str, kind: str, key: str, content: Mapping[str, Any]) -> None:
        """Set the content of one state event."""
        self._call("PUT", f"{_CLIENT}/rooms/{quote(room, safe='')}/state/{kind}/{quote(key, safe='')}", content)

    def upload(self, data: bytes, kind: str, name: str) -> str:
        """Give a file of a media type to the server; return its ``mxc:`` address."""
        return str(self._call("POST", "/_matrix/media/v3/upload", data, {"filename": name}, kind)["content_uri"])

    def sync(self, wanted: Mapping[str, Any], since: str = "", wait: float = 0.0) -> Mapping[str, Any]:
        """Return what a filter lets through since the last answer's ``next_batch``; wait for it, in seconds."""
        parameters = {"filter": json.dumps(wanted), "timeout": str(round(wait * 1000))}
        return self._call("GET", f"{_CLIENT}/sync", parameters=parameters | ({"since": since} if since else {}))

    def messages(self, room: str, *, start: str | None = None, limit: int = 100) -> Mapping[str, Any]:
        """Return a page of the room's events, the newest first; go on with its ``end``."""
        parameters = {"dir": "b", "limit": str(limit)} | ({"from": start} if start else {})
        return self._call("GET", f"{_CLIENT}/rooms/{quote(room, safe='')}/messages", parameters=parameters)

    def receipts(self, room: str) -> Mapping[str, Any]:
        """Return the public receipts of a room: event id → ``m.read`` → user → ``{ts, thread_id?}``."""
        only = {"types": ["m.receipt"]}
        nothing: dict[str, Any] = {"types": []}
        chosen = {
            "room": {"rooms": [room], "timeline": {"limit": 1}, "ephemeral": only, "account_data": nothing},
            "presence": nothing,
            "account_data": nothing,
        }
        # Synapse keeps its answer to a first sync for two minutes; a timeout that nobody waits for asks anew.
        anew = str(1 + secrets.randbelow(1_000_000))
        answer = self._call("GET", f"{_CLIENT}/sync", parameters={"filter": json.dumps(chosen), "timeout": anew})
        events = answer.get("rooms", {}).get("join", {}).get(room, {}).get("ephemeral", {}).get("events", [])
        found: dict[str, Any] = {}
        for event in events:
            for event_id, kinds in event.get("content", {}).items():
                found.setdefault(event_id, {}).setdefault("m.read", {}).update(kinds.get("m.read", {}))
        return found

    def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> Mapping[str, Any]:
        response = self._once(method, path, body, parameters, kind)
        for _ in range(MAX_TRIES):
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS:
                break
            asked = body_of(response).get("retry_after_ms")
            pause = asked / 1000 if isinstance(asked, int) else 1.0
            self._sleep(min(max(pause, 0.05), MAX_PAUSE))
            response = self._once(method, path, body, parameters, kind)
        return outcome(response, self.url)

    def _once(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | bytes | None,
        parameters: Mapping[str, str] | None,
        kind: str,
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode("ascii")
        headers |= {"Content-Type": kind} if data is not None else {}
        try:
            return self._http.request(method, path, content=data, params=parameters, headers=headers)
        except httpx.HTTPError as error:
            raise UnavailableError(f"{self.url} can't be reached ({type(error).__name__})") from None

"""A chat server that answers from memory: what the page asks of it is remembered, and any answer can be changed."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import httpx

TALK, BOARD = "!talk:kakuu.example", "!board:kakuu.example"
SATO, SUZUKI, STEWARD = "@sato:kakuu.example", "@suzuki:kakuu.example", "@guideline:kakuu.example"


@dataclass
class ChatServer:
    """Rooms with their timelines; tokens by their users; what is broken."""

    passwords: dict[str, str] = field(default_factory=lambda: {"sato": "himitsu-1", "suzuki": "himitsu-2"})
    names: dict[str, str] = field(default_factory=lambda: {SATO: "佐藤 花子", SUZUKI: "鈴木 一郎", STEWARD: "お世話係"})
    rooms: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)
    sent: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened: dict[tuple[str, str], Any] = field(default_factory=dict)
    members: dict[str, Any] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    refuses: tuple[int, dict[str, Any]] | None = None
    away: bool = False
    limited: bool = False
    counter: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        for room, name, kind in ((TALK, "総務課 連絡", "talk"), (BOARD, "全庁掲示板", "bulletin")):
            state = [("m.room.name", {"name": name}), ("guideline.room", {"class": kind, "zone": "internet"})]
            self.rooms[room] = {"state": state, "timeline": []}

    def write(self, sender: str, body: str, /, room: str = TALK, kind: str = "m.room.message", **content: Any) -> str:
        """Put an event into a room as its server would have it; return its id."""
        number = next(self.counter)
        event_id = f"$event{number}"
        told = {"msgtype": "m.text", "body": body, **content} if kind == "m.room.message" else content
        event = {"type": kind, "event_id": event_id, "sender": sender, "content": told}
        self.rooms[room]["timeline"].append(event | {"origin_server_ts": 1793577600000 + number * 60_000})
        return event_id

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if self.away:
            raise httpx.ConnectError("gone")
        parts = [unquote(part) for part in request.url.raw_path.decode().partition("?")[0].split("/")[1:]]
        if parts[1:3] == ["media", "v3"]:
            return self._take(request)
        if parts[3:5] == ["media", "download"]:
            kind, data = self.media.get(parts[6], ("", b""))
            return httpx.Response(200 if kind else 404, content=data, headers={"content-type": kind})
        body = json.loads(request.content) if request.content else {}
        status, answer = self._answer(request, parts[3:], body)
        return httpx.Response(status, content=json.dumps(answer))

    def _take(self, request: httpx.Request) -> httpx.Response:
        if self.refuses:
            return httpx.Response(self.refuses[0], content=json.dumps(self.refuses[1]))
        assert int(request.headers["content-length"]) == len(request.content)
        name = f"file{next(self.counter)}"
        self.media[name] = (request.headers["content-type"], request.content)
        return httpx.Response(200, content=json.dumps({"content_uri": f"mxc://kakuu.example/{name}"}))

    def _answer(self, request: httpx.Request, parts: list[str], body: dict[str, Any]) -> tuple[int, Any]:
        if parts == ["login"]:
            return self._log_in(body)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        user = self.tokens.get(token)
        if user is None:
            return 401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token"}
        if parts[0] == "logout":
            gone = [one for one, whose in self.tokens.items() if one == token or (parts[-1] == "all" and whose == user)]
            for one in gone:
                del self.tokens[one]
            return 200, {}
        if parts == ["sync"]:
            return 200, self._sync(user, json.loads(request.url.params["filter"]))
        if parts[0] == "user" and parts[2] == "account_data":
            told = self.members.get(user)
            return (200, told) if told is not None else (404, {"errcode": "M_NOT_FOUND", "error": "no"})
        if parts[0] == "user":
            self.opened[user, parts[3]] = body
            return 200, {}
        room = parts[1]
        if room not in self.rooms:
            return 403, {"errcode": "M_FORBIDDEN", "error": "not in room"}
        return self._messages(request, room) if parts[2:] == ["messages"] else self._room(user, room, parts[2:], body)

    def _messages(self, request: httpx.Request, room: str) -> tuple[int, Any]:
        upto, limit = int(request.url.params["from"].removeprefix("t")), int(request.url.params["limit"])
        earlier = self.rooms[room]["timeline"][max(0, upto - limit) : upto]
        return 200, {"chunk": earlier[::-1], **({"end": f"t{upto - limit}"} if upto > limit else {})}

    def _log_in(self, body: dict[str, Any]) -> tuple[int, Any]:
        user = body["identifier"]["user"].removeprefix("@").partition(":")[0]
        if self.passwords.get(user) != body["password"]:
            return 403, {"errcode": "M_FORBIDDEN", "error": "Invalid username or password"}
        token = f"syt_{user}_{next(self.counter)}"
        self.tokens[token] = f"@{user}:kakuu.example"
        return 200, {"access_token": token, "user_id": f"@{user}:kakuu.example"}

    def _room(self, user: str, room: str, parts: list[str], body: dict[str, Any]) -> tuple[int, Any]:
        timeline = self.rooms[room]["timeline"]
        if parts == ["joined_members"]:
            return 200, {"joined": {one: {"display_name": name} for one, name in self.names.items()}}
        if parts[0] == "send":
            if self.refuses:
                return self.refuses
            if parts[2] not in self.sent:
                self.sent[parts[2]] = (parts[1], body)
                self.write(user, body.pop("body", ""), room, parts[1], **body)
            return 200, {"event_id": timeline[-1]["event_id"]}
        if parts[0] == "event":
            found = [event for event in timeline if event["event_id"] == parts[1]]
            return (200, found[0]) if found else (404, {"errcode": "M_NOT_FOUND", "error": "no"})
        if parts[0] == "receipt":
            self.receipts[user] = {"room": room, "event": parts[2]}
            return 200, {}
        if parts[0] == "context":
            at = next(index for index, event in enumerate(timeline) if event["event_id"] == parts[1])
            return 200, {"events_before": timeline[:at][::-1], "events_after": timeline[at:], "start": f"t{at}"}
        return 404, {"errcode": "M_UNRECOGNIZED", "error": "no"}

    def _sync(self, user: str, wanted: dict[str, Any]) -> dict[str, Any]:
        chosen = wanted["room"].get("rooms", list(self.rooms))
        joined = {}
        for room in (one for one in chosen if one in self.rooms):
            state = [{"type": kind, "state_key": "", "content": content} for kind, content in self.rooms[room]["state"]]
            limit = wanted["room"]["timeline"]["limit"]
            marks: dict[str, Any] = {}
            for reader, mark in self.receipts.items():
                if mark["room"] == room:
                    marks.setdefault(mark["event"], {"m.read": {}})["m.read"][reader] = {"ts": 1}
            kept = self.opened.get((user, room))
            joined[room] = {
                "state": {"events": state},
                "timeline": {"events": self.rooms[room]["timeline"][-limit:], "limited": self.limited},
                "ephemeral": {"events": [{"type": "m.receipt", "content": marks}]},
                "account_data": {"events": [{"type": "guideline.opened", "content": kept}] if kept else []},
            }
        return {"next_batch": "s1", "rooms": {"join": joined}}

from __future__ import annotations

import itertools

import pytest


class KilledError(BaseException):
    """The process ends here, as if by kill -9."""


class Chat:
    """A chat server in memory: rooms, members, and transactions that count once per device."""

    def __init__(self):
        self.rooms = {}
        self.sent = []
        self.receipts_of = {}
        self.calls = []
        self.away = None
        self.refuse = None
        self.kill_after = None
        self.uploads = []
        self.syncs = []
        self.joined = []
        self.unknown = set()
        self._ids = itertools.count(1)

    def _call(self, name):
        self.calls.append(name)
        if self.away:
            raise ConnectionError("away")

    def _done(self, name):
        """The server has done it; the caller may be killed before it learns so."""
        if self.kill_after == name:
            self.kill_after = None
            raise KilledError

    def create_room(self, body):
        self._call("create_room")
        room = f"!{next(self._ids)}:x"
        state = {(entry["type"], entry["state_key"]): entry["content"] for entry in body["initial_state"]}
        for user in body.get("invite", ()):
            state["m.room.member", user] = {"membership": "join"}
        self.rooms[room] = {"state": state, "body": body, "events": []}
        self._done("create_room")
        return room

    def invite(self, room, user):
        self._call("invite")
        self.rooms[room]["state"]["m.room.member", user] = {"membership": "join"}

    def joined_rooms(self):
        self._call("joined_rooms")
        return list(self.rooms)

    def state(self, room, kind, key=""):
        self._call("state")
        return self.rooms[room]["state"].get((kind, key), {})

    def send(self, room, kind, content, transaction):
        self._call("send")
        if self.refuse and self.refuse(room, content):
            raise PermissionError("403")
        known = [event for event in self.sent if event["transaction"] == transaction]
        if not known:
            event = {
                "event_id": f"${next(self._ids)}",
                "type": kind,
                "sender": "@guideline:x",
                "content": content,
                "room": room,
                "transaction": transaction,
            }
            self.sent.append(event)
            self.rooms.setdefault(room, {"state": {}, "events": []})["events"].append(event)
            known = [event]
        self._done("send")
        return known[0]["event_id"]

    def set_state(self, room, kind, key, content):
        self._call("set_state")
        if self.refuse and self.refuse(room, content):
            raise PermissionError("403")
        self.rooms[room]["state"][kind, key] = content
        self._done("set_state")

    def upload(self, data, kind, name):
        self._call("upload")
        self.uploads.append((name, kind, data))
        self._done("upload")
        return f"mxc://x/{len(self.uploads)}"

    def join(self, room):
        self._call("join")
        self.joined.append(room)

    def exists(self, user):
        self._call("exists")
        return user not in self.unknown

    def members(self, room):
        self._call("members")
        if "members" in self.rooms[room]:
            return list(self.rooms[room]["members"])
        state = self.rooms[room]["state"]
        return [key for (kind, key), one in state.items() if (kind, one.get("membership")) == ("m.room.member", "join")]

    def sync(self, wanted, since="", wait=0.0):
        self._call("sync")
        return self.syncs.pop(0) if self.syncs else {"next_batch": since or "s0"}

    def messages(self, room, *, start=None, limit=100):
        self._call("messages")
        newest = list(reversed(self.rooms[room]["events"]))
        begin = int(start or 0)
        page = newest[begin : begin + limit]
        end = begin + limit
        return {"chunk": page} | ({"end": str(end)} if end < len(newest) else {})

    def receipts(self, room):
        self._call("receipts")
        return self.receipts_of


@pytest.fixture
def chat():
    return Chat()


@pytest.fixture
def killed():
    return KilledError

"""What the steward and the staff page do for two people of a zone, as a client and a browser of theirs see it.

It runs by itself in the network of a terminal, on the standard library alone, with TLS verified for real: JSON on
standard input (see ``attended``), JSON on standard output: a list of steps ``{"step", "ok", "said", "seconds"}``, of
which the first that fails is the last.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import ssl
import sys
import time
from collections.abc import Callable
from functools import partial
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, ProxyHandler, Request, build_opener

CLIENT = "/_matrix/client/v3"
PACKS = ("im.ponies.room_emotes", "m.room.image_pack")
PAUSE = 0.5

_ROOM = re.compile(r'<a class="room" href="([^"]+)">.*?<bdi>(.*?)</bdi>', re.DOTALL)


class FailedError(Exception):
    """Steward, page or network did something else than they ought to."""


class _Person:
    """One account, logged in."""

    def __init__(self, asked: dict[str, Any], account: dict[str, str], opener: Any) -> None:
        self._url, self._opener, self._token = asked["url"], opener, ""
        self._seconds, self._sent = asked["seconds"], 0
        who = {"type": "m.id.user", "user": account["user"]}
        body = {"type": "m.login.password", "identifier": who, "password": account["password"]}
        self._token = self.call("POST", f"{CLIENT}/login", body)["access_token"]
        self.user = account["user"]

    def raw(self, method: str, path: str, body: object = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        headers |= {"Authorization": f"Bearer {self._token}"} if self._token else {}
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self._url}{path}", data, headers, method=method)  # noqa: S310 - https by the caller
        with self._opener.open(request, timeout=self._seconds) as answer:
            found: bytes = answer.read()
        return found

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.raw(method, path, body))
        return told

    def state(self, room: str, kind: str, key: str = "") -> dict[str, Any]:
        try:
            return self.call("GET", f"{CLIENT}/rooms/{quote(room)}/state/{kind}/{quote(key)}")
        except HTTPError as error:
            if error.code in (403, 404):
                return {}
            raise

    def rooms(self) -> list[str]:
        found: list[str] = self.call("GET", f"{CLIENT}/joined_rooms")["joined_rooms"]
        return found

    def named(self, name: str) -> str:
        return next((room for room in self.rooms() if self.state(room, "guideline.room").get("name") == name), "")

    def send(self, room: str, content: dict[str, Any]) -> str:
        self._sent += 1
        path = f"{CLIENT}/rooms/{quote(room)}/send/m.room.message/{self._sent}"
        return str(self.call("PUT", path, content)["event_id"])

    def posts(self, room: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("GET", f"{CLIENT}/rooms/{quote(room)}/messages?dir=b&limit=50")["chunk"]
        return found


class _Visit:
    """What one does, in the order of its methods: the steward's part by Matrix, the page's as a browser does."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self._https = HTTPSHandler(context=ssl.create_default_context(cafile=asked["authority"]))
        opener = build_opener(ProxyHandler({}), self._https)
        steward = {"stickers", "draft", "notice", "remind"} & set(asked["steps"])
        self._people = {key: _Person(asked, asked[key], opener) for key in ("writer", "reader") if steward}
        self._browser: Any = None
        self._talk = ""

    def stickers(self) -> str:
        """The pack is offered in the rooms that the steward made, and every picture of it can be fetched."""
        writer = self._people["writer"]
        talk = self._until(lambda: writer.named("talk"), "not in the steward's talk")
        offered = self._until(lambda: writer.state(talk, PACKS[0], "guideline").get("images"), "no stickers offered")
        if sorted(offered) != sorted(self.asked["stickers"]) or writer.state(talk, PACKS[1], "guideline") == {}:
            raise FailedError(f"other stickers are offered: {', '.join(sorted(offered))}")
        for name, one in offered.items():
            data = writer.raw("GET", f"/_matrix/client/v1/media/download/{one['url'].removeprefix('mxc://')}")
            if hashlib.sha256(data).hexdigest() != one["guideline.digest"] or not data.startswith(b"\x89PNG"):
                raise FailedError(f"{name} is another picture")
        return ", ".join(offered)

    def draft(self) -> str:
        """A draft in a direct chat is answered there with what the guideline says of it."""
        writer, steward = self._people["writer"], self.asked["steward"]
        body = {"invite": [steward], "is_direct": True, "preset": "trusted_private_chat"}
        room = writer.call("POST", f"{CLIENT}/createRoom", body)["room_id"]
        self._until(
            lambda: writer.state(room, "m.room.member", steward).get("membership") == "join",
            "the steward doesn't follow an invitation",
        )
        asked = writer.send(room, {"msgtype": "m.text", "body": self.asked["draft"]})
        said = self._until(lambda: _answer(writer.posts(room), steward, asked), "no answer to the draft")
        missing = [part for part in self.asked["told"] if part not in said]
        if missing:
            raise FailedError(f"the answer is another one: {said[:200]}")
        return str(said)

    def notice(self) -> str:
        """Somebody who may write on the board posts what must be read; who wrote it is told."""
        # Who isn't on the board yet can't be reminded of what is on it.
        boards = {
            key: self._until(partial(person.named, "board"), f"{person.user} isn't on the steward's board")
            for key, person in self._people.items()
        }
        told = self.asked["notice"]
        content = {"msgtype": "m.text", "body": told["body"], "guideline.notice": told["notice"]}
        refused = ""
        for key, person in self._people.items():
            try:
                person.send(boards[key], content)
            except HTTPError as error:
                refused = json.load(error).get("error", "")
                continue
            return key
        raise FailedError(f"nobody may write on the board: {refused}")

    def remind(self) -> str:
        """Whoever hasn't read it is reminded in private; who wrote it isn't."""
        key = self.asked["unread"]
        unread, steward = self._people[key], self.asked["steward"]
        title = self.asked["notice"]["notice"]["title"]

        def heard() -> str:
            own = [room for room in unread.rooms() if unread.state(room, "guideline.steward").get("for") == unread.user]
            found = [post for room in own for post in unread.posts(room) if post["sender"] == steward]
            return next((said for post in found if title in (said := _body(post))), "")

        return str(self._until(heard, f"{unread.user} isn't reminded"))

    def page(self) -> str:
        """The log-in of the page leads to the talk; what is posted there is there."""
        self._browser = build_opener(ProxyHandler({}), self._https, HTTPCookieProcessor(CookieJar()))
        _, shown = self._open("/login")
        account = self.asked["writer"]
        filled = {"token": _field(shown, "token"), "user": account["user"], "password": account["password"]}
        status, shown = self._open("/login", filled)
        found = {
            name: path
            for path, name in re.findall(r'<a class="room" href="([^"]+)">.*?<bdi>(.*?)</bdi>', shown, re.DOTALL)
        }
        name = self.asked["talk"]
        if status != 200 or name not in found:
            raise FailedError(f"{status}: no {name} among {', '.join(found)}")
        self._talk = html.unescape(found[name]).partition("?")[0]
        status, shown = self._post(self.asked["text"])
        if status != 200 or self.asked["text"] not in _posts(shown):
            raise FailedError(f"{status}: what was posted isn't there")
        return self._talk

    def refuse(self) -> str:
        """What the module refuses is refused there, in its words."""
        text = self.asked["refused"]
        status, shown = self._post(text)
        if status != 403 or self.asked["sentence"] not in shown:
            raise FailedError(f"{status}: it isn't refused in the guideline's words")
        if text in _posts(self._open(self._talk)[1]):
            raise FailedError("it is there all the same")
        return str(self.asked["sentence"])

    def outside(self) -> str:
        """The page is for the terminals of its zone: from outside the chat answers, and the page doesn't."""
        self._browser = build_opener(ProxyHandler({}), self._https)
        known, _ = self._open(f"{CLIENT.removesuffix('/v3')}/versions")
        found = {path: self._open(path)[0] for path in ("/", "/login", "/rooms", "/health")}
        if known != 200 or set(found.values()) != {403}:
            raise FailedError(f"chat {known}, page {found}")
        return str(known)

    def _post(self, text: str) -> tuple[int, str]:
        _, shown = self._open(self._talk)
        kept = {name: _field(shown, name) for name in ("form", "token", "transaction", "before", "channel", "zone")}
        return self._open(self._talk, {**kept, "seen": text, "text": text, "do": "anyway"})

    def _open(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        data = None if fields is None else urlencode(fields).encode()
        try:
            with self._browser.open(f"{self.asked['url']}{path}", data, timeout=self.asked["seconds"]) as answer:
                return answer.status, html.unescape(answer.read().decode("utf-8"))
        except HTTPError as error:
            return error.code, html.unescape(error.read().decode("utf-8"))

    def _until(self, question: Callable[[], Any], otherwise: str) -> Any:
        end = time.monotonic() + self.asked["patience"]
        while time.monotonic() < end:
            answer = question()
            if answer:
                return answer
            time.sleep(PAUSE)
        raise FailedError(otherwise)


def _answer(posts: list[dict[str, Any]], steward: str, asked: str) -> str:
    """Return what the steward said in reply to a post; "" where it didn't."""
    for post in posts:
        reply = post["content"].get("m.relates_to", {}).get("m.in_reply_to", {}).get("event_id")
        if post["sender"] == steward and reply == asked:
            return _body(post)
    return ""


def _body(post: dict[str, Any]) -> str:
    return str(post["content"].get("body", ""))


def _posts(shown: str) -> str:
    """Return the part of a room's page above the composer."""
    return shown.partition('id="write"')[0]


def _field(shown: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', shown)
    if found is None:
        raise FailedError(f"the form has no {name}")
    return found[1]


def _all(asked: dict[str, Any]) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    visit: _Visit | None = None
    for name in asked["steps"]:
        began = time.monotonic()
        try:
            visit = visit or _Visit(asked)
            steps = {"stickers": visit.stickers, "draft": visit.draft, "notice": visit.notice, "remind": visit.remind}
            steps |= {"page": visit.page, "page-refuse": visit.refuse, "page-outside": visit.outside}
            said, ok = steps[name](), True
        except (URLError, OSError, ValueError, KeyError, FailedError) as error:
            said, ok = f"{type(error).__name__}: {error}"[:300], False
        told.append({"step": name, "ok": ok, "said": said, "seconds": time.monotonic() - began})
        if not ok:
            break
    return told


if __name__ == "__main__":
    json.dump(_all(json.load(sys.stdin)), sys.stdout)

from __future__ import annotations

import hashlib
import hmac
import json

import httpx
import pytest

from guideline.homeserver import Client, RefusedError, UnavailableError


class Server:
    """Answers requests from a script, and remembers what was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.slept = []

    def __call__(self, request):
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.Response(status, content=content)

    def client(self, token="t"):
        return Client("http://x/", token, sleep=self.slept.append, transport=httpx.MockTransport(self))

    def body(self, number=-1):
        return json.loads(self.asked[number].content)


def test_a_rate_is_waited_out(tmp_path):
    server = Server(
        (429, {"retry_after_ms": 1500}), (429, {}), (429, {"retry_after_ms": 9_999_999}), (200, {"event_id": "$1"})
    )
    assert server.client().send("!r:x", "m.room.message", {}, "t1") == "$1"
    assert server.slept == [1.5, 1.0, 10.0]


def test_a_rate_that_never_ends_is_given_up():
    server = Server((429, {"retry_after_ms": 1}))
    with pytest.raises(UnavailableError):
        server.client().joined_rooms()
    assert len(server.slept) == 6


@pytest.mark.parametrize(
    "answer", [(500, {}), (502, b"<html>"), (503, b""), httpx.ConnectError("x"), httpx.ReadTimeout("x")]
)
def test_a_server_in_trouble_may_be_tried_later(answer):
    with pytest.raises(ConnectionError):
        Server(answer).client().who_am_i()


@pytest.mark.parametrize(
    "status, body, code, message",
    [
        (403, {"errcode": "M_FORBIDDEN", "error": "第21条"}, "M_FORBIDDEN", "第21条"),
        (404, b"not json", "", ""),
        (400, b"[1]", "", ""),
    ],
)
def test_a_no_is_a_no(status, body, code, message):
    with pytest.raises(PermissionError) as caught:
        Server((status, body)).client().join("!r:x")
    assert (caught.value.status, caught.value.code, caught.value.message) == (status, code, message)


def test_accounts_are_made_by_the_shared_secret():
    server = Server((200, {"nonce": "n"}), (200, {}))
    server.client(None).register("secret", "sato", "pw", name="佐藤 花子")
    body = server.body()
    expected = hmac.new(b"secret", b"n\x00sato\x00pw\x00notadmin", hashlib.sha1).hexdigest()
    assert (body["mac"], body["displayname"], body["admin"]) == (expected, "佐藤 花子", False)
    assert "authorization" not in server.asked[0].headers


def test_an_account_that_exists_is_left_alone_and_other_refusals_are_not():
    Server((200, {"nonce": "n"}), (400, {"errcode": "M_USER_IN_USE"})).client().register("s", "u", "p")
    with pytest.raises(RefusedError):
        Server((200, {"nonce": "n"}), (403, {"errcode": "M_FORBIDDEN"})).client().register("s", "u", "p")


def test_names_can_not_leave_their_place_in_the_path():
    server = Server((200, {"event_id": "$1"}))
    server.client().send("!a/../b?x:s", "m.room.message", {}, "t/../1")
    assert server.asked[0].url.raw_path.endswith(b"/rooms/%21a%2F..%2Fb%3Fx%3As/send/m.room.message/t%2F..%2F1")


def test_a_log_in_gives_the_token_to_what_follows():
    server = Server((200, {"access_token": "fresh", "user_id": "@sato:x"}), (200, {"user_id": "@sato:x"}))
    client = server.client(None)
    assert client.log_in("sato", "pw", "DEVICE") == "fresh"
    assert server.body()["device_id"] == "DEVICE"
    assert client.who_am_i() == "@sato:x"
    assert server.asked[1].headers["authorization"] == "Bearer fresh"


@pytest.mark.parametrize("membership, refused", [("join", False), ("leave", True)])
def test_an_invitation_of_somebody_who_is_there(membership, refused):
    server = Server((403, {"errcode": "M_FORBIDDEN"}), (200, {"membership": membership}))
    if refused:
        with pytest.raises(RefusedError):
            server.client().invite("!r:x", "@sato:x")
    else:
        server.client().invite("!r:x", "@sato:x")


def test_state_that_is_not_there_is_empty():
    assert Server((404, {"errcode": "M_NOT_FOUND"})).client().state("!r:x", "m.room.topic") == {}
    with pytest.raises(RefusedError):
        Server((403, {"errcode": "M_FORBIDDEN"})).client().state("!r:x", "m.room.topic")


def test_receipts_of_one_room():
    event = {
        "type": "m.receipt",
        "content": {
            "$1": {"m.read": {"@sato:x": {"ts": 1}}, "m.read.private": {"@ito:x": {"ts": 1}}},
            "$2": {"m.read": {"@ito:x": {"ts": 2}}},
        },
    }
    answer = {"rooms": {"join": {"!r:x": {"ephemeral": {"events": [event]}}}}}
    server = Server((200, answer))
    assert server.client().receipts("!r:x") == {
        "$1": {"m.read": {"@sato:x": {"ts": 1}}},
        "$2": {"m.read": {"@ito:x": {"ts": 2}}},
    }
    assert json.loads(server.asked[0].url.params["filter"])["room"]["rooms"] == ["!r:x"]
    client = server.client()
    for _ in range(5):
        client.receipts("!r:x")
    assert len({str(request.url) for request in server.asked}) > 4  # never the same question: the answer is kept
    assert Server((200, {})).client().receipts("!r:x") == {}


@pytest.mark.parametrize(
    "answer, healthy", [((200, b"OK"), True), ((503, b""), False), (httpx.ConnectError("x"), False)]
)
def test_health(answer, healthy):
    with Server(answer).client() as client:
        assert client.healthy() is healthy


def test_no_proxy_of_the_environment_gets_the_token(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    with Client("http://x", "t", sleep=lambda _: None) as client:
        assert all(transport is None for transport in client._http._mounts.values())

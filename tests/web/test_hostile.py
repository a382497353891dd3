"""Whatever is sent, the page answers in words, keeps nothing and stays up."""

from __future__ import annotations

import logging
import re
import socket
import time

import pytest

from guideline.web import Limits
from guideline.web.forgery import Tokens
from guideline.web.headers import ALWAYS
from guideline.web.rendering import asset_path
from guideline.web.serving import Sparing

FORM = {"content-type": "application/x-www-form-urlencoded"}


def token(page) -> str:
    return re.search(r'name="token" value="([^"]+)"', page.get("/").text)[1]


@pytest.mark.parametrize(
    "body, status",
    [
        (b"text=" + b"a" * 10_000_000, 413),
        (b"text=" + b"a" * 65_537, 413),
        (b"text=%FF%FE", 400),
        (b"text=\xff\xfe", 400),
        (b"text=%ED%A0%BD", 400),
        (b"&".join(b"x%d=1" % n for n in range(1000)), 400),
        (b"text=a&channel=nowhere", 400),
        (b"text=a&zone=moon", 400),
        (b"", 403),
    ],
)
def test_a_hostile_form(page, body, status):
    answer = page.post("/", content=body, headers=FORM)
    assert answer.status_code == status
    assert "<html" in answer.text
    assert len(answer.text) < 20_000


def test_a_body_without_a_length_is_cut_off(page):
    taken = []

    def endless():
        for _ in range(10_000):
            taken.append(1)
            yield b"text=" + b"a" * 100_000

    assert page.post("/api/lint", content=endless(), headers={"content-type": "application/json"}).status_code == 413


@pytest.mark.parametrize(
    "text", ["</textarea><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "お疲れ様です<script>alert(1)</script>"]
)  # fmt: skip
def test_markup_in_a_draft_stays_text(submit, text):
    shown = submit(text, before=text).text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert shown.count("</textarea>") == 1


def test_thousands_of_findings_are_counted_and_the_first_are_listed(submit):
    answer = submit("090-1234-5678 " * 4600)
    assert int(re.search(r"お知らせしたいことが (\d+) 件", answer.text)[1]) >= 4600
    assert answer.text.count('<li class="finding') == 100
    assert "はじめの 100 件" in answer.text
    assert answer.text.count("1234-5678") == 4600


def test_markup_in_a_search_stays_text(page):
    assert "<script>" not in page.get("/guideline", params={"q": '"><script>alert(1)</script>'}).text


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/page.css",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/0/..%2f..%2fapp.py",
        "/static/" + "a" * 5000 + "/page.css",
        "/guideline/",
        "/\x00",
        "/.git/config",
    ],
)
def test_paths_lead_nowhere(page, path):
    answer = page.get(path.replace("\x00", "%00"), follow_redirects=False)
    assert answer.status_code == 404
    assert "location" not in answer.headers


def test_an_asset_is_kept_by_its_digest(page):
    answer = page.get(asset_path("page.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/", "/guideline", "/guideline/print", "/state", "/nothing", "/api/guideline", "/api/lint"]
)
def test_every_answer_has_the_headers(page, path):
    answer = page.get(path)
    for name in ALWAYS:
        assert answer.headers[name] != ""
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "headers, status",
    [
        ({}, 200),
        ({"origin": "http://page.example"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://page.example.evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://[bad"}, 403),
    ],
)
def test_forms_of_other_sites(page, headers, status):
    assert page.post("/", data={"token": token(page), "text": "会議です"}, headers=headers).status_code == status


@pytest.mark.parametrize(
    "forged", ["", "1", "1.", "x.y", "9999999999999999.a", "１.a", "1000." + "0" * 64, "-1.a", "\ud83d.a"]
)
def test_forged_tokens(forged):
    assert not Tokens(b"secret", lambda: 1000.0).good(forged, "10.0.0.1")


def test_a_token_is_for_one_client_and_some_hours():
    now = [1000.0]
    tokens = Tokens(b"secret", lambda: now[0])
    made = tokens.make("10.0.0.1")
    assert tokens.good(made, "10.0.0.1")
    assert not tokens.good(made, "10.0.0.2")
    assert not Tokens(b"another", lambda: now[0]).good(made, "10.0.0.1")
    now[0] += 12 * 3600 + 1
    assert not tokens.good(made, "10.0.0.1")


def test_a_client_that_asks_too_often_waits(make, world):
    page = make(limits=Limits(burst=5, rate=2.0))
    assert [page.get("/state").status_code for _ in range(6)] == [200] * 5 + [429]
    answer = page.get("/api/guideline")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    world.now += 1
    assert [page.get("/state").status_code for _ in range(3)] == [200, 200, 429]


def test_only_so_many_clients_are_remembered(world):
    from guideline.web.limits import Buckets

    buckets = Buckets(Limits(clients=10), lambda: world.now)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10


def test_only_named_hosts_are_answered_to(make):
    page = make(hosts=("page.example",))
    assert page.get("/").status_code == 200
    assert page.get("/", headers={"host": "rebound.example"}).status_code == 400


def test_an_error_is_logged_without_its_words():
    record = None
    try:
        int("090-1234-5678")
    except ValueError as error:
        record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "Exception in %s", ("090",), (ValueError, error, error.__traceback__))  # fmt: skip
    assert Sparing().filter(record)
    told = logging.Formatter().format(record)
    assert told.startswith("ValueError ")
    assert "090" not in told


def talk(address, *pieces: bytes, pause: float = 0.0) -> bytes:
    with socket.create_connection(address, 10) as client:
        for piece in pieces:
            client.sendall(piece)
            time.sleep(pause)
        answer = b""
        while block := client.recv(65536):
            answer += block
            if b"</html>" in answer or (b"\r\n\r\n" in answer and b"text/plain" in answer):
                break
    return answer


def test_a_real_server_takes_what_is_thrown_at_it(listen, capfd):
    live = listen(limits=Limits(body_seconds=0.5))
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    assert b" 408 " in talk(live, head + b"Content-Length: 1000\r\n\r\ntext=")
    assert b" 413 " in talk(live, head + b"Content-Length: 10000000\r\n\r\ntext=")
    bomb = b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(20))
    assert b" 400 " in talk(live, b"GET / HTTP/1.1\r\nHost: x\r\n", bomb, bomb, pause=0.1)
    assert b" 404 " in talk(live, b"GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b" 400 " in talk(live, b"\x16\x03\x01\x00\r\n\r\n")
    answer = talk(live, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in answer
    assert b"server:" not in answer.lower()
    logged = capfd.readouterr()
    assert "text=" not in logged.out + logged.err

"""What is thrown at the page as it runs beside its chat server: at drafts, rooms and the API, each in turn."""

from __future__ import annotations

import contextlib
import html
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.web.talking import TrialSite

TARGETS = ("drafts", "log-in", "room", "files", "api")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
MULTIPART = "multipart/form-data; boundary=xx"
TOO_OFTEN = 429
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


class Patient(httpx.HTTPTransport):
    """Asks again when told to wait: how often one client may ask is tried elsewhere."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request until it isn't too early."""
        while (answer := super().handle_request(request)).status_code == TOO_OFTEN:
            answer.close()
            time.sleep(float(answer.headers["retry-after"]))
        return answer


def opened(site: TrialSite, **options: Any) -> httpx.Client:
    return httpx.Client(base_url=site.page, transport=Patient(), timeout=30, **options)


def log_in(site: TrialSite, user: str = "sato", **cookies: str) -> httpx.Client:
    client = opened(site, follow_redirects=True, cookies=cookies)
    token = re.search(r'name="token" value="([^"]+)"', client.get("/login").text)[1]
    answer = client.post("/login", data={"token": token, "user": user, "password": site.password(user)})
    assert answer.url.path == "/rooms"
    return client


@pytest.fixture(scope="module")
def sato(site: TrialSite) -> Iterator[httpx.Client]:
    client = log_in(site)
    yield client
    client.close()


@pytest.fixture(scope="module")
def target(site: TrialSite, sato: httpx.Client) -> Callable[[str], tuple[str, str, dict[str, str]]]:
    """Return where a target takes bodies, of which type, and what its form carries."""
    room = site.room("talk")
    own = re.findall(r'name="form" value="([^"]+)"', sato.get(room).text)[-1]
    token = re.search(r'name="token" value="([^"]+)"', sato.get("/").text)[1]
    known = {
        "drafts": ("/", FORM, {"token": token}),
        "log-in": ("/login", FORM, {"token": token}),
        "room": (room, FORM, {"form": own}),
        "files": (f"{room}/files", MULTIPART, {"form": own}),
        "api": ("/api/lint", JSON, {}),
    }
    return known.__getitem__


@pytest.fixture(autouse=True)
def _still_up(site: TrialSite, sato: httpx.Client) -> Iterator[None]:
    before = site.process("page")
    yield
    assert sato.get("/health").status_code == 200
    assert site.process("page") == before


def said_nothing_inside(answer: httpx.Response) -> None:
    assert "Traceback" not in answer.text
    assert len(answer.content) < 200_000


@pytest.mark.parametrize("name", TARGETS)
def test_ten_megabytes(sato, target, name):
    path, kind, _ = target(name)
    body = {JSON: b'{"text": "', FORM: b"text=", MULTIPART: b""}[kind] + b"a" * 10_000_000
    answer = sato.post(path, content=body, headers={"content-type": kind})
    assert answer.status_code == (400 if name == "files" else 413)
    said_nothing_inside(answer)


BROKEN = {
    FORM: (b"text=%FF%FE", b"text=\xff\xfe", b"text=%ED%A0%BD", b"\xc0\xaf=1", b"text=" + b"%F5" * 100),
    JSON: (b'{"text": "\x81"}', b'\xff\xfe{\x00"\x00', b"\x00", b"[" * 60_000),
    MULTIPART: (
        b'--xx\r\nContent-Disposition: form-data; name="form"\r\n\r\n\xff\xfe\r\n--xx--\r\n',
        b'--xx\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n',
        b"\xff" * 20_000,
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_broken_utf_8(sato, target, name):
    path, kind, _ = target(name)
    for body in BROKEN[kind]:
        answer = sato.post(path, content=body, headers={"content-type": kind})
        assert answer.status_code in {400, 403, 422}, body[:40]
        said_nothing_inside(answer)


def talk(site: TrialSite, *pieces: bytes, pause: float = 0.0) -> bytes:
    while (answer := talk_once(site, *pieces, pause=pause)).startswith(b"HTTP/1.1 %d" % TOO_OFTEN):
        time.sleep(1)
    return answer


def talk_once(site: TrialSite, *pieces: bytes, pause: float, seconds: float = 30) -> bytes:
    place = urlsplit(site.page)
    answer = b""
    with socket.create_connection((place.hostname, place.port), seconds) as client:
        # A server that has heard enough closes its end while more is being said.
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            for piece in pieces:
                client.sendall(piece)
                time.sleep(pause)
        with contextlib.suppress(ConnectionResetError):
            while block := client.recv(65536):
                answer += block
                if b"</html>" in answer or answer.endswith(b"}"):
                    break
    return answer


def head(sato: httpx.Client, path: str, kind: str, length: int) -> bytes:
    cookies = "; ".join(f"{name}={value}" for name, value in sato.cookies.items())
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: x",
        f"Cookie: {cookies}",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def test_slow_bodies_are_not_waited_for_and_keep_nobody_waiting(site, sato, target):
    """Forty that send a byte and then nothing; meanwhile others are served."""

    def drip(name: str) -> bytes:
        path, kind, _ = target(name)
        return talk(site, head(sato, path, kind, 1000), b"-" if kind == MULTIPART else b"t", pause=0.1)

    with ThreadPoolExecutor(45) as many:
        slow = [many.submit(drip, TARGETS[number % len(TARGETS)]) for number in range(40)]
        time.sleep(1)
        began = time.monotonic()
        assert sato.get("/").status_code == 200
        assert sato.get(site.room("talk")).status_code == 200
        assert time.monotonic() - began < 9
        assert not all(one.done() for one in slow)
        answers = [one.result() for one in slow]
    assert [answer.split(b" ")[1] for answer in answers] == [b"408"] * 40


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "bomb",
    [
        b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(60)),
        b"X: " + b"a" * 100_000 + b"\r\n",
        b"Cookie: " + b"guideline=" + b"a" * 40_000 + b"\r\n",
    ],
    ids=["many", "long", "cookie"],
)
def test_header_bombs(site, sato, target, name, bomb):
    path, kind, _ = target(name)
    start = head(sato, path, kind, 10)[:-2]
    answer = talk(site, start, *[bomb[at : at + 8000] for at in range(0, len(bomb), 8000)])
    assert answer == b"" or b" 400 " in answer.split(b"\r\n")[0]


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {},
    ],
    ids=str,
)
def test_what_other_sites_send(site, sato, target, name, headers):
    path, kind, carried = target(name)
    fields = {} if not headers else carried
    before = sato.get(site.room("talk")).text.count('class="post')
    if kind == MULTIPART:
        answer = sato.post(path, data=fields, files={"file": ("a.pdf", b"%PDF-1.7 " + b"x" * 50)}, headers=headers)
    elif kind == FORM:
        answer = sato.post(path, data={**fields, "text": "3時に伺います", "do": "send"}, headers=headers)
    elif headers:
        answer = sato.post(path, json={"text": "会議です"}, headers=headers)
    else:
        # A form of another site can have no other type without the browser asking first.
        answer = sato.post(path, content=b'{"text": "a"}', headers={"content-type": "text/plain"})
    assert answer.status_code in {403, 415}
    assert sato.get(site.room("talk")).text.count('class="post') == before


@pytest.fixture(scope="module")
def matrix(site: TrialSite) -> Iterator[Callable[..., Any]]:
    """Ask the chat server itself, as any other client may."""
    url = site.facts()["url"]
    client = httpx.Client(base_url=url, timeout=30, trust_env=False)
    login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "suzuki"}}
    entered = client.post("/_matrix/client/v3/login", json={**login, "password": site.password("suzuki")}).json()
    client.headers["authorization"] = f"Bearer {entered['access_token']}"

    def ask(method: str, path: str, **options: Any) -> Any:
        answer = client.request(method, path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    yield ask
    client.close()


def test_words_of_others_stay_words(site, sato, matrix):
    """In posts, names of rooms and of files, topics, stickers, mentions, reactions and titles."""
    room = site.facts()["rooms"]["talk"]
    me = sato.get("/rooms").text
    sato_id = re.search(r"@sato:[a-z.]+", me)[0]
    made = matrix(
        "POST",
        "/_matrix/client/v3/createRoom",
        json={"preset": "private_chat", "name": SCRIPT, "topic": SCRIPT, "invite": [sato_id]},
    )["room_id"]
    contents = [
        {"msgtype": "m.text", "body": SCRIPT, "format": "org.matrix.custom.html", "formatted_body": SCRIPT},
        {
            "msgtype": "m.file",
            "body": SCRIPT,
            "filename": f"{SCRIPT}\u202e.pdf",
            "url": "mxc://x/y",
            "info": {"size": -1},
        },
        {"msgtype": "m.notice", "body": SCRIPT, "guideline.notice": {"title": SCRIPT, "until": SCRIPT}},
        {"msgtype": "m.text", "body": "a", "m.mentions": {"user_ids": [SCRIPT, sato_id]}, "guideline.sticker": SCRIPT},
    ]
    for where in (room, made):
        for number, content in enumerate(contents):
            path = f"/_matrix/client/v3/rooms/{where}/send/m.room.message/{where}{number}"
            event = matrix("PUT", quote(path), json=content)["event_id"]
        reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": SCRIPT}}
        matrix("PUT", quote(f"/_matrix/client/v3/rooms/{where}/send/m.reaction/{where}r"), json=reaction)
    pages = [
        "/rooms",
        site.room("talk"),
        f"{site.room('talk')}?to={quote(event)}",
        f"/rooms/{made}/notices/{quote(event)}",
    ]
    form = re.findall(r'name="form" value="([^"]+)"', sato.get("/rooms").text)[-1]
    seen = "".join(sato.get(page).text for page in pages[:3])
    seen += sato.post(f"/rooms/{made}/join", data={"form": form}).text + sato.get(pages[3]).text
    assert seen.count(html.escape("<script>alert(1)</script>")) > 6
    assert "<script>alert" not in seen
    assert "<img src=x" not in seen
    assert "\u202e" not in seen
    assert not re.search(r"<[^>]+\son\w+=", seen)


PATHS = (
    "/rooms/../../etc/passwd",
    "/rooms/..%2f..%2fetc%2fpasswd",
    "/rooms/!a%00b:kakuu",
    "/rooms/!a:kakuu/notices/$../../x",
    "/rooms/!a:kakuu/files/..%2f..%2fx",
    "/rooms/media/..%2f..%2f_synapse/admin",
    "/rooms/media/kakuu.example/..%2f..%2fadmin%2fv1%2fusers",
    "/rooms/media/127.0.0.1:8008/x",
    "/static/%2e%2e/app.py",
    "/static/0/..%2f..%2fapp.py",
    "//evil.example/rooms",
    "/api/../rooms",
    "/api/%2e%2e/%2e%2e/etc/passwd",
    "/\\evil.example",
)


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_nowhere(site, sato, path):
    cookies = "; ".join(f"{name}={value}" for name, value in sato.cookies.items())
    answer = talk(site, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: {cookies}\r\n\r\n".encode())
    status = int(answer.split(b" ")[1])
    assert status in {400, 403, 404}
    assert b"location:" not in answer.lower()
    assert b"root:" not in answer


def test_where_to_go_after_the_log_in_is_a_room_here(site, visitor):
    for path in (
        "//evil.example",
        "https://evil.example",
        "/rooms/../..//evil",
        "/rooms\\@evil.example",
        "javascript:1",
    ):
        client = visitor()
        token = re.search(r'name="token" value="([^"]+)"', client.get("/login").text)[1]
        fields = {"token": token, "user": "ito", "password": site.password("ito"), "next": path}
        answer = client.post("/login", data=fields)
        assert answer.headers["location"] == "/rooms?lang=ja"


@pytest.fixture
def visitor(site: TrialSite) -> Iterator[Callable[..., httpx.Client]]:
    """Open the page as somebody with these cookies."""
    clients = []

    def visit(**cookies: str) -> httpx.Client:
        clients.append(opened(site, cookies=cookies))
        return clients[-1]

    yield visit
    for one in clients:
        one.close()


def test_a_session_that_was_planted_is_nobodys(site, visitor):
    planted = "f" * 64
    first = given(site, visitor(guideline=planted))
    assert first != planted
    for path in ("/rooms", site.room("talk"), f"{site.room('talk')}/live?since=x"):
        assert visitor(guideline=planted).get(path).status_code in {303, 401}
    assert visitor(guideline=first).get("/rooms").status_code == 200
    # What logs in anew has a new name, and the one before is nobody's.
    assert given(site, visitor(guideline=first)) != first
    assert visitor(guideline=first).get("/rooms").status_code == 303


def given(site: TrialSite, client: httpx.Client) -> str:
    """Log in with this browser; return the name of the session it is given."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/login?lang=ja", headers={"cookie": ""}).text)[1]
    answer = client.post("/login", data={"token": token, "user": "mori", "password": site.password("mori")})
    return re.match(r"guideline=([0-9a-f]{64});", answer.headers["set-cookie"])[1]


def test_drafts_and_the_api_take_no_session_from_anybody(sato, visitor):
    for client in (sato, visitor()):
        answer = client.post("/api/lint", json={"text": "了解しました"})
        assert [one["rule"] for one in answer.json()["findings"]] == ["etiquette/acknowledgement"]
        assert "set-cookie" not in answer.headers
        assert "set-cookie" not in client.get("/").headers


def test_nothing_of_it_is_in_any_log(site):
    logs = b"".join(file.read_bytes() for file in (site.state / "logs").glob("page*.log"))
    for word in (b"alert(1)", "3時に伺います".encode(), b"syt_", b"Traceback", json.dumps("会議です").encode()):
        assert word not in logs

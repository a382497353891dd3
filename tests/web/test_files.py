"""Files of a room: handed on whole, given back to be kept, and whatever they are called nothing comes of it."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.bundle import load_bundle
from guideline.web import Limits
from guideline.web.rooms import files as room_of_files
from guideline.web.rooms.parcels import KINDS, begins_as, clean_name, disposition, kind_of, largest
from tests.web.chatserver import TALK

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
HOSTILE = [
    ("<script>alert(1)</script>.pdf", "script_.pdf"),
    ('"><img src=x onerror=alert(1)>.pdf', "___img src=x onerror=alert(1)_.pdf"),
    ("../../../etc/passwd.pdf", "passwd.pdf"),
    ("C:\\Windows\\system32\\a.pdf", "a.pdf"),
    ("photo\u202egpj.pdf", "photogpj.pdf"),
    ("a\x00.exe\x00.pdf", "a.exe.pdf"),
    ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
    ("CON.pdf", "_CON.pdf"),
    ("....pdf", "pdf"),
    (".pdf", "pdf"),
    ("", "file"),
    ("通知文（𠮷野）.pdf", "通知文（𠮷野）.pdf"),
    ("か\u3099.pdf", "が.pdf"),
    ("\u200b\u2066.pdf", "pdf"),
]


def form_of(client, room=TALK):
    return re.findall(r'name="form" value="([^"]+)"', client.get(f"/rooms/{room}").text)[-1]


def send(client, name="通知.pdf", data=PDF, room=TALK, **fields):
    values = {"form": form_of(client, room), "transaction": "t", **fields}
    return client.post(f"/rooms/{room}/files", data=values, files={"file": (name, data, "application/x-evil")})


def said(answer) -> str:
    return html.unescape(re.search(r'id="said"[^>]*>(.*?)</p>', answer.text, re.DOTALL)[1])


def links(answer) -> list[str]:
    return re.findall(r'href="(/rooms/[^"]+/files/[^"?]+)', answer.text)


def test_a_file_goes_out_whole_and_comes_back_to_be_kept(enter, chat):
    sato = enter()
    answer = send(sato)
    assert answer.url.path == f"/rooms/{TALK}"
    ((kind, content),) = chat.sent.values()
    assert (kind, content["msgtype"], content["filename"]) == ("m.room.message", "m.file", "通知.pdf")
    assert content["info"] == {"mimetype": "application/pdf", "size": len(PDF)}
    (kept,) = chat.media.values()
    assert kept == ("application/pdf", PDF)
    upload = next(one for one in chat.asked if "upload" in one.url.path)
    assert upload.headers["authorization"].startswith("Bearer syt_")
    (link,) = links(answer)
    got = sato.get(link)
    assert got.content == PDF
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    disposed = got.headers["content-disposition"]
    assert disposed.startswith("attachment; ")
    assert unquote(disposed.partition("filename*=UTF-8''")[2]) == "通知.pdf"


def test_a_picture_is_one_to_other_clients(enter, chat):
    send(enter(), "現場.PNG", b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    ((_, content),) = chat.sent.values()
    assert (content["msgtype"], content["info"]["mimetype"]) == ("m.image", "image/png")


@pytest.mark.parametrize(("name", "cleaned"), HOSTILE)
def test_a_name_is_made_harmless(name, cleaned):
    assert clean_name(name) == cleaned


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=600))
def test_every_name_can_be_kept_on_a_disk(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned.encode()) <= 255
    assert not set(cleaned) & set('/\\<>:"|?*\0\r\n\t\u202e')
    assert cleaned.strip(". ") == cleaned
    assert clean_name(cleaned) == cleaned
    assert re.fullmatch(r"[\x20-\x7e]+", disposition(cleaned))


def test_a_name_of_any_length_is_cut_and_keeps_its_end():
    assert len(clean_name("長" * 3000 + ".pdf").encode()) <= 185
    assert clean_name("長" * 3000 + ".pdf").endswith("長.pdf")
    assert len(clean_name("a." + "x" * 3000).encode()) <= 185


@pytest.mark.parametrize("name", [one[0] for one in HOSTILE if one[1].endswith(".pdf")])
def test_a_hostile_name_stays_words(enter, chat, name):
    """As another client may have sent it: the page shows it and hands it out all the same."""
    chat.media["evil"] = ("text/html", b"<script>alert(1)</script>")
    chat.write("@suzuki:kakuu.example", name, msgtype="m.file", filename=name, url="mxc://kakuu.example/evil")
    sato = enter()
    shown = sato.get(f"/rooms/{TALK}")
    assert "<script>alert" not in shown.text
    assert "<img" not in shown.text
    assert "\u202e" not in shown.text
    got = sato.get(links(shown)[-1])
    assert got.headers["content-type"] == "application/octet-stream"
    assert "\n" not in got.headers["content-disposition"]
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.exe", b"MZ" + b"x" * 100, "この種類"),
        ("a.html", b"<script>", "この種類"),
        ("a.svg", b"<svg/>", "この種類"),
        ("a.docm", b"PK\x03\x04" + b"x" * 100, "この種類"),
        ("a.pdf.exe", b"MZ" + b"x" * 100, "この種類"),
        ("pdf", PDF, "この種類"),
        ("a.pdf", b"MZ\x90\x00" + b"x" * 100, "この種類"),
        ("a.pdf", b"%PDF", "この種類"),
        ("a.txt", b"MZ\x90\x00" + b"x" * 100, "この種類"),
        ("a.txt", b"#!/bin/sh\nrm", "この種類"),
        ("a.pdf", b"", "選んでください"),
        ("番号202610011235.pdf", PDF, "個人情報"),
        ("電話090-1234-5678.pdf", PDF, "個人情報"),
    ],
)
def test_what_is_not_handed_on_is_said_and_goes_nowhere(enter, chat, name, data, words):
    answer = send(enter(), name, data)
    assert answer.status_code == 400
    assert words in said(answer)
    assert chat.sent == {}
    assert chat.media == {}


def test_every_kind_begins_as_it_should():
    for kind, (_, begins) in KINDS.items():
        for head in begins if kind != "webp" else (b"RIFF1234WEBP",):
            assert begins_as(kind, head + b"x" * 16)
        assert kind_of(f"a.{kind.upper()}") == kind
        assert kind in {"txt", "csv"} or not begins_as(kind, b"<!doctype html>x")
    assert begins_as("heic", b"\0\0\0\x18ftypheic")
    assert begins_as("mp4", b"\0\0\0\x18ftypisom")
    assert not begins_as("mp4", b"\0\0\0\x18ftypheic")


def test_how_large_is_for_the_guideline_to_say(kakuu, world, enter, chat, monkeypatch):
    assert largest(kakuu.at(world.day)) == 50 * 1024 * 1024
    assert largest(load_bundle("sanjo").at(world.day)) == 50 * 1024 * 1024
    monkeypatch.setattr(room_of_files, "largest", lambda guideline: 1000)
    answer = send(enter(), data=b"%PDF-" + b"x" * 996)
    assert answer.status_code == 413
    assert "大きすぎ" in said(answer)
    assert chat.media == {}


def test_a_server_that_takes_less_says_so(enter, chat):
    sato = enter()
    chat.refuses = (413, {"errcode": "M_TOO_LARGE", "error": "too large"})
    answer = send(sato)
    assert (answer.status_code, "大きすぎ" in said(answer)) == (413, True)


def test_a_file_that_the_module_refuses_is_refused_in_its_words(enter, chat, monkeypatch):
    sato = enter()
    taken = chat._take
    monkeypatch.setattr(type(chat), "_take", lambda self, request: taken(request))
    chat.refuses = (403, {"errcode": "M_FORBIDDEN", "error": "第40条により断りました", "guideline": {"rule": "x"}})
    assert "第40条により断りました" in send(sato).text


def test_a_server_that_is_away_is_said(enter, chat):
    sato = enter()
    form = form_of(sato)
    chat.away = True
    answer = sato.post(f"/rooms/{TALK}/files", data={"form": form}, files={"file": ("a.pdf", PDF)})
    assert answer.status_code == 503


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"form": "f" * 64}, 403),
        ({"form": ""}, 403),
        ({"headers": {"sec-fetch-site": "cross-site"}}, 403),
        ({"headers": {"origin": "http://evil.example"}}, 403),
        ({"room": "!other:kakuu.example"}, 404),
    ],
)
def test_nobody_sends_a_file_for_somebody_else(enter, chat, changed, status):
    sato = enter()
    form = changed.get("form", form_of(sato))
    path = f"/rooms/{changed.get('room', TALK)}/files"
    files = {"file": ("a.pdf", PDF)}
    assert sato.post(path, data={"form": form}, files=files, headers=changed.get("headers")).status_code == status
    assert chat.media == {}


def test_who_has_not_logged_in_sends_and_gets_nothing(enter, chat):
    stranger = enter("")
    assert stranger.post(f"/rooms/{TALK}/files", files={"file": ("a.pdf", PDF)}).status_code == 401
    event = chat.write("@suzuki:kakuu.example", "a.pdf", msgtype="m.file", url="mxc://kakuu.example/x")
    assert stranger.get(f"/rooms/{TALK}/files/{event}").url.path == "/login"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ({"msgtype": "m.text", "url": "mxc://kakuu.example/x"}, 404),
        ({"msgtype": "m.file"}, 404),
        ({"msgtype": "m.file", "url": "http://evil.example/x"}, 404),
        ({"msgtype": "m.file", "url": "mxc://kakuu.example/../x"}, 404),
        ({"msgtype": "m.file", "url": "mxc://kakuu.example/x", "filename": "a.exe"}, 403),
        ({"msgtype": "m.file", "url": "mxc://kakuu.example/gone"}, 403),
    ],
)
def test_what_is_no_file_of_a_kind_is_not_given(enter, chat, content, status):
    event = chat.write("@suzuki:kakuu.example", "a.pdf", **content)
    sato = enter()
    assert sato.get(f"/rooms/{TALK}/files/{event}").status_code == status
    assert sato.get(f"/rooms/{TALK}/files/$nothing").status_code == 403


FORM = "multipart/form-data; boundary=xx"


def body(*parts: bytes, end: bytes = b"--xx--\r\n") -> bytes:
    return b"".join(b"--xx\r\n" + part + b"\r\n" for part in parts) + end


FILE = b'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n' + PDF


def field(form: str) -> bytes:
    return b'Content-Disposition: form-data; name="form"\r\n\r\n' + form.encode()


@pytest.mark.parametrize(
    ("kind", "made", "status"),
    [
        (FORM, lambda form: body(field(form), FILE), 200),
        (FORM, lambda form: body(FILE, field(form)), 403),
        (FORM, lambda form: body(field(form), FILE.replace(b"a.pdf", b"")), 400),
        (FORM, lambda form: body(field(form), FILE, end=b""), 400),
        (FORM, lambda form: body(field(form), FILE, end=b"--xx--"), 400),
        (FORM, lambda form: body(field(form), FILE, end=b"--xx--\r\nmore"), 400),
        (FORM, lambda form: body(field(form)), 400),
        (FORM, lambda form: b"", 400),
        (FORM, lambda form: b"--xx", 400),
        (FORM, lambda form: b"a" * 100_000, 400),
        (FORM, lambda form: body(field(form), FILE.replace(b"a.pdf", b"\xff\xfe.pdf")), 400),
        (FORM, lambda form: body(field(form), FILE.replace(b'name="file"', b'name="other"')), 400),
        (FORM, lambda form: body(*[field(form)] * 50, FILE), 400),
        (FORM, lambda form: body(b"X: " + b"a" * 20_000 + b"\r\n\r\n", FILE), 400),
        ("multipart/form-data", lambda form: body(field(form), FILE), 400),
        ("multipart/form-data; boundary=" + "x" * 71, lambda form: body(field(form), FILE), 400),
        ("application/x-www-form-urlencoded", lambda form: b"form=" + form.encode(), 400),
        ("text/plain", lambda form: body(field(form), FILE), 400),
    ],
)
def test_a_form_of_another_shape_is_turned_away(enter, chat, kind, made, status):
    sato = enter()
    data = made(form_of(sato))
    answer = sato.post(f"/rooms/{TALK}/files", content=data, headers={"content-type": kind})
    assert answer.status_code == status
    assert len(chat.sent) == (1 if status == 200 else 0)


def test_a_file_that_says_less_than_it_brings_is_turned_away(enter, chat):
    """Without a length of the whole nothing is known of the file's."""
    sato = enter()
    data = body(field(form_of(sato)), FILE)

    def pieces():
        yield data

    answer = sato.post(f"/rooms/{TALK}/files", content=pieces(), headers={"content-type": FORM})
    assert answer.status_code == 400
    assert chat.media == {}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.lists(st.integers(1, 60), max_size=40))
def test_a_file_comes_through_whole_however_it_is_cut(data, cuts):
    """Any content, with the boundary in it too, in pieces of any length."""
    import asyncio

    from starlette.requests import Request

    from guideline.web.rooms.multipart import read_sent

    whole = body(field("f"), FILE.replace(PDF, data + b"\r\n--xx\r\n" + data))
    pieces, at = [], 0
    for cut in [*cuts, len(whole)]:
        pieces.append(whole[at : at + cut])
        at += cut
    messages = iter(
        [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
        + [{"type": "http.request", "body": b"", "more_body": False}]
    )

    async def receive():
        return next(messages)

    async def read():
        headers = [(b"content-type", FORM.encode()), (b"content-length", str(len(whole)).encode())]
        sent = await read_sent(Request({"type": "http", "headers": headers, "method": "POST"}, receive), 5.0)
        return sent, b"".join([piece async for piece in sent.data])

    sent, came = asyncio.run(read())
    assert came == data + b"\r\n--xx\r\n" + data
    assert (sent.size, sent.name, sent.fields) == (len(came), "a.pdf", {"form": "f"})


def test_a_burst_of_files_is_bounded_as_everything_is(enter, chat):
    sato = enter(limits=Limits(burst=6, rate=0.1))
    assert 429 in [
        sato.post(f"/rooms/{TALK}/files", content=b"", headers={"content-type": FORM}).status_code for _ in range(8)
    ]

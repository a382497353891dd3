"""The API says what the command line says, in the shape its description promises."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from guideline.bundle import load_bundle
from guideline.commands.group import guideline as program
from guideline.messages import Intake, Linter, open_intake
from guideline.report import Judged, write

DATA = Path(__file__).parents[1] / "data"
BLIND = DATA / "messages-blind.jsonl"
LINES = {"content-type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    from guideline.web.api import openapi

    return openapi()


def check(openapi: dict[str, Any], name: str, value: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]}
    Draft202012Validator(schema).validate(value)


def lint(kakuu, day, data: bytes) -> str:
    guideline = kakuu.at(day)
    linter = Linter(guideline)
    entries = open_intake([data], Intake("-", "jsonl"))
    judged = [Judged("-", one.text, tuple(linter.judge(one)), one.id, line) for line, one in entries]
    stream = io.StringIO()
    write("jsonl", judged, stream, guideline=guideline, lang="ja")
    return stream.getvalue()


@pytest.mark.parametrize("section", ["", "議会事務局", "防災課", "ほかの所属"])
@pytest.mark.parametrize("file", sorted(DATA.glob("messages-*.jsonl")), ids=lambda file: file.stem)
def test_every_labelled_message_gets_the_same_lines_as_from_lint(page, world, file, section):
    """The lines of the verb itself, for the writer of any section."""
    arguments = ["lint", str(file), "--policy", "kakuu", "--as-of", world.day.isoformat(), "--format", "jsonl"]
    told = CliRunner().invoke(program, [*arguments, "--lang", "ja", *(["--section", section] if section else [])])
    assert told.exit_code == 1, told.output[:500]
    expected = [json.loads(line) for line in told.stdout.split("\n") if line]
    messages = [json.loads(line) | {"section": section} for line in file.read_bytes().splitlines()]
    said = []
    for start in range(0, len(messages), 150):
        data = b"\n".join(json.dumps(one).encode() for one in messages[start : start + 150])
        answer = page.post("/api/lint", content=data, headers=LINES)
        assert answer.status_code == 200
        said += [json.loads(line) for line in answer.text.split("\n") if line]
    assert [_without_place(one) for one in said] == [_without_place(one) for one in expected]
    assert len(expected) > 100


def _without_place(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out where the message stood: the API was given pieces of the file."""
    return {key: value for key, value in record.items() if key not in {"file", "line"}}


def test_a_batch_gets_the_very_lines_of_lint(page, kakuu, world):
    data = b"".join(BLIND.read_bytes().splitlines(keepends=True)[:150])
    assert page.post("/api/lint", content=data, headers=LINES).text == lint(kakuu, world.day, data)


@pytest.mark.parametrize("file", sorted(DATA.glob("messages-*.jsonl")), ids=lambda file: file.stem)
def test_the_page_says_the_same_as_the_api_of_every_labelled_message(page, submit, file):
    """What is told and what is marked: the page's form, one message after the other."""
    lines = file.read_bytes().splitlines()
    found: dict[str, list[str]] = {}
    for start in range(0, len(lines), 150):
        for line in page.post("/api/lint", content=b"\n".join(lines[start : start + 150]), headers=LINES).iter_lines():
            said = json.loads(line)
            found.setdefault(said["id"], []).append(said["message"])
    assert len(found) > 100
    for message in map(json.loads, lines):
        shown = submit(message["text"], channel=message["channel"], zone=message["zone"]).text
        told = [html.unescape(one) for one in re.findall(r'<p class="what">.*?</strong> (.*?)</p>', shown)]
        assert told == found.get(message["id"], []), message["id"]


def test_one_message_is_answered_as_described(page, openapi):
    answer = page.post("/api/lint", json={"id": "a", "text": "𠮷田です。お疲れ様です。電話は090-1234-5678です"})
    check(openapi, "Findings", answer.json())
    (phone,) = [one for one in answer.json()["findings"] if one["rule"] == "privacy/phone-number"]
    assert "090" not in answer.text
    text = "𠮷田です。お疲れ様です。電話は090-1234-5678です"
    assert text[phone["start"] : phone["end"]] == "090-1234-5678"
    check(openapi, "Mended", page.post("/api/fix", json={"text": "了解しました"}).json())
    check(openapi, "Guideline", page.get("/api/guideline?lang=en").json())


def test_fix_mends_and_names_stickers(page):
    assert page.post("/api/fix", json={"text": "お疲れ様です。会議は3時です"}).json()["text"] == "会議は3時です"
    assert page.post("/api/fix", json={"text": "了解しました"}).json()["stickers"] == [
        {"id": "received", "label": "了解"}
    ]
    lines = b'{"text": "\xe4\xba\x86\xe8\xa7\xa3"}\n{"id": "b", "text": "\\ud83d"}\n'
    answer = page.post("/api/fix", content=lines, headers=LINES)
    assert [json.loads(line)["id"] for line in answer.text.splitlines()] == ["-:1", "b"]


def test_every_route_is_described_and_every_description_is_a_route(page, openapi):
    routes = {
        (route.path, method.lower())
        for route in page.app.routes
        for method in route.methods - {"HEAD"}
        if route.path.startswith("/api/")
    }
    assert routes == {(path, method) for path, item in openapi["paths"].items() for method in item}
    assert page.get("/api/openapi.json").json() == openapi
    assert openapi["openapi"] == "3.1.0"


def test_every_reference_of_the_description_leads_somewhere(openapi):
    def references(value):
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    for reference in references(openapi):
        at = openapi
        for part in reference.removeprefix("#/").split("/"):
            at = at[part]
        Draft202012Validator.check_schema(at)


@pytest.mark.parametrize(
    "body, headers, status, code",
    [
        (b"{}", {"content-type": "application/json"}, 422, "unreadable"),
        (b"[1]", {"content-type": "application/json"}, 422, "unreadable"),
        (b"\xff\xfe", {"content-type": "application/json"}, 422, "unreadable"),
        (b"[" * 60_000, {"content-type": "application/json"}, 422, "unreadable"),
        (b'{"text": 1e999}', {"content-type": "application/json"}, 422, "unreadable"),
        (b'{"text": "a", "channel": "<script>"}', {"content-type": "application/json"}, 422, "unreadable"),
        (b"", LINES, 422, "wrong-count"),
        (b'{"text": "a"}\n' * 201, LINES, 422, "wrong-count"),
        (b'{"text": "a"}', {"content-type": "text/plain"}, 415, "wrong-type"),
        (b'{"text": "a"}', {}, 415, "wrong-type"),
        (b" " * 65_537, LINES, 413, "too-large"),
        (b'{"text": "a"}', LINES | {"origin": "http://evil.example"}, 403, "from-elsewhere"),
        (b'{"text": "a"}', LINES | {"sec-fetch-site": "cross-site"}, 403, "from-elsewhere"),
    ],
)  # fmt: skip
def test_what_is_turned_down_is_told_as_json(page, openapi, body, headers, status, code):
    answer = page.post("/api/lint", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    check(openapi, "Problem", answer.json())
    assert str(status) in openapi["paths"]["/api/lint"]["post"]["responses"]


@pytest.mark.parametrize(
    "method, path, status", [("GET", "/api/lint", 405), ("GET", "/api/no", 404), ("PUT", "/api/fix", 405)]
)
def test_unknown_ways_are_told_as_json(page, openapi, method, path, status):
    answer = page.request(method, path)
    assert answer.status_code == status
    check(openapi, "Problem", answer.json())


def test_machines_need_their_token_where_tokens_are_given_out(make):
    client = make(tokens=frozenset({hashlib.sha256(b"gateway").hexdigest()}))
    message = {"text": "了解しました"}
    assert client.post("/api/lint", json=message).status_code == 401
    assert client.post("/api/lint", json=message, headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.post("/api/lint", json=message, headers={"authorization": "Bearer gateway"}).status_code == 200
    token = client.get("/").text.split('name="token" value="')[1].split('"')[0]
    assert client.post("/api/lint", json=message, headers={"x-form-token": token}).status_code == 200
    assert client.post("/api/lint", json=message, headers={"x-form-token": token + "0"}).status_code == 401
    assert client.get("/").status_code == 200


def test_another_bundle_says_other_things(make):
    sanjo = make(load=lambda: load_bundle("sanjo"))
    answer = sanjo.post("/api/lint", json={"text": "お疲れ様です。会議です"}).json()
    assert (answer["guideline"], [one["rule"] for one in answer["findings"]]) == ("sanjo", ["etiquette/greeting"])

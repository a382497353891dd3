"""The API: what ``guideline lint`` and ``guideline fix`` say, for the page's own script and for other programs."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from guideline import __version__
from guideline.messages import Intake, Message, read_line
from guideline.publish import clause_number
from guideline.report import Judged
from guideline.source import Problem
from guideline.web.forgery import from_elsewhere
from guideline.web.inforce import Ready
from guideline.web.judging import records, report
from guideline.web.limits import client_of, read_body
from guideline.web.refusing import RefusedRequestError
from guideline.web.rendering import lang_of
from guideline.web.wired import Wired
from guideline.words import Lang, say


class Answer(JSONResponse):
    """JSON that can always be written: a lone surrogate, which UTF-8 has no place for, becomes a question mark."""

    def render(self, content: Any) -> bytes:
        """Write the value."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


JSON, LINES = "application/json", "application/x-ndjson"
MOST = 200
"""Messages of one request."""
USUAL = 4000
"""Code points that are judged in less time than it takes to hand them to a thread and to come back."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


async def lint(request: Request) -> Response:
    """Judge one message (JSON) or several (JSON Lines); answer in the same shape."""
    kind, messages = await _messages(request)
    ready, lang = Wired.of(request).in_force.ready(), lang_of(request)
    judged = await aside(messages, _judge, ready, messages)
    if kind == LINES:
        return Response(report(ready, judged, lang), media_type=LINES)
    return Answer({**_of(ready), "findings": records(ready, judged, lang)})


async def fix(request: Request) -> Response:
    """Mend one message, or several; name the stickers to send instead of words."""
    kind, messages = await _messages(request)
    ready, lang = Wired.of(request).in_force.ready(), lang_of(request)
    mended = await aside(messages, _mend, ready, messages, lang)
    if kind == LINES:
        # Written in ASCII: a draft may hold a lone surrogate, which UTF-8 has no place for.
        return Response("".join(json.dumps(one) + "\n" for one in mended), media_type=LINES)
    return Answer({**_of(ready), **mended[0]})


async def guideline(request: Request) -> Response:
    """Tell the guideline in force: its clauses, rules and stickers."""
    ready, lang = Wired.of(request).in_force.ready(), lang_of(request)
    whole = ready.guideline
    clauses = [
        {
            "id": clause.id,
            "number": clause.number,
            "name": clause_number(lang, clause.number),
            "level": clause.level,
            "title": clause.title.get(lang),
            "text": clause.text.get(lang),
            "rules": list(dict.fromkeys(control.rule for control in clause.controls)),
        }
        for clause in whole.clauses
    ]
    stickers = [
        {"id": one.id, "label": one.label.get(lang), "meaning": one.meaning.get(lang), "reaction": one.reaction}
        for one in whole.stickers
    ]
    told = {**_of(ready), "title": whole.title.get(lang), "clauses": clauses, "kinds": ready.kinds}
    return Answer({**told, "stickers": stickers})


async def description(request: Request) -> Response:
    """Describe this API as OpenAPI 3.1."""
    del request
    return Answer(openapi())


@cache
def openapi() -> dict[str, Any]:
    """Return the description that stands beside this file, with this version."""
    value: dict[str, Any] = json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))
    value["info"]["version"] = __version__
    return value


ROUTES = (
    Route("/api/lint", lint, methods=["POST"]),
    Route("/api/fix", fix, methods=["POST"]),
    Route("/api/guideline", guideline, methods=["GET"]),
    Route("/api/openapi.json", description, methods=["GET"]),
)


async def aside(
    messages: list[tuple[int, Message]], work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
) -> Result:
    """Do the work of a usual draft at once, and that of a long one in a thread, so that nobody waits for it."""
    if sum(len(message.text) for _, message in messages) <= USUAL:
        return work(*given, **named)
    return await run_in_threadpool(work, *given, **named)


def _of(ready: Ready) -> dict[str, str]:
    whole = ready.guideline
    return {"guideline": whole.id, "version": whole.version, "digest": whole.digest, "day": whole.day.isoformat()}


def _judge(ready: Ready, messages: list[tuple[int, Message]]) -> list[Judged]:
    return [
        Judged(
            "-",
            message.text,
            tuple(ready.linter.judge(message)),
            message.id,
            line,
            tuple(ready.linter.hidden(message)),
        )
        for line, message in messages
    ]


def _mend(ready: Ready, messages: list[tuple[int, Message]], lang: Lang) -> list[dict[str, Any]]:
    return [_fixed(ready, message, lang) for _, message in messages]


def _fixed(ready: Ready, message: Message, lang: Lang) -> dict[str, Any]:
    names = sorted({finding.sticker for finding in ready.linter.judge(message) if finding.sticker})
    known = [(name, ready.guideline.sticker(name)) for name in names]
    stickers = [{"id": name, "label": one.label.get(lang) if one else name} for name, one in known]
    return {"id": message.id, "text": ready.linter.mend(message), "stickers": stickers}


async def _messages(request: Request) -> tuple[str, list[tuple[int, Message]]]:
    """Return the shape of the body and its messages, each with its line. Raises RefusedRequestError."""
    wired = Wired.of(request)
    if from_elsewhere(request):
        raise RefusedRequestError(403, "from-elsewhere")
    _admit(request, wired)
    # A form of another site can't have these types without asking the browser, and so us, first.
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in {JSON, LINES}:
        raise RefusedRequestError(415, "wrong-type")
    limits = wired.settings.limits
    body = await read_body(request, limits.draft, limits.body_seconds)
    entries = _read(body, kind, wired.settings.zone)
    for line, entry in entries:
        if isinstance(entry, Problem):
            sentence = say(lang_of(request), f"problem.{entry.code}", **dict(entry.args))
            raise RefusedRequestError(422, "unreadable", line=line, reason=sentence)
    if not entries or len(entries) > MOST:
        raise RefusedRequestError(422, "wrong-count", most=MOST)
    return kind, [(line, entry) for line, entry in entries if isinstance(entry, Message)]


def _read(body: bytes, kind: str, zone: str) -> list[tuple[int, Message | Problem]]:
    if kind == JSON:
        try:
            # One value is one line, however it was laid out.
            body = json.dumps(json.loads(body)).encode("utf-8")
        except (ValueError, RecursionError):
            body = body.replace(b"\n", b" ")
    intake = Intake("-", "jsonl", zone=zone)
    lines = enumerate(body.split(b"\n"), 1)
    return [(number, read_line(line, number, intake)) for number, line in lines if line.strip()]


def _admit(request: Request, wired: Wired) -> None:
    """Where machines have tokens, hear machines with a token, and this page's own script."""
    if not wired.settings.tokens:
        return
    own = request.headers.get("x-form-token", "")
    if own and wired.tokens.good(own, client_of(request)):
        return
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    digest = hashlib.sha256(token.strip().encode("utf-8", "replace")).hexdigest()
    if scheme.lower() != "bearer" or not any(hmac.compare_digest(digest, known) for known in wired.settings.tokens):
        raise RefusedRequestError(401, "no-token")

"""The pages: 下書き, 指針, 状態, and the guideline as one document to print."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from guideline.bundle.model import Clause
from guideline.publish import coverage, document
from guideline.web.drafting import OTHER, Form, answer, read_form, sections
from guideline.web.forgery import from_elsewhere
from guideline.web.framing import frame
from guideline.web.limits import client_of, read_body
from guideline.web.moments import clock
from guideline.web.personal import privacy
from guideline.web.refusing import RefusedRequestError
from guideline.web.rendering import ASSETS, asset, asset_path, lang_of, render
from guideline.web.tallies import FEWEST, tallies
from guideline.web.wired import Wired
from guideline.words import Lang, say, sentences

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_MAX_STATUS = 64 * 1024
_MAX_TOLD = 16 * 1024 * 1024
DAYS = 7
"""Of so many days the words told are counted, today among them."""
_STATES = ("in-force", "last-good", "none")


async def draft(request: Request) -> Response:
    """Show the empty page, or judge and mend what was sent."""
    wired, lang = Wired.of(request), lang_of(request)
    ready, status, note = wired.in_force.ready(), 200, ""
    known = sections(ready.guideline)
    asked = request.query_params.get("section", "")
    blank = Form(zone=wired.settings.zone, section=asked if asked in {*known, OTHER} else "")
    shown: dict[str, Any] = {"form": blank, "judgement": None, "note": ""}
    if request.method == "POST":
        if from_elsewhere(request):
            raise RefusedRequestError(403, "from-elsewhere")
        limits = wired.settings.limits
        form = read_form(await read_body(request, limits.form, limits.body_seconds), limits)
        if wired.tokens.good(form.token, client_of(request)):
            shown = await run_in_threadpool(answer, ready, form, lang)
        else:
            status, note = 403, "expired"
            shown["form"] = form
    values = {**frame(wired, request, lang, "draft"), **shown}
    values["note"] = note or shown["note"]
    values["privacy"] = privacy(ready.guideline, lang)
    values["sections"] = [*known, OTHER] if known else []
    values["words"] = {name: pair[lang == "en"] for name, pair in sentences("web").items()}
    values["form_token"] = wired.tokens.make(client_of(request))
    return HTMLResponse(render("draft.html", lang, **values), status)


async def guideline(request: Request) -> Response:
    """Show the guideline in force, or the clauses in which all words asked for stand."""
    wired, lang = Wired.of(request), lang_of(request)
    asked = request.query_params.get("q", "")[:200]
    whole = wired.in_force.ready().guideline
    found = [clause for clause in whole.clauses if _holds(clause, asked)]
    chapters = [(chapter, [one for one in found if one.chapter == chapter.id]) for chapter in whole.chapters]
    values = {
        **frame(wired, request, lang, "guideline"),
        "asked": asked,
        "chapters": [pair for pair in chapters if pair[1]],
        "count": len(found),
    }
    return HTMLResponse(await run_in_threadpool(partial(render, "guideline.html", lang, **values)))


async def printed(request: Request) -> Response:
    """Show the published document; it brings its own style, which its policy names by its digest."""
    wired, lang = Wired.of(request), lang_of(request)
    html = await run_in_threadpool(document, wired.in_force.ready().guideline, "html", lang)
    style = _STYLE.search(html)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    return HTMLResponse(html, headers={"content-security-policy": policy})


async def state(request: Request) -> Response:
    """Show what holds each clause, what only people promise, and what the module says of itself."""
    wired, lang = Wired.of(request), lang_of(request)
    whole = wired.in_force.ready().guideline
    rows = coverage(whole, lang)
    count = {gap: sum(row.gap == gap for row in rows) for gap in ("promise", "document", "none")}
    values = {
        **frame(wired, request, lang, "state"),
        "rows": rows,
        "total": say(lang, "publish.coverage-sum", clauses=len(rows), machine=len(rows) - sum(count.values()), **count),
        "module": _module(wired.settings.status, lang, wired.settings.today()),
        "told": _few(_told(wired.settings.told, wired.settings.today())),
        "tallies": tallies(
            _counts(wired.settings.status), wired.in_force.ready().guideline, wired.settings.today(), DAYS
        ),
        "fewest": FEWEST,
        "broken": wired.in_force.broken,
    }
    return HTMLResponse(render("state.html", lang, **values))


async def health(request: Request) -> Response:
    """Say that the page is up, to whoever started it."""
    del request
    return PlainTextResponse("OK")


async def static(request: Request) -> Response:
    """Serve one of the page's own few files."""
    name = request.path_params["name"]
    if name not in ASSETS or request.url.path != asset_path(name):
        raise RefusedRequestError(404, "not-found")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(asset(name), media_type=ASSETS[name], headers=headers)


def _holds(clause: Clause, asked: str) -> bool:
    texts = [clause.id, clause.number, f"第{clause.number}条", *(control.rule for control in clause.controls)]
    texts += [words for text in (clause.title, clause.text, clause.why) for words in (text.ja, text.en)]
    whole = _plain("\n".join(texts))
    return all(word in whole for word in _plain(asked).split())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _module(path: Path | None, lang: Lang, today: date) -> dict[str, Any] | None:
    """Return what the module inside the server says: its state, its guideline, and counts. Never a name."""
    try:
        if path is None:
            return None
        with path.open("rb") as stream:
            value = json.loads(stream.read(_MAX_STATUS))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or value.get("state") not in _STATES:
        return None
    failures = value.get("failures")
    count = failures.get("count") if isinstance(failures, dict) else None
    told = {name: str(value.get(name) or "")[:80] for name in ("state", "version")}
    try:
        since = clock(lang, today, datetime.fromisoformat(str(value.get("since"))))
    except ValueError:
        since = ""
    return {**told, "since": since, "failures": count if isinstance(count, int) else 0}


def _counts(status: Path | None) -> Path | None:
    """Return where the module keeps its counts: beside its status."""
    return status.with_name("counts.json") if status else None


def _few(count: int | None) -> int | None:
    """Return a count as it may be shown: -1 stands for fewer than ``FEWEST``."""
    return -1 if count is not None and 0 < count < FEWEST else count


def _told(folder: Path | None, today: date) -> int | None:
    """Return how many words the steward told in the last days: one a person, rule and day, and none of them named."""
    if folder is None or not folder.is_dir():
        return None
    count = 0
    for back in range(DAYS):
        try:
            with (folder / (today - timedelta(days=back)).isoformat()).open("rb") as stream:
                count += stream.read(_MAX_TOLD).count(b"\n")
        except OSError:
            continue
    return count

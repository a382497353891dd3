"""下書き: the page on which a draft is judged and mended, without a line of JavaScript."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from guideline.messages import Message
from guideline.web.fields import read_fields, text_of
from guideline.web.inforce import Ready
from guideline.web.judging import judge, mend_one
from guideline.web.refusing import RefusedRequestError
from guideline.web.settings import Limits
from guideline.words import Lang

CHANNELS = ("talk", "bulletin", "external")
ZONES = ("internet", "admin")
_FIELDS = 16
_BROWSERS = frozenset({"text", "channel", "zone", "before", "do", "mend", "of", "token"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser sent: the draft, where it goes, the text before the last mending, and what to do.

    ``of`` names the text whose findings were shown: a button beside a finding counts for that text alone.
    """

    text: str = ""
    channel: str = "talk"
    zone: str = "internet"
    before: str = ""
    do: str = "judge"
    mend: str = ""
    of: str = ""
    token: str = ""
    phase: str = "normal"

    @property
    def digest(self) -> str:
        """Name this draft by its text and destination."""
        whole = f"{self.channel}\0{self.zone}\0{self.text}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def message(self) -> Message:
        """Return the draft as it is judged."""
        return Message("-", self.text, self.channel, self.zone, self.phase)


def read_form(body: bytes, limits: Limits) -> Form:
    """Read an encoded form. Raises RefusedRequestError for what no browser sends from this page."""
    fields = read_fields(body, _FIELDS)
    first = {name: values[0] for name, values in fields.items() if name in _BROWSERS}
    texts = {name: text_of(fields, name, limits.draft) for name in ("text", "before")}
    form = Form(**(first | texts))
    if form.channel not in CHANNELS or form.zone not in ZONES:
        raise RefusedRequestError(400, "not-text")
    return form


def answer(ready: Ready, form: Form, lang: Lang) -> dict[str, Any]:
    """Do what the button says; return what the template shows."""
    note = ""
    if form.do == "board":
        form = replace(form, channel="bulletin")
    elif form.do == "undo" and form.before:
        form, note = replace(form, text=form.before, before=""), "undone"
    elif form.do == "mend-all":
        form, note = _mended(form, ready.linter.mend(form.message))
    elif form.mend:
        form, note = _mended(form, _mend_one(ready, form, lang))
    judgement = judge(ready, form.message, lang) if form.text.strip() else None
    return {"form": form, "judgement": judgement, "note": note if judgement else "empty"}


def _mend_one(ready: Ready, form: Form, lang: Lang) -> str:
    """Apply one finding's fix; a text that was changed since its findings were shown is judged anew instead."""
    if form.of != form.digest:
        return form.text
    chosen = [shown for shown in judge(ready, form.message, lang).shown if str(shown.index) == form.mend]
    return mend_one(form.text, chosen[0]) if chosen and chosen[0].mendable else form.text


def _mended(form: Form, text: str) -> tuple[Form, str]:
    if text == form.text:
        return form, "unchanged"
    return replace(form, text=text, before=form.text), "mended"

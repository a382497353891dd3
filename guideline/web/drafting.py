"""下書き: the page on which a draft is judged and mended, without a line of JavaScript."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from guideline.bundle.model import Guideline, MessageControl
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
OTHER = "ほかの所属"
"""The section of somebody whose section no rule and no exception names: any name but theirs judges the same."""
_LONGEST_NAME = 60
_BROWSERS = frozenset({"text", "channel", "zone", "section", "before", "do", "mend", "of", "token"})


@dataclass(frozen=True, slots=True)
class Form:
    """What a browser sent: the draft, where it goes, the text before the last mending, and what to do.

    ``section`` is the writer's ("": not said); rules of the kinds ``without`` aren't asked. ``of`` names the text
    whose findings were shown: a button beside a finding counts for that text alone.
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
    section: str = ""
    without: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Name this draft by its text and destination."""
        whole = f"{self.channel}\0{self.zone}\0{self.section}\0{self.text}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def message(self) -> Message:
        """Return the draft as it is judged."""
        return Message("-", self.text, self.channel, self.zone, self.phase, section=self.section)


def sections(guideline: Guideline) -> list[str]:
    """Return the sections for which drafts are judged otherwise than for the rest."""
    named = {one.scope["section"] for one in guideline.waivers if "section" in one.scope}
    for control in guideline.of(MessageControl):
        if control.kind == "writers":
            named |= {str(one) for one in control.options.get("sections") or ()}
    return sorted(named)


def read_form(body: bytes, limits: Limits) -> Form:
    """Read an encoded form. Raises RefusedRequestError for what no browser sends from this page."""
    fields = read_fields(body, _FIELDS)
    first: dict[str, Any] = {name: values[0] for name, values in fields.items() if name in _BROWSERS}
    texts = {name: text_of(fields, name, limits.draft) for name in ("text", "before")}
    form = Form(**(first | texts))
    if form.channel not in CHANNELS or form.zone not in ZONES or len(form.section) > _LONGEST_NAME:
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
    judgement = judge(ready, form.message, lang, form.without) if form.text.strip() else None
    return {"form": form, "judgement": judgement, "note": note if judgement else "empty"}


def _mend_one(ready: Ready, form: Form, lang: Lang) -> str:
    """Apply one finding's fix; a text that was changed since its findings were shown is judged anew instead."""
    if form.of != form.digest:
        return form.text
    shown = judge(ready, form.message, lang, form.without).shown
    chosen = [one for one in shown if str(one.index) == form.mend]
    return mend_one(form.text, chosen[0]) if chosen and chosen[0].mendable else form.text


def _mended(form: Form, text: str) -> tuple[Form, str]:
    if text == form.text:
        return form, "unchanged"
    return replace(form, text=text, before=form.text), "mended"

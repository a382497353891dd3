"""Puts the parts of a guideline into words: numbers, days, scopes, and what a control does.

A name that the words don't know (a channel of one city's own, say) is shown as written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from guideline.bundle.model import (
    AttestControl,
    Control,
    DocumentControl,
    Enforcement,
    FlowControl,
    MessageControl,
    Parameter,
    RegisterControl,
    SettingControl,
    TimerControl,
    Waiver,
)
from guideline.source.dates import wareki
from guideline.words import Lang, clause_number, say, sentences


def number(lang: Lang, written: str) -> str:
    """Name a clause by its number as a heading does: ``8`` is 第8条 or Clause 8, ``8-2`` 第8条の2."""
    named = clause_number(lang, written)
    return named if named == written else named[:1].upper() + named[1:]


def day(lang: Lang, when: date | str | None) -> str:
    """Write a day: 令和8年10月1日 in Japanese, 2026-10-01 in English; "" for None."""
    if when is None:
        return ""
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when)
        except ValueError:
            return str(when)
    return wareki(when) if lang == "ja" else when.isoformat()


def word(lang: Lang, family: str, name: str) -> str:
    """Return the word for one name of a closed list (``channel``, ``zone`` ...), or the name itself."""
    key = f"{family}-{name}"
    return say(lang, f"publish.{key}") if key in sentences("publish") else name


def words(lang: Lang, family: str, names: Iterable[str], empty: str) -> str:
    """Join the words for several names; ``empty`` names the sentence for none of them."""
    told = [word(lang, family, name) for name in names]
    return say(lang, "publish.and").join(told) if told else say(lang, f"publish.{empty}")


def scope(lang: Lang, control: MessageControl) -> str:
    """Say in which channels, networks and times a message rule applies."""
    return say(
        lang,
        "publish.scope",
        channels=words(lang, "channel", control.channels, "all-channels"),
        zones=words(lang, "zone", control.zones, "all-zones"),
        phases=words(lang, "phase", control.phases, "all-phases"),
    )


def value(lang: Lang, found: Any) -> str:
    """Write a setting's value as people read it; a value that each site decides is named."""
    if isinstance(found, str):
        if found.startswith("$site."):
            return say(lang, "publish.value-site", name=found.removeprefix("$site."))
        return found or say(lang, "publish.value-nothing")
    if found in (None, [], {}, ()):
        return say(lang, "publish.value-nothing")
    if isinstance(found, list | tuple):
        return say(lang, "publish.comma").join(value(lang, item) for item in found)
    return json.dumps(found, ensure_ascii=False, default=str)


def parameter_value(lang: Lang, parameter: Parameter) -> str:
    """Write a parameter's value with its unit."""
    key, written = f"unit-{parameter.unit}", value(lang, parameter.value)
    if key in sentences("publish"):
        return say(lang, f"publish.{key}", value=written)
    return f"{written} {parameter.unit}".rstrip()


def held(lang: Lang, control: Control) -> str:
    """Name the way in which a control makes its clause hold."""
    return say(lang, f"publish.held-{control.name}")


def told(lang: Lang, control: Control) -> str:
    """Say in one sentence what a control does."""
    match control:
        case MessageControl():
            return say(lang, "publish.told-message", applies=scope(lang, control))
        case SettingControl(target=target, key=key, op=op):
            return say(lang, f"publish.told-{op}", target=target, key=key, value=value(lang, control.value))
        case FlowControl():
            return _told_flow(lang, control)
        case RegisterControl(register=register):
            checks = words(lang, "check", control.checks, "nothing")
            return say(lang, "publish.told-register", register=word(lang, "register", register), checks=checks)
        case TimerControl(of=of, after=after):
            when, do = word(lang, "when", control.when), word(lang, "do", control.do)
            return say(lang, "publish.told-timer", of=word(lang, "of", of), after=after, when=when, do=do)
        case AttestControl():
            owner, question = control.owner.get(lang), control.question.get(lang)
            return say(lang, "publish.told-attest", owner=owner, days=control.every_days, question=question)
        case DocumentControl():
            return _told_document(lang, control)
    return control.rule


def _told_flow(lang: Lang, control: FlowControl) -> str:
    port = f"{control.protocol}/{control.port}" if control.port else say(lang, "publish.port-any")
    source, target = word(lang, "zone", control.source), word(lang, "zone", control.target)
    return say(lang, f"publish.told-flow-{control.verdict}", source=source, target=target, port=port)


def _told_document(lang: Lang, control: DocumentControl) -> str:
    sentences_: list[str] = []
    if control.states:
        states = say(lang, "publish.comma").join(quote(lang, state) for state in control.states)
        sentences_.append(say(lang, "publish.told-document", states=states))
    if control.consent:
        sentences_.append(say(lang, "publish.told-consent"))
    return " ".join(sentences_)


def server(lang: Lang, enforcement: Enforcement) -> str:
    """Say what the homeserver does about a message rule, from when and where."""
    starts, ends = day(lang, enforcement.starts), day(lang, enforcement.ends)
    parts: list[str] = []
    if starts and ends:
        parts.append(say(lang, "publish.server-between", starts=starts, ends=ends))
    elif starts:
        parts.append(say(lang, "publish.server-from", starts=starts))
    elif ends:
        parts.append(say(lang, "publish.server-until", ends=ends))
    where = _where(lang, enforcement)
    if where:
        parts.append(say(lang, "publish.server-in", where=where))
    parts.append(say(lang, f"publish.server-{enforcement.does}"))
    return say(lang, "publish.comma").join(parts)


def _where(lang: Lang, enforcement: Enforcement) -> str:
    channels = words(lang, "channel", enforcement.channels, "all-channels") if enforcement.channels else ""
    sections = say(lang, "publish.and").join(enforcement.sections)
    if channels and sections:
        return say(lang, "publish.server-where", channels=channels, sections=sections)
    return channels or sections


def mend(lang: Lang, control: Control) -> str:
    """Say how a finding of this control is mended."""
    name = control.fix if isinstance(control, MessageControl) else control.name
    return say(lang, f"publish.mend-{name}")


def loosening(lang: Lang, what: str) -> str:
    """Say in what respect a layer asks less: ``level``, or ``phrases (etiquette/greeting)`` with its rule."""
    name, _, rest = what.partition(" ")
    return " ".join(part for part in (word(lang, "loose", name), rest) if part)


def waived_where(lang: Lang, waiver: Waiver) -> str:
    """Say where an exception holds: a section, a channel, a zone, or everywhere."""
    places = [found if field == "section" else word(lang, field, found) for field, found in waiver.scope.items()]
    return say(lang, "publish.comma").join(places) or say(lang, "publish.waiver-everywhere")


def quote(lang: Lang, text: str) -> str:
    """Put a piece of text in quotation marks, on one line; in double ones where it holds single ones itself."""
    marks = "publish.quote-double" if "「" in text else "publish.quote"
    return say(lang, marks, text=" ⏎ ".join(text.splitlines()))


def example(lang: Lang, written: Any) -> tuple[str, str]:
    """Return an example's text, and in words where, when and by whom it is written as far as it says ("" otherwise)."""
    if isinstance(written, dict) and "text" in written:
        named = [word(lang, field, str(written[field])) for field in ("channel", "phase") if written.get(field)]
        told = [*named, *(str(written[field]) for field in ("section", "sent") if written.get(field))]
        return str(written["text"]), say(lang, "publish.comma").join(told)
    if isinstance(written, str):
        return written, ""
    if isinstance(written, dict):
        pairs = (f"{key}: {value(lang, item)}" for key, item in written.items())
        return say(lang, "publish.comma").join(pairs), ""
    return value(lang, written), ""

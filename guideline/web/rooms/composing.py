"""What the page sends: a post with its mentions, a notice with its title, a sticker, a reaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote

from guideline.bundle.model import Sticker
from guideline.web.rooms.posts import NOTICE, STICKER, in_words

Content = dict[str, Any]


def post(text: str, names: Mapping[str, str], answers: str = "") -> Content:
    """Return a message; ``@`` before a name of the room mentions its bearer. ``answers`` is what it replies to."""
    users, markup = _mentioned(text, names)
    content: Content = {"msgtype": "m.text", "body": text, "m.mentions": {"user_ids": users} if users else {}}
    if users:
        content |= {"format": "org.matrix.custom.html", "formatted_body": markup}
    if answers:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": answers}}
    return content


def notice(title: str, text: str, until: date | None) -> Content:
    """Return a notice for a board: other clients see its title as the first line."""
    told = {"title": title} | ({"until": until.isoformat()} if until else {})
    return {"msgtype": "m.text", "body": whole(title, text), "m.mentions": {}, NOTICE: told}


def whole(title: str, text: str) -> str:
    """Return a notice as it is judged and sent."""
    return f"{title}\n\n{text}" if title else text


def sticker(one: Sticker, art: Mapping[str, Mapping[str, Any]]) -> tuple[str, Content]:
    """Return a sticker's kind of event and content: with its artwork, or in words where there is none."""
    label = one.label.get("ja")
    if one.id in art:
        return "m.sticker", {"body": label, **art[one.id], STICKER: one.id}
    return "m.room.message", {"msgtype": "m.text", "body": in_words(label), "m.mentions": {}, STICKER: one.id}


def file(name: str, address: str, media_type: str, size: int) -> Content:
    """Return a file's post; other clients show a picture as one."""
    shown = media_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}
    info = {"mimetype": media_type, "size": size}
    kind = "m.image" if shown else "m.file"
    return {"msgtype": kind, "body": name, "filename": name, "url": address, "info": info, "m.mentions": {}}


def reaction(mark: str, event: str) -> Content:
    """Return a reaction to an event."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": mark}}


def transaction(form: str, content: Mapping[str, Any]) -> str:
    """Return what keeps a form from sending the same thing twice, and lets it send another."""
    parts = hashlib.sha256(f"{form}\0{sorted(content.items())!r}".encode("utf-8", "surrogatepass"))
    return parts.hexdigest()[:32]


def _mentioned(text: str, names: Mapping[str, str]) -> tuple[list[str], str]:
    """Return who is mentioned, and the text as markup with a link to each."""
    users: list[str] = []
    markup, at = [], 0
    # The longest name first: 佐藤 花子 isn't 佐藤.
    known = sorted(((name, user) for user, name in names.items() if name), key=lambda one: -len(one[0]))
    while (sign := text.find("@", at)) >= 0:
        found = next(((name, user) for name, user in known if text.startswith(name, sign + 1)), None)
        end = sign + 1 + (len(found[0]) if found else 0)
        markup.append(_escaped(text[at:sign]))
        if found:
            users.append(found[1])
            markup.append(f'<a href="https://matrix.to/#/{quote(found[1], safe=":")}">{_escaped(found[0])}</a>')
        else:
            markup.append("@")
        at = end
    markup.append(_escaped(text[at:]))
    return list(dict.fromkeys(users)), "".join(markup)


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")

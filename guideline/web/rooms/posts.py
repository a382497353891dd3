"""Posts as the page shows them, made of the events of a room."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guideline.web.rooms.events import Event, local, mapping, one_line, part, reactions, when, words
from guideline.web.rooms.parcels import clean_name, kind_of

LONGEST = 1000
"""Characters of a post that a room shows; the rest is on the post's own page."""
BUDGET = 12_000
"""Characters of all posts on one page."""
MOST = 30
"""Posts on one page."""
NOTICE = "guideline.notice"
"""In a notice's content: ``{"title": …, "until": "2026-11-30"}``; ``until`` alone makes it one that must be read."""
STICKER = "guideline.sticker"
"""In a sticker's content: its id in the guideline."""
FILES = frozenset({"m.image", "m.file", "m.audio", "m.video"})
_QUOTED = re.compile(r"\A(?:>[^\n]*\n)+\n?")
MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{1,255})")


@dataclass(frozen=True, slots=True)
class Post:
    """One post. ``kind`` is text, notice (a program's), sticker, file or gone.

    ``text`` is what it says (a sticker's label, a file's name); ``more`` tells that it goes on; ``picture`` is
    the path of a sticker's artwork; ``answers`` the event it replies to; ``reactions`` pairs of mark and count.
    ``title`` and ``until`` are a notice's; ``size`` is a file's in bytes (0: not said), ``given`` whether this page
    hands it out.
    """

    event: str
    sender: str
    at: datetime
    kind: str
    text: str
    more: bool = False
    edited: bool = False
    picture: str = ""
    answers: str = ""
    reactions: tuple[tuple[str, int], ...] = ()
    mentions: tuple[str, ...] = ()
    title: str = ""
    until: date | None = None
    size: int = 0
    given: bool = False


def posts_of(timeline: Sequence[Event], labels: Mapping[str, str], *, longest: int = LONGEST) -> list[Post]:
    """Return the posts among events that stand in order, the oldest first; ``labels`` are the stickers'."""
    marks: dict[str, dict[str, int]] = {}
    for event_id, mark, _ in reactions(timeline):
        counts = marks.setdefault(event_id, {})
        counts[mark] = counts.get(mark, 0) + 1
    found = [post for event in timeline if (post := _post(event, labels, marks, longest)) is not None]
    return list({post.event: post for post in found}.values())


def latest(posts: Sequence[Post]) -> list[Post]:
    """Return the newest posts that fit on a page, the oldest first."""
    chosen: list[Post] = []
    left = BUDGET
    for post in reversed(posts[-MOST:]):
        left -= len(post.text)
        if chosen and left < 0:
            break
        chosen.append(post)
    return chosen[::-1]


def _post(event: Event, labels: Mapping[str, str], marks: Mapping[str, Mapping[str, int]], longest: int) -> Post | None:
    kind, event_id, sender = words(event, "type"), words(event, "event_id"), words(event, "sender")
    if kind not in {"m.room.message", "m.sticker"} or "state_key" in event or not event_id or not sender:
        return None
    content = mapping(event, "content")
    if not content or mapping(event, "unsigned", "redacted_because"):
        return Post(event_id, sender, when(event), "gone", "")
    relation = mapping(content, "m.relates_to")
    if relation.get("rel_type") == "m.replace":
        return None  # it is shown in the place of what it replaces
    fresh = mapping(event, "unsigned", "m.relations", "m.replace", "content", "m.new_content")
    shown, text = _said(kind, fresh or content, labels)
    answers = words(relation, "m.in_reply_to", "event_id")
    if answers:
        text = _QUOTED.sub("", text)
    title, until = _notice(fresh or content, text)
    users = part(content, "m.mentions", "user_ids")
    return Post(
        event_id,
        sender,
        when(event),
        shown,
        text[:longest],
        more=len(text) > longest,
        edited=bool(fresh),
        picture=_picture(content) if kind == "m.sticker" else "",
        answers=answers,
        reactions=tuple(sorted(marks.get(event_id, {}).items(), key=lambda one: -one[1]))[:12],
        mentions=tuple(str(user) for user in users[:100]) if isinstance(users, list) else (),
        title=title,
        until=until,
        size=_size(content) if shown == "file" else 0,
        given=shown == "file" and bool(MXC.fullmatch(words(content, "url"))) and bool(kind_of(text)),
    )


def _said(kind: str, content: Mapping[str, object], labels: Mapping[str, str]) -> tuple[str, str]:
    """Return how a post is shown and what it says."""
    body, sort = words(content, "body"), words(content, "msgtype")
    label = labels.get(words(content, STICKER), "")
    if kind == "m.sticker":
        return "sticker", label or one_line(body, 60)
    # Only what says the sticker's label and no more is shown as a sticker: nothing hides behind one.
    if label and body == in_words(label):
        return "sticker", label
    if sort in FILES:
        return "file", clean_name(words(content, "filename") or body)
    return ("notice" if sort == "m.notice" else "text"), body


def in_words(label: str) -> str:
    """Return what a sticker says where there is no artwork of it."""
    return f"［スタンプ：{label}］"


def _notice(content: Mapping[str, object], text: str) -> tuple[str, date | None]:
    """Return a notice's title, its first line where none is given, and until when it must be read."""
    told = mapping(content, NOTICE)
    try:
        until = date.fromisoformat(words(told, "until"))
    except ValueError:
        until = None
    return one_line(words(told, "title"), 100) or one_line(text.lstrip().partition("\n")[0], 60), until


def _size(content: object) -> int:
    size = part(content, "info", "size")
    return size if isinstance(size, int) and 0 < size < 1 << 40 else 0


def _picture(content: Mapping[str, object]) -> str:
    found = MXC.fullmatch(words(content, "url"))
    return f"/rooms/media/{found[1]}/{found[2]}" if found else ""


def name_in(names: Mapping[str, str], user: str) -> str:
    """Return how a sender is named, who may have left the room."""
    return names.get(user) or local(user)

"""Who has read what: counts for everybody, and of a notice the names for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guideline.steward import confirmed
from guideline.web.rooms.events import Event, words
from guideline.web.rooms.posts import Post

OPENED = "guideline.opened"
"""What a person has opened on a board, for that person alone: ``{"events": […]}`` in the room's account data."""
KEPT = 200


def readers(
    post: str, sender: str, timeline: Sequence[Event], receipts: Mapping[str, Any], members: Iterable[str]
) -> set[str]:
    """Return who of the members has read a post, but for its sender; ``timeline`` stands in order."""
    at = next((index for index, event in enumerate(timeline) if event.get("event_id") == post), None)
    if at is None:
        return set()
    return (set(confirmed(post, timeline[at:], receipts)) & set(members)) - {sender}


def counts(
    posts: Sequence[Post], timeline: Sequence[Event], receipts: Mapping[str, Any], members: Sequence[str]
) -> dict[str, int]:
    """Return how many have read each post."""
    among = set(members)
    return {post.event: len(readers(post.event, post.sender, timeline, receipts, among)) for post in posts}


def unread_of(
    me: str, posts: Sequence[Post], timeline: Sequence[Event], receipts: Mapping[str, Any], opened: Iterable[str]
) -> set[str]:
    """Return which posts this person hasn't read: neither opened here nor passed by their read mark."""
    known = set(opened)
    left = [post for post in posts if post.sender != me and post.event not in known and post.kind != "gone"]
    return {post.event for post in left if not readers(post.event, post.sender, timeline, receipts, {me})}


def mark_upto(posts: Sequence[Post], unread: set[str], timeline: Sequence[Event]) -> str:
    """Return the event up to which a board counts as read; "" for none.

    The public mark is one place in a room, and all before it counts as read. It is set on the newest notice
    that was opened, and stops before the first unopened one that must be read: nobody is ever said to have read
    one of those that they haven't.
    """
    if not unread:
        return words(timeline[-1], "event_id") if timeline else ""
    upto = ""
    for post in posts:
        if post.event not in unread:
            upto = post.event
        elif post.until is not None:
            break
    return upto

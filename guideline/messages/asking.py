"""How a draft is put to the steward: what stands behind 下書き is asked about, and said to nobody."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"[ \u3000\n]{0,20}下書き(?:[ \u3000\n]*[:：]|[ \u3000\n])[ \u3000]*\n?(?P<draft>.*)", re.DOTALL)
_ALONE = re.compile(r"[ \u3000\n]{0,20}下書き[ \u3000\n:：]*")


def draft_of(body: str) -> str | None:
    """Return the draft of a message that asks for judging ("" where none follows), None for any other message."""
    if _ALONE.fullmatch(body):
        return ""
    found = _COMMAND.fullmatch(body)
    return found["draft"] if found else None

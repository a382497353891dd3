"""What is judged: one post by a member of staff, with the context the rules need."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Message(NamedTuple):
    """One message.

    ``channel`` is ``talk``, ``bulletin`` or ``external``; ``zone`` is ``internet`` or ``admin``;
    ``phase`` is ``normal`` or ``emergency``. ``section`` is the sender's section and ``sent`` the
    local time of sending; rules that need what is missing stay silent.
    """

    id: str
    text: str
    channel: str = "talk"
    zone: str = "internet"
    phase: str = "normal"
    room: str = ""
    sender: str = ""
    section: str = ""
    sent: datetime | None = None

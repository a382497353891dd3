"""What the pages of rooms share: the chat server, who has logged in, and how often anybody tried to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from guideline.web.rooms.sessions import Sessions
from guideline.web.rooms.tries import Tries
from guideline.web.settings import Settings

if TYPE_CHECKING:
    from guideline.homeserver import ChatServer


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat side of one running page."""

    server: ChatServer
    sessions: Sessions
    tries: Tries

    @classmethod
    def make(cls, settings: Settings) -> Self | None:
        """Make it where a chat server is named."""
        if not settings.chat:
            return None
        from guideline.homeserver import ChatServer

        server = ChatServer(settings.chat, settings.transport)
        return cls(server, Sessions(settings.clock, settings.chance), Tries(settings.clock))

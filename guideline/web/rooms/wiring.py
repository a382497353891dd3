"""What the pages of rooms share: the chat server, who has logged in and where that is kept, and who tried to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from guideline.web.rooms.sessions import Sessions
from guideline.web.rooms.tries import Tries
from guideline.web.settings import Settings

if TYPE_CHECKING:
    from guideline.homeserver import ChatServer
    from guideline.web.rooms.keeping import Kept


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat side of one running page."""

    server: ChatServer
    sessions: Sessions
    tries: Tries
    kept: Kept | None

    @classmethod
    def make(cls, settings: Settings) -> Self | None:
        """Make it where a chat server is named."""
        if not settings.chat:
            return None
        from guideline.homeserver import ChatServer

        server = ChatServer(settings.chat, settings.transport)
        sessions = Sessions(settings.clock, settings.chance)
        return cls(server, sessions, Tries(settings.clock), _kept(settings, sessions))

    def keep(self) -> None:
        """Keep who has logged in, where there is a place for it. Raises OSError."""
        if self.kept is not None:
            self.kept.keep(self.sessions.state())


def _kept(settings: Settings, sessions: Sessions) -> Kept | None:
    """Take up the log-ins of the run before. Raises OSError where the folder can't be used."""
    if settings.state is None:
        return None
    from guideline.web.rooms.keeping import Kept

    kept = Kept(settings.state, settings.moment)
    sessions.recall(*kept.recall())
    return kept

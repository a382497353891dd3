"""Who has logged in here. Sessions live in this process's memory alone: a restart logs everybody out.

The browser holds a random name of the session, never the chat server's token; this process keeps the name's
digest, so that neither can be had from the other.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

IDLE_SECONDS = 60 * 60.0
"""So long a log-in lasts without anything done by hand; what the page fetches by itself doesn't count."""
LONGEST_SECONDS = 12 * 60 * 60.0
MOST = 5000
"""Sessions at a time; beyond, the one unused longest ends."""


@dataclass(slots=True)
class Session:
    """One log-in: whose, with which token of the chat server, since when and until when used.

    ``section`` and ``roles`` are the person's, as the module tells them at the log-in; ``form`` is what this
    session's forms carry; ``draft`` (room and text) waits for the next sight of its room.
    """

    user: str
    token: str
    form: str
    began: float
    used: float
    section: str = ""
    roles: tuple[str, ...] = ()
    draft: tuple[str, str] | None = None

    def own(self, form: str) -> bool:
        """Tell whether a form was made for this session."""
        return hmac.compare_digest(self.form.encode(), form[:200].encode("utf-8", "replace"))


class Sessions:
    """All sessions; ``clock`` counts seconds, ``chance`` returns so many unpredictable bytes."""

    def __init__(self, clock: Callable[[], float], chance: Callable[[int], bytes]) -> None:
        self._clock = clock
        self._chance = chance
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._over: list[Session] = []

    def begin(self, user: str, token: str, section: str = "", roles: tuple[str, ...] = ()) -> str:
        """Begin a session; return its name, which is new whatever the browser brought."""
        name, now = self._chance(32).hex(), self._clock()
        self._sessions[_digest(name)] = Session(user, token, self._chance(32).hex(), now, now, section, roles)
        while len(self._sessions) > MOST:
            self._over.append(self._sessions.popitem(last=False)[1])
        return name

    def find(self, name: str, *, by_hand: bool = True) -> Session | None:
        """Return the session of this name; ``by_hand`` prolongs it."""
        self._sweep()
        session = self._sessions.get(_digest(name)) if name else None
        if session is not None and by_hand:
            session.used = self._clock()
            self._sessions.move_to_end(_digest(name))
        return session

    def end(self, name: str) -> Session | None:
        """End a session; return it, for its token is to be revoked."""
        return self._sessions.pop(_digest(name), None) if name else None

    def end_token(self, token: str) -> None:
        """End the session whose token the chat server no longer knows."""
        self._sessions = OrderedDict((key, one) for key, one in self._sessions.items() if one.token != token)

    def end_all_of(self, user: str) -> None:
        """End every session of one person."""
        self._sessions = OrderedDict((key, one) for key, one in self._sessions.items() if one.user != user)

    def over(self) -> list[Session]:
        """Return the sessions that ended by themselves since the last call, for their tokens are to be revoked."""
        self._sweep()
        over, self._over = self._over, []
        return over

    def _sweep(self) -> None:
        """Take out what has ended: the least recently used stand first."""
        now = self._clock()
        for key, one in list(self._sessions.items()):
            if now - one.used > IDLE_SECONDS or now - one.began > LONGEST_SECONDS:
                self._over.append(self._sessions.pop(key))


def _digest(name: str) -> str:
    return hashlib.sha256(name[:200].encode("utf-8", "replace")).hexdigest()

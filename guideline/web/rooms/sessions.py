"""Who has logged in here. Sessions live in this process's memory, and sealed in a file where there is a folder for it.

The browser holds a random name of the session, never the chat server's token; this process keeps the name's
digest, so that neither can be had from the other.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

IDLE_SECONDS = 60 * 60.0
"""So long a log-in lasts without anything done by hand; what the page fetches by itself doesn't count."""
LONGEST_SECONDS = 12 * 60 * 60.0
_USE_IS_KEPT = 60.0
"""Seconds."""
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
        self._told = clock()
        self.changed = False
        self.used = False

    def state(self) -> dict[str, Any]:
        """Return what a restart must know: the sessions with their ages, and those whose tokens are to be revoked."""
        now = self._clock()
        self.changed, self._told = False, now
        return {
            "sessions": {key: _aged(one, now) for key, one in self._sessions.items()},
            "over": [_aged(one, now) for one in self._over],
        }

    def recall(self, state: Mapping[str, Any], passed: float) -> None:
        """Take up what ``state`` returned so many seconds ago; what isn't of its shape is left."""
        now = self._clock() - passed
        for key, told in list(_items(state.get("sessions")))[:MOST]:
            session = _recalled(told, now)
            if session is not None and re.fullmatch("[0-9a-f]{64}", key):
                self._sessions[key] = session
        over = state.get("over")
        self._over += [one for told in (over if isinstance(over, list) else []) if (one := _recalled(told, now))]
        self._sweep()

    @property
    def due(self) -> bool:
        """Tell whether what is kept has become old: at once after a log-in or its end, a minute after mere use."""
        return self.changed or (self.used and self._clock() - self._told >= _USE_IS_KEPT)

    def everybody(self) -> list[Session]:
        """End every session and return them all, for their tokens are to be revoked."""
        ended = [*self._sessions.values(), *self._over]
        self._sessions.clear()
        self._over.clear()
        self.changed = True
        return ended

    def begin(self, user: str, token: str, section: str = "", roles: tuple[str, ...] = ()) -> str:
        """Begin a session; return its name, which is new whatever the browser brought."""
        name, now = self._chance(32).hex(), self._clock()
        self._sessions[_digest(name)] = Session(user, token, self._chance(32).hex(), now, now, section, roles)
        self.changed = True
        while len(self._sessions) > MOST:
            self._over.append(self._sessions.popitem(last=False)[1])
        return name

    def find(self, name: str, *, by_hand: bool = True) -> Session | None:
        """Return the session of this name; ``by_hand`` prolongs it."""
        self._sweep()
        session = self._sessions.get(_digest(name)) if name else None
        if session is not None and by_hand:
            session.used = self._clock()
            self.used = True
            self._sessions.move_to_end(_digest(name))
        return session

    def end(self, name: str) -> Session | None:
        """End a session; return it, for its token is to be revoked."""
        self.changed = True
        return self._sessions.pop(_digest(name), None) if name else None

    def end_all_of(self, user: str) -> None:
        """End every session of one person."""
        self._sessions = OrderedDict((key, one) for key, one in self._sessions.items() if one.user != user)
        self.changed = True

    def over(self) -> list[Session]:
        """Return the sessions that ended by themselves since the last call, for their tokens are to be revoked."""
        self._sweep()
        over, self._over = self._over, []
        self.changed = self.changed or bool(over)
        return over

    def _sweep(self) -> None:
        """Take out what has ended: the least recently used stand first."""
        now = self._clock()
        for key, one in list(self._sessions.items()):
            if now - one.used > IDLE_SECONDS or now - one.began > LONGEST_SECONDS:
                self._over.append(self._sessions.pop(key))
                self.changed = True


_KEPT = ("user", "token", "form", "section")


def _aged(one: Session, now: float) -> dict[str, Any]:
    """Return a session as it is kept: with ages, for a clock begins anew with its machine. A draft is never kept."""
    told = {name: getattr(one, name) for name in _KEPT}
    return {**told, "roles": list(one.roles), "began": now - one.began, "used": now - one.used}


def _recalled(told: object, now: float) -> Session | None:
    """Return the session that was kept; None for anything else."""
    if not isinstance(told, Mapping) or not all(isinstance(told.get(name), str) for name in _KEPT):
        return None
    began, used, roles = told.get("began"), told.get("used"), told.get("roles")
    if not isinstance(began, int | float) or not isinstance(used, int | float) or not isinstance(roles, list):
        return None
    user, token, form, section = (str(told[name]) for name in _KEPT)
    return Session(user, token, form, now - began, now - used, section, tuple(str(role) for role in roles))


def _items(value: object) -> Iterable[tuple[str, object]]:
    return value.items() if isinstance(value, Mapping) else ()


def _digest(name: str) -> str:
    return hashlib.sha256(name[:200].encode("utf-8", "replace")).hexdigest()

"""The module inside Synapse, and the clients of its API from outside.

``GuidelineModule`` is what homeserver.yaml names; ``Client`` speaks to a server as an operator's program does,
``ChatServer`` and ``PersonClient`` as the staff page does for whoever has logged in there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guideline.homeserver.answers import RefusedError, UnavailableError
    from guideline.homeserver.client import Client
    from guideline.homeserver.module import GuidelineModule
    from guideline.homeserver.person import ChatServer, PersonClient
    from guideline.homeserver.rulings import Member, RoomClass, not_a_writer, what

__all__ = [
    "ChatServer",
    "Client",
    "GuidelineModule",
    "Member",
    "PersonClient",
    "RefusedError",
    "RoomClass",
    "UnavailableError",
    "not_a_writer",
    "what",
]

_ROOMS = {
    "ChatServer": "person",
    "Client": "client",
    "GuidelineModule": "module",
    "Member": "rulings",
    "PersonClient": "person",
    "RefusedError": "answers",
    "RoomClass": "rulings",
    "UnavailableError": "answers",
    "not_a_writer": "rulings",
    "what": "rulings",
}


def __getattr__(name: str) -> object:
    """Import Synapse or httpx only for those who need them."""
    if name in _ROOMS:
        return getattr(import_module(f"guideline.homeserver.{_ROOMS[name]}"), name)
    raise AttributeError(name)

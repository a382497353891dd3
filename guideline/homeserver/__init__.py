"""The module inside Synapse, and the client of its API from outside.

``GuidelineModule`` is what homeserver.yaml names; ``Client`` speaks to a server as a person or an operator does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guideline.homeserver.client import Client, RefusedError, UnavailableError
    from guideline.homeserver.module import GuidelineModule

__all__ = ["Client", "GuidelineModule", "RefusedError", "UnavailableError"]


def __getattr__(name: str) -> object:
    """Import Synapse or httpx only for those who need them."""
    if name == "GuidelineModule":
        from guideline.homeserver.module import GuidelineModule

        return GuidelineModule
    if name in {"Client", "RefusedError", "UnavailableError"}:
        from guideline.homeserver import client

        return getattr(client, name)
    raise AttributeError(name)

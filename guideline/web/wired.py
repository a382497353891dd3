"""What the routes share: the guideline in force, the tokens of forms, the clients' buckets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, cast

from starlette.requests import Request

from guideline.web.forgery import Tokens
from guideline.web.inforce import InForce
from guideline.web.limits import Buckets
from guideline.web.rooms.wiring import Chat
from guideline.web.settings import Settings


@dataclass(frozen=True, slots=True)
class Wired:
    """One running page."""

    settings: Settings
    in_force: InForce
    tokens: Tokens
    buckets: Buckets
    chat: Chat | None

    @classmethod
    def make(cls, settings: Settings) -> Self:
        """Read the bundle and make what the routes share. Raises SourceError."""
        tokens = Tokens(settings.chance(32), settings.clock)
        return cls(settings, InForce(settings), tokens, Buckets(settings.limits, settings.clock), Chat.make(settings))

    @classmethod
    def of(cls, request: Request) -> Self:
        """Return what the application of this request was wired with."""
        return cast("Self", request.app.state.wired)

"""What a run of the embedded site takes from outside: clock, chance, environment, server, and a voice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from guideline.bundle.model import Guideline
from guideline.embedded.populate import Person, Server
from guideline.source import SourceError


class Connection(Server, Protocol):
    """A server that can be asked for its health and logged in to; ``guideline.homeserver.Client`` offers it."""

    def healthy(self) -> bool:
        """Tell whether the server is up."""

    def log_in(self, user: str, password: str, device: str) -> str:
        """Log in."""

    def close(self) -> None:
        """Close the connection."""


class Tells(Protocol):
    """Says a sentence of ``words/up.py`` to whoever runs the site."""

    def __call__(self, name: str, /, **args: object) -> None:
        """Say the sentence ``name``."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything that isn't in the folder.

    ``stickers`` draws a guideline's stickers, none where this machine can't; ``connect`` takes a base
    address; ``chance`` returns so many unpredictable bytes; ``password`` a new password; ``problems`` shows
    why a file can't be read; ``logins_head`` is the first line of the log-ins.
    """

    environment: Mapping[str, str]
    today: Callable[[], date]
    sleep: Callable[[float], None]
    chance: Callable[[int], bytes]
    password: Callable[[], str]
    connect: Callable[[str], Connection]
    read_people: Callable[[Path], Sequence[Person]]
    stickers: Callable[[Guideline], Mapping[str, bytes]]
    tell: Tells
    problems: Callable[[SourceError], None]
    logins_head: str


class GivesUpError(Exception):
    """The run can't go on: ``name`` is a sentence of ``words/up.py`` ("" when all is told), ``args_of`` fill it."""

    def __init__(self, name: str, **args: object) -> None:
        super().__init__(name)
        self.name = name
        self.args_of = args


class BundleInvalidError(GivesUpError):
    """There is no bundle to begin with."""

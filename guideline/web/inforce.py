"""The guideline in force, made ready to judge; read again when it changes and on every new day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from guideline.bundle.model import Guideline, MessageControl
from guideline.messages import Linter
from guideline.source import SourceError
from guideline.web.settings import Settings

_LOOK_EVERY = 1.0
"""Seconds between two looks at whether the bundle has changed."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One guideline on one day with its linter; ``kinds`` tells the kind of each message rule."""

    guideline: Guideline
    linter: Linter
    kinds: dict[str, str]


class InForce:
    """Holds the last good guideline; ``broken`` tells that a newer one can't be read."""

    def __init__(self, settings: Settings) -> None:
        """Read the bundle. Raises SourceError."""
        self._settings = settings
        self._stamp = settings.stamp()
        self._looked = settings.clock()
        self._day = settings.today()
        self._bundle = settings.load()
        self._ready = self._make(self._day)
        self.broken = False

    def ready(self) -> Ready:
        """Return today's guideline."""
        now, day = self._settings.clock(), self._settings.today()
        if now - self._looked >= _LOOK_EVERY or day != self._day:
            self._looked = now
            stamp = self._settings.stamp()
            if stamp != self._stamp or day != self._day:
                self._stamp, self._day = stamp, day
                self._renew(day)
        return self._ready

    def _renew(self, day: date) -> None:
        try:
            self._bundle = self._settings.load()
            self.broken = False
        except SourceError:
            self.broken = True
        self._ready = self._make(day)

    def _make(self, day: date) -> Ready:
        guideline = self._bundle.at(day)
        kinds = {control.rule: control.kind for control in guideline.of(MessageControl)}
        return Ready(guideline, Linter(guideline), kinds)

"""The guideline in force: the compiled file, re-read when it changes, the last good one kept.

A file that can't be read, that is damaged or that no linter can be made of never replaces a good one. The
last good bytes are kept on disk as well, so that a restart with a broken file still obeys them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from guideline.bundle import Bundle
from guideline.bundle.model import Guideline
from guideline.homeserver.failures import FAILURES
from guideline.homeserver.rulings import Judges
from guideline.homeserver.status import Refused, Status
from guideline.source import SourceError, read_bytes, sha256
from guideline.source.whole import write_whole

MAX_BYTES = 16 * 1024 * 1024
CHECK_SECONDS = 1.0

logger = logging.getLogger(__name__)

MakeJudge = Callable[[Guideline], Judges]


@dataclass(frozen=True, slots=True)
class Today:
    """The guideline of one day and its judge."""

    guideline: Guideline
    judge: Judges


class InForce:
    """The guideline that the module obeys now."""

    def __init__(
        self, path: Path, kept: Path, status: Status, make_judge: MakeJudge, now: Callable[[], datetime]
    ) -> None:
        """``path`` is the compiled bundle, ``kept`` where the last good one is kept."""
        self._path = path
        self._kept = kept
        self._status = status
        self._make_judge = make_judge
        self._now = now
        self._bundle: Bundle | None = None
        self._today: Today | None = None
        self._seen: object = None
        self._checked: datetime | None = None

    def today(self) -> Today | None:
        """Return the guideline of this day, or None when there has never been a good one."""
        self.look()
        if self._bundle is None:
            return None
        day = self._now().date()
        if self._today is None or self._today.guideline.day != day:
            self._today = self._compiled(self._bundle, day)
        return self._today

    def look(self) -> None:
        """Look whether the file has changed, at most once in CHECK_SECONDS."""
        now = self._now()
        if self._checked is not None and 0 <= (now - self._checked).total_seconds() < CHECK_SECONDS:
            return
        self._checked = now
        seen = self._stat()
        if seen != self._seen:
            self._seen = seen
            self._load()

    def _stat(self) -> object:
        try:
            found = self._path.stat()
        except OSError as error:
            return error.strerror or "unreadable"
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    def _load(self) -> None:
        try:
            data = read_bytes(self._path, MAX_BYTES)
            self._take(data)
        except SourceError as error:
            self._refuse(str(error))
        except FAILURES as error:
            self._refuse(f"{self._path}: {type(error).__name__}")
        else:
            self._keep(data)

    def _take(self, data: bytes) -> None:
        bundle = Bundle.from_json(data, str(self._path))
        self._today = self._compiled(bundle, self._now().date())
        self._bundle = bundle
        guideline = self._today.guideline
        self._status.in_force(guideline.id, guideline.version, bundle.meaning_digest, self._now())
        logger.info("guideline %s %s is in force (%s)", guideline.id, guideline.version, bundle.meaning_digest[:12])

    def _compiled(self, bundle: Bundle, day: date) -> Today:
        guideline = bundle.at(day)
        return Today(guideline, self._make_judge(guideline))

    def _refuse(self, reason: str) -> None:
        """Keep what is in force; after a restart, fall back on the copy that was kept."""
        if self._bundle is None:
            self._fall_back()
        refused = Refused(self._now(), str(self._path), reason)
        self._status.refused(refused)
        logger.error(
            "guideline: %s can't be used (%s); %s",
            self._path,
            reason,
            "the last good one stays in force" if self._bundle else "NO guideline is in force",
        )

    def _fall_back(self) -> None:
        try:
            self._take(read_bytes(self._kept, MAX_BYTES))
        except FAILURES as error:
            logger.warning("guideline: no kept copy to fall back on (%s)", type(error).__name__)

    def _keep(self, data: bytes) -> None:
        try:
            if not self._kept.exists() or sha256(self._kept.read_bytes()) != sha256(data):
                write_whole(self._kept, data)
        except OSError as error:
            logger.error("guideline: the last good copy can't be kept (%s)", error.strerror)  # noqa: TRY400

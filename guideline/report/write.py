"""Writes a report in the format asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import TextIO

from guideline.bundle.model import Guideline
from guideline.report import formats
from guideline.report.judged import Judged, Tally
from guideline.report.telling import Context, Entry, tell
from guideline.words import Lang

FORMATS: tuple[str, ...] = tuple(sorted(module.name for module in iter_modules(formats.__path__)))
"""The names of the formats: of the files in ``guideline/report/formats/``."""


class UnknownFormatError(LookupError):
    """No file in ``guideline/report/formats/`` has this name."""


def write(
    format: str,
    judged: Iterable[Judged],
    stream: TextIO,
    *,
    guideline: Guideline,
    lang: Lang,
    show_personal: bool = False,
    tally: Tally | None = None,
) -> Tally:
    """Write what was found to ``stream`` and return how much it was.

    ``judged`` may be an iterator: every format but ``junit`` holds one entry at a time. Personal data
    is masked in every format, in the excerpts of all findings of the same message, unless
    ``show_personal``; whoever passes it has made sure that a person reads it on a terminal. The
    stream must take any Unicode text and must not change line ends (``newline=""``) for ``csv``.
    ``tally`` is for a caller who counts what can't be judged while it is read. Raises UnknownFormatError.
    """
    if format not in FORMATS:
        raise UnknownFormatError(format)
    module = import_module(f"{formats.__name__}.{format}")
    context = Context(guideline, lang, show_personal)
    tally = Tally() if tally is None else tally
    entries = _counted(tell(judged, context, module.SHOWS), tally)
    module.write(entries, stream, context, tally)
    return tally


def _counted(entries: Iterable[Entry], tally: Tally) -> Iterator[Entry]:
    for entry in entries:
        for told in entry.told:
            tally.add(told.severity)
        yield entry

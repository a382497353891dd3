"""Opens what the user named, or tells what is wrong with it and exits."""

from __future__ import annotations

from guideline.bundle import Bundle, load_bundle
from guideline.commands.options import INVALID, fail
from guideline.source import SourceError
from guideline.words import Lang


def open_bundle(name: str, lang: Lang) -> Bundle:
    """Load a bundle; exit with 3 when it is broken."""
    try:
        return load_bundle(name)
    except SourceError as error:
        fail(error, lang, INVALID)

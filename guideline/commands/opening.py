"""Opens what the user named, or tells what is wrong with it and exits."""

from __future__ import annotations

import os

from guideline.bundle import Bundle
from guideline.commands.codes import INVALID, fail
from guideline.commands.compiled import cache_folder, load_cached
from guideline.source import SourceError
from guideline.words import Lang


def open_bundle(name: str, lang: Lang, *, cached: bool = False, messages_only: bool = False) -> Bundle:
    """Load a bundle; exit with 3 when it is broken. A bundle from the cache has no marks.

    With ``messages_only`` it holds no clauses but those that judge messages, which is what a draft needs.
    """
    try:
        if cached:
            return load_cached(name, cache_folder(os.environ), messages_only=messages_only)
        from guideline.bundle import load_bundle

        return load_bundle(name)
    except SourceError as error:
        fail(error, lang, INVALID)

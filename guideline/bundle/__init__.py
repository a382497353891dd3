"""Clauses, layers and dated parameters, compiled into one immutable guideline.

``load_bundle`` reads a folder of YAML (or its compiled form) into a Bundle; ``Bundle.at`` gives the
Guideline of one day, whose types are in ``guideline.bundle.model``. What reads YAML is imported when it is
first called: whoever judges by a guideline that is compiled already needs none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guideline.bundle.bundle import Bundle, meaning_digest
    from guideline.bundle.load import load_bundle, sources

__all__ = ["Bundle", "load_bundle", "meaning_digest", "sources"]

_FOUND_IN = {"Bundle": "bundle", "load_bundle": "load", "meaning_digest": "bundle", "sources": "load"}


def __getattr__(name: str) -> Any:
    if name not in _FOUND_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FOUND_IN[name]}"), name)

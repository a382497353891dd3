"""Clauses, layers and dated parameters, compiled into one immutable guideline.

``load_bundle`` reads a folder of YAML (or its compiled form) into a Bundle; ``Bundle.at`` gives the
Guideline of one day, whose types are in ``guideline.bundle.model``.
"""

from guideline.bundle.bundle import Bundle
from guideline.bundle.load import load_bundle, sources

__all__ = ["Bundle", "load_bundle", "sources"]

"""The bundle that is in force at a site."""

from __future__ import annotations

from guideline.bundle import Bundle, load_bundle
from guideline.site.model import Site


def bundle_of(site: Site) -> Bundle:
    """Load the bundle that ``site.yaml`` names: a folder beside it, or a packaged one. Raises SourceError."""
    beside = site.folder / site.bundle
    return load_bundle(beside if beside.exists() else site.bundle)

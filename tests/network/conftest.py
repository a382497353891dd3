"""A guideline of a few flows, and the kit's two-zone site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from guideline.bundle.model import Clause, FlowControl, Guideline, Text
from guideline.site import Site, find_site, load_site

Make = Callable[[Sequence[FlowControl]], Guideline]


@pytest.fixture(scope="session")
def kakuu() -> Site:
    return load_site(find_site("kakuu"))


@pytest.fixture(scope="session")
def guideline_of() -> Make:
    def make(controls: Sequence[FlowControl]) -> Guideline:
        none = Text("")
        clause = Clause("network.test", "1", "network", "must", False, none, none, none, (), tuple(controls))
        return Guideline("test", "1.0.0", none, none, date(2026, 10, 1), None, "0" * 64, (), (clause,), {}, (), {})

    return make

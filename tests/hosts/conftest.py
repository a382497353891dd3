"""Hosts of the small site, seen by pytest-testinfra: nothing of our own facts is asked."""

from __future__ import annotations

import pytest
import testinfra

import tests.hosts.backend  # noqa: F401 - it registers itself
from tests.rehearsal.conftest import flows, guideline, handed, site, stage, world

__all__ = ["flows", "guideline", "handed", "site", "stage", "world"]


@pytest.fixture(scope="session")
def hosts(stage):
    """Return testinfra's view of each host by its name."""
    return {machine.name: testinfra.get_host(f"nspawn://{machine.leader}") for machine in stage.lab.machines}

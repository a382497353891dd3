"""The small site on throw-away hosts: booted, deployed twice and probed once a session."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from guideline.bundle.model import Guideline
from guideline.commands.codes import TOKYO
from guideline.network import Flow, allowed_flows
from guideline.rehearsal import Applied, Lab, Probed, World, apply, lab, probe, probe_datagrams, probe_echoes
from guideline.site import Site, bundle_of, load_site

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "small"
# Hosts go by the real clock, and a notice that must be read has a last day: so what they are told is of today.
DAY = datetime.now(TOKYO).date()
GROUND = ("tests.rehearsal.ground.ground",)
GROUND_HOLDS = ("nftables", "sshd")
"""The targets whose files the ground puts on hosts."""


@dataclass
class Stage:
    """The hosts as they stand after two applies, and what was seen on the way."""

    lab: Lab
    bare: Probed
    bare_datagrams: Probed
    bare_echoes: Probed
    first: Applied
    second: Applied


@pytest.fixture(scope="session")
def world() -> World:
    return World(
        state=(ROOT / ".state" / "rehearsal").resolve(),
        checkout=ROOT,
        python=sys.executable,
        environment=dict(os.environ),
        sleep=time.sleep,
        clock=time.monotonic,
        tell=lambda key: None,
    )


@pytest.fixture(scope="session")
def site() -> Site:
    return load_site(SMALL)


@pytest.fixture(scope="session")
def guideline(site) -> Guideline:
    return bundle_of(site).at(DAY)


@pytest.fixture(scope="session")
def flows(site, guideline) -> tuple[Flow, ...]:
    return allowed_flows(site, guideline)


@pytest.fixture(scope="session")
def handed() -> dict[str, str]:
    """Return the data that every apply of these tests hands to pyinfra; the stage adds the operator's folder."""
    return {"as_of": DAY.isoformat()}


@pytest.fixture(scope="session")
def stage(site, guideline, flows, world, handed) -> Iterator[Stage]:
    with lab(site, world) as here:
        handed["root"] = str(here.box.folder / "operator-root")
        bare = probe(here, flows, world, sure=True)
        datagrams = probe_datagrams(here, flows, world)
        echoes = probe_echoes(here, flows, world)
        first = apply(here, flows, GROUND, world, data=handed)
        second = apply(here, flows, GROUND, world, data=handed)
        yield Stage(here, bare, datagrams, echoes, first, second)


@pytest.fixture(scope="module")
def table(world, request):
    """Collect what caught what, for the report of figures: into the file that the tests' own file names."""
    rows = []
    yield rows
    (world.state / request.module.ROWS).write_text(
        json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )

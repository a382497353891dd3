"""Hardened files of many styles give nothing; each single fault is found by its key, and nothing beside it."""

from __future__ import annotations

import pytest

from guideline.bundle.model import Guideline
from guideline.settings import judge
from tests.settings.kept import HARDENED, TRAPS, at, bases, spoiled


def keys(text: str, guideline: Guideline) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in judge("synapse", text, "homeserver.yaml", guideline):
        found.setdefault(str(finding.place.key), set()).add(finding.rule)
    return found


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", HARDENED)
def test_a_hardened_file_gives_nothing(name, ends, reference):
    text = HARDENED[name].read_text(encoding="utf-8").replace("\n", ends)
    assert keys(text, reference) == {}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["id"])
def test_a_single_fault_is_found_by_key_and_nothing_else_is(trap, reference):
    wanted, wrong = trap["key"], {}
    for base in bases(trap):
        found = keys(spoiled(HARDENED[base].read_text(encoding="utf-8"), trap), reference)
        rest = [key for key in found if not at(key, wanted) and key not in trap.get("also", ())]
        if rest or not any(at(key, wanted) for key in found):
            wrong[base] = found
    assert wrong == {}


def test_every_trap_stands_in_some_file():
    assert len(TRAPS) >= 180
    assert all(bases(trap) for trap in TRAPS)
    assert len({trap["id"] for trap in TRAPS}) == len(TRAPS)

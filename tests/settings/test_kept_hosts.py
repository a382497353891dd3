"""The kept set of the other targets: hardened files give nothing, each single fault is found by key and nothing beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from guideline.settings import judge

KEPT = Path(__file__).parents[1] / "data" / "hosts-kept"
FILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(KEPT.glob("*.yaml"))}
TARGET = {"pg_hba": "postgresql"}


def spoiled(text: str, trap: dict[str, Any]) -> str:
    """Put a fault into a hardened file: replace text, add a last line, or put or drop the line of a key."""
    if "old" in trap:
        assert text.count(trap["old"]) == 1
        return text.replace(trap["old"], trap["new"])
    if "end" in trap:
        return f"{text.rstrip()}\n{trap['end']}\n"
    key = trap.get("drop") or re.split(r"[\s=]", trap["put"])[0]
    lines = text.split("\n")
    there = [at for at, line in enumerate(lines) if re.match(rf"\s*{key}\s*(=|\s)", f"{line} ", re.IGNORECASE)]
    section = [at + 1 for at, line in enumerate(lines) if line == "[Service]"]
    kept = [line for at, line in enumerate(lines) if at not in there]
    if "put" in trap:
        kept.insert((there or section or [0])[0], trap["put"])
    return "\n".join(kept)


def found(kind: str, text: str, guideline) -> dict[str, str]:
    return {str(f.place.key): f.rule for f in judge(TARGET.get(kind, kind), text, kind, guideline)}


HARDENED = [
    pytest.param(kind, text, id=f"{kind}-{name}") for kind in FILES for name, text in FILES[kind]["hardened"].items()
]
TRAPS = [
    pytest.param(kind, FILES[kind]["hardened"][base], trap, id=f"{kind}-{number}-{base}")
    for kind in FILES
    for number, trap in enumerate(FILES[kind]["traps"])
    for base in trap.get("into") or FILES[kind]["hardened"]
]


@pytest.mark.parametrize(("kind", "text"), HARDENED)
def test_a_hardened_file_gives_nothing(kind, text, reference):
    assert found(kind, text, reference) == {}


@pytest.mark.parametrize(("kind", "text", "trap"), TRAPS)
def test_a_single_fault_is_found_by_key_and_nothing_else_is(kind, text, trap, reference):
    keys = found(kind, spoiled(text, trap), reference)
    assert keys
    assert all(key == trap["key"] or key.startswith(f"{trap['key']}.") for key in keys)


def test_every_target_has_enough_of_both():
    for kind, held in FILES.items():
        assert len(held["hardened"]) >= 3
        assert len(held["traps"]) >= (10 if kind == "pg_hba" else 12)

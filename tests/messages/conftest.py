"""The message clauses of the reference bundle, read without the bundle room: these tests judge messages alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guideline.bundle.model import Examples, MessageControl, Sticker, Text
from guideline.messages import Linter
from guideline.source.yaml import read_yaml

ROOT = Path(__file__).parents[2]
FILES = ("20-messages.yaml", "30-privacy.yaml")
_OWN = ("rule", "severity", "kind", "phrases", "channels", "zones", "phases", "fix", "enforce")


def control(clause: str, entry: dict[str, Any]) -> MessageControl:
    """Return the control that one ``message`` entry of a clause states."""
    said = entry["message"]
    told = entry.get("examples", {})
    return MessageControl(
        said["rule"],
        clause,
        said["severity"],
        kind=said["kind"],
        phrases=tuple(said.get("phrases", ())),
        channels=tuple(said.get("channels", ())),
        zones=tuple(said.get("zones", ())),
        phases=tuple(said.get("phases", ())),
        fix=said.get("fix", "none"),
        options={key: value for key, value in said.items() if key not in _OWN},
        examples=Examples(tuple(told.get("good", ())), tuple(told.get("bad", ()))),
    )


def read_controls() -> list[MessageControl]:
    """Return the message controls of the reference bundle."""
    controls = []
    for name in FILES:
        document = read_yaml(ROOT / "policies" / "reference" / "clauses" / name).value
        for clause in document["clauses"]:
            controls += [control(clause["id"], entry) for entry in clause["controls"] if "message" in entry]
    return controls


STICKERS = tuple(
    Sticker(name, Text(label), Text(label), (name,))
    for name, label in (("received", "了解"), ("seen", "確認"), ("thanks", "感謝"), ("ok", "OK"))
)


@pytest.fixture(scope="session")
def controls() -> list[MessageControl]:
    return read_controls()


@pytest.fixture(scope="session")
def linter(controls: list[MessageControl]) -> Linter:
    return Linter.of(controls, STICKERS)


@pytest.fixture(scope="session")
def labelled() -> list[dict[str, Any]]:
    """Our own labelled messages."""
    lines = (ROOT / "tests" / "data" / "messages-dev.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]

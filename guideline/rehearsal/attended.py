"""What the steward and the staff page of a zone do for people, looked at from a terminal of theirs and from outside.

The guideline's delay before a reminder is a day. So that the deployed steward itself is seen to remind, it finds the
same guideline without that delay for as long as it takes, and its own again after.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from guideline.bundle import Bundle, meaning_digest
from guideline.bundle.model import Guideline
from guideline.messages import Linter, Message
from guideline.network import Flow
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.machines import Machine
from guideline.rehearsal.places import Place
from guideline.rehearsal.running import RehearsalError, run
from guideline.rehearsal.steps import Step
from guideline.rehearsal.terminals import at_terminal
from guideline.rehearsal.world import World
from guideline.settings import STEWARD
from guideline.site import Host, bundle_of
from guideline.words import say

PATIENCE = 60.0
"""Seconds within which the steward does what it is there for; it looks every ten for who is new."""

DRAFT = "お疲れ様です。承知いたしました。よろしくお願いいたします。"
TITLE = "停電点検のお知らせ"
_PROGRAM = Path(__file__).parent / "attending.py"

_SWAP = """set -eu
cp -p "$1" "$1.kept"
cat > "$1.staged"
chown --reference="$1" "$1.staged"
chmod --reference="$1" "$1.staged"
mv "$1.staged" "$1"
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """From where and how one looks: the words before a program at the terminal, and what every look is told."""

    terminal: Place
    flows: Sequence[Flow]
    asked: Mapping[str, Any]


def attend(lab: Lab, chat: Machine, ways: Ways, guideline: Guideline, world: World) -> tuple[Step, ...]:
    """Look at steward and page of a chat host's zone, step by step. Raises RehearsalError."""
    host = lab.site.host(chat.name)
    page = next((h for h in lab.site.with_role("page", host.zone, host.member)), None)
    asked = {
        **ways.asked,
        "steward": f"@{STEWARD}:{host.server_name}",
        "stickers": [one.id for one in guideline.stickers],
        "draft": f"下書き {DRAFT}",
        "told": _told(guideline, host),
        "notice": _notice(guideline),
        "talk": say("ja", "steward.site-talk"),
        "patience": PATIENCE,
    }
    at = at_terminal(lab, ways.terminal, host, ways.flows)
    done = _look(at, asked, ("stickers", "draft", "notice"), world)
    if done[-1].ok:
        key = "reader" if done[-1].said == "writer" else "writer"
        with _without_delay(lab, chat):
            done += _look(at, {**asked, "unread": key}, ("remind",), world)
    if done[-1].ok and page is not None:
        done += _look(at, asked, ("page", *(["page-refuse"] if asked["refused"] else [])), world)
        if done[-1].ok and lab.site.zones[host.zone].from_outside:
            done += _outside(lab, host, ways, world)
    return done


def _look(at: Sequence[str], asked: Mapping[str, Any], steps: Sequence[str], world: World) -> tuple[Step, ...]:
    told = json.loads(run([*at, world.python, "-I", str(_PROGRAM)], feed=json.dumps({**asked, "steps": steps})))
    return tuple(Step(one["step"], one["ok"], one["said"], one["seconds"]) for one in told)


def _told(guideline: Guideline, host: Host) -> list[str]:
    """Return what the answer to the draft must hold: the titles of the clauses that it breaks."""
    found = Linter(guideline).judge(Message("-", DRAFT, zone="admin" if host.zone == "admin" else "internet"))
    clauses = [clause for one in found if (clause := guideline.clause(one.clause))]
    return sorted({clause.title.ja for clause in clauses})


def _notice(guideline: Guideline) -> dict[str, Any]:
    # A title of its own: a reminder of an earlier look at the same hosts is none of this one.
    until, title = guideline.day + timedelta(days=2), f"{TITLE} {os.urandom(3).hex()}"
    said = f"{title}\n\n{until.month}月{until.day}日までにお読みください。"
    return {"body": said, "notice": {"title": title, "until": until.isoformat()}}


def _outside(lab: Lab, host: Host, ways: Ways, world: World) -> tuple[Step, ...]:
    """People outside reach the chat and not the page."""
    outside = next(place for place in lab.positions if place.name == "outside")
    at = at_terminal(lab, outside, host, ways.flows)
    return _look(at, {**ways.asked, "patience": PATIENCE}, ("page-outside",), world)


def hurried(bundle: Bundle) -> Bundle:
    """Return the bundle with no delay before whoever hasn't read is reminded."""
    content = deepcopy(dict(bundle.content))
    for clause in content["clauses"]:
        for control in clause["controls"]:
            if (control["control"], control.get("of")) == ("timer", "must-read"):
                control["after"] = 0
    return Bundle(content, bundle.bytes_digest, meaning_digest(content))


@contextmanager
def _without_delay(lab: Lab, chat: Machine) -> Iterator[None]:
    """Let the chat host have the guideline without that delay while the block runs."""
    file = f"{lab.site.paths.config}/guideline.json"
    text = hurried(bundle_of(lab.site)).to_json().decode() + "\n"
    _on(chat, ["sh", "-c", _SWAP, "sh", file], text)
    try:
        yield
    finally:
        _on(chat, ["mv", f"{file}.kept", file])


def _on(machine: Machine, command: list[str], feed: str | None = None) -> None:
    done = machine.on(command, feed)
    if done.returncode:
        args = {"program": f"{machine.name}: {command[0]}", "code": done.returncode, "said": done.stderr[-80:]}
        raise RehearsalError("rehearsal.step-failed", **args)

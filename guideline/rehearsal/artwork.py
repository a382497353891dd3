"""The drawn stickers on a chat host: all that the guideline names, to the byte, for the steward to offer."""

from __future__ import annotations

import json
from collections.abc import Iterator

from guideline.bundle.model import Guideline, MessageControl
from guideline.finding import Finding, Place
from guideline.rehearsal.machines import Machine
from guideline.settings import STICKERS
from guideline.site import Host, Site

RULE = "rehearsal/stickers"


def judge_artwork(machine: Machine, guideline: Guideline, site: Site, host: Host) -> Iterator[Finding]:
    """Yield a finding for each sticker of the guideline that a chat host doesn't have as its list tells."""
    if "chat" not in host.roles:
        return
    folder = site.paths.config / STICKERS
    done = machine.on(["sh", "-c", 'cd "$1" && cat stickers.json && echo && sha256sum -- *.png', "sh", str(folder)])
    text, _, digests = done.stdout.rpartition("\n}\n")
    held = {name: found for found, _, name in (line.partition("  ") for line in digests.splitlines())}
    try:
        listed = {one["id"]: held.get(one["file"]) == one["digest"] for one in json.loads(text + "\n}")["stickers"]}
    except (ValueError, KeyError, TypeError):
        listed = {}
    clause = next((one.clause for one in guideline.of(MessageControl) if one.fix == "sticker"), "")
    for sticker in guideline.stickers:
        if not listed.get(sticker.id):
            args = {"host": machine.name, "sticker": sticker.id}
            place = Place(machine.name, key=f"{folder}/{sticker.id}.png")
            yield Finding(RULE, clause, "error", place, "rehearsal.sticker-missing", args, subject=machine.name)

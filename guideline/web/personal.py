"""The rules of personal data that the browser judges itself, before anything is sent."""

from __future__ import annotations

from typing import Any

from guideline.bundle.model import Guideline, MessageControl
from guideline.messages import PERSONAL
from guideline.publish import clause_number
from guideline.words import Lang


def privacy(guideline: Guideline, lang: Lang) -> list[dict[str, Any]]:
    """Return the rules of personal data that the browser judges itself, as the guideline in force has them."""
    rules = []
    for control in guideline.of(MessageControl):
        clause = guideline.clause(control.clause)
        if control.kind not in PERSONAL or clause is None:
            continue
        published = control.options.get("published", ())
        rules.append(
            {
                "kind": control.kind,
                "severity": control.severity,
                "channels": list(control.channels),
                "zones": list(control.zones),
                "phases": list(control.phases),
                "waived": [dict(one.scope) for one in guideline.waivers if control.rule in one.rules],
                "published": [str(one) for one in published] if isinstance(published, list | tuple) else [],
                "id": clause.id,
                "name": clause_number(lang, clause.number),
                "title": clause.title.get(lang),
            }
        )
    return rules

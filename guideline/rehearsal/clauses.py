"""Which clause is broken where no control of the guideline speaks of what was seen."""

from __future__ import annotations

from guideline.bundle.model import AttestControl, Guideline, SettingControl


def closing_clause(guideline: Guideline) -> str:
    """Return the clause that says: what is not written is not there."""
    for setting in guideline.of(SettingControl):
        if setting.target == "nftables" and setting.key == "*":
            return setting.clause
    return ""


def described_clause(guideline: Guideline) -> str:
    """Return the clause that says: a host stays as it is described; else the one of ``closing_clause``."""
    for control in guideline.of(AttestControl):
        if control.rule == "attest/hosts-as-described":
            return control.clause
    return closing_clause(guideline)

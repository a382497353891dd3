"""What the module raises where an exception was approved."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path

import pytest

from guideline.bundle import load_bundle
from guideline.homeserver.rulings import Member, RoomClass

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Twisted warns of itself while it is imported
    from guideline.homeserver.module import messages_judge

KAKUU = Path(__file__).resolve().parents[2] / "policies" / "kakuu"


@pytest.mark.parametrize(("section", "raised"), [("議会事務局", False), ("総務課", True)])
def test_an_approved_exception_holds_on_the_server_too(section, *, raised):
    guideline = load_bundle(KAKUU).at(date(2026, 10, 1))
    judge = messages_judge(guideline)
    found = judge("架田課長\nお疲れ様です。資料を直しました", RoomClass(), Member("@a:kakuu", section))
    assert ("etiquette/greeting" in {finding.rule for finding in found}) is raised

"""What the rules of personal data go by, as the browser's own detectors read it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from guideline.messages import PERSONAL, personal_tables
from guideline.messages.personal import script
from guideline.messages.rules import kind
from guideline.web.rendering import ASSETS, asset


def test_the_page_serves_the_tables_of_the_rules():
    told = asset("tables.js").decode()
    assert told.startswith("globalThis.personalTables = {")
    value = json.loads(told.partition("=")[2].rstrip().rstrip(";"))
    assert value == json.loads(json.dumps(personal_tables()))
    assert "tables.js" in ASSETS


@pytest.mark.parametrize("name", PERSONAL)
def test_every_pattern_of_a_rule_is_told(name):
    module = kind(name)
    patterns = {key for key in vars(module) if type(vars(module)[key]).__name__ == "_Pattern"}
    told = {key.split(".")[1] for key in personal_tables()["patterns"] if key.startswith(f"{name.replace('-', '_')}.")}
    assert patterns
    assert {key.strip("_").lower() for key in patterns} <= told


@pytest.mark.parametrize("name", PERSONAL)
def test_a_rule_asks_no_pattern_that_is_not_told(name):
    """A pattern written within a function would be missed by the browser."""
    source = Path(kind(name).__file__ or "").read_text(encoding="utf-8")
    written = set(re.findall(r"\bre\.(\w+)\((r?\"[^\"]*\")", source))
    # What takes everything but digits, and blanks, out of a piece is written in both.
    assert written <= {("sub", r'r"\D"'), ("sub", r'r"[ \n]"')}


@pytest.mark.parametrize(
    "source, expected",
    [
        (r"(?P<number>[0-9])$", r"(?<number>[0-9])(?=\n?(?![^]))"),
        (r"[$(?P<]\Z", r"[$(?P<](?![^])"),
        ("[📱☎]|📱", "[\ue001☎]|\ue001"),
        (r"[\]$]\$", r"[\]$]\$"),
    ],
)
def test_a_pattern_is_said_in_javascript(source, expected):
    assert script(source, 0, {"📱": "\ue001"}) == (expected, "")


@pytest.mark.parametrize("source, flags", [(r"\w", 0), (r"[\Z]", 0), (r"\A", 0), ("a", re.MULTILINE), ("a", re.DOTALL)])
def test_what_javascript_would_read_otherwise_is_refused(source, flags):
    with pytest.raises(ValueError, match=r"\\|flags"):
        script(source, flags, {})


def test_case_is_told():
    assert script("tel", re.IGNORECASE, {}) == ("tel", "i")

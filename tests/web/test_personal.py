"""The browser's own detectors are written with the patterns of the rules of personal data, letter by letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guideline.messages import fold, numbers, view
from guideline.messages.rules import email_address, my_number, phone_number

SCRIPT = (Path(__file__).parents[2] / "guideline" / "web" / "static" / "personal.js").read_text(encoding="utf-8")
RULES = {
    "run": numbers._RUN,
    "kanjiRun": view._KANJI_RUN,
    "other": numbers._OTHER,
    "numbered": numbers._NUMBERED,
    "phone": numbers._PHONE,
    "money": my_number._AMOUNT,
    "amount": phone_number._AMOUNT,
    "local": phone_number._LOCAL,
    "mailbox": email_address._LOCAL,
    "domain": email_address._DOMAIN,
}


def written(script: str) -> dict[str, str]:
    return dict(re.findall(r"^ {4}(\w+): String\.raw`([^`]*)`,$", script, re.MULTILINE))


def different(script: str) -> list[str]:
    there = written(script)
    return [name for name, rule in RULES.items() if there.get(name) != rule._source.replace("(?P<", "(?<")]


def test_the_patterns_are_the_rules():
    assert different(SCRIPT) == []
    assert set(written(SCRIPT)) == {*RULES, "marked"}


@pytest.mark.parametrize("name", RULES)
def test_a_changed_pattern_is_seen(name):
    changed = SCRIPT.replace(f"    {name}: String.raw`", f"    {name}: String.raw`x")
    assert different(changed) == [name]


def test_what_cannot_be_seen_is_the_same():
    listed = SCRIPT[SCRIPT.index("INVISIBLE = [") :].split("];")[0]
    ranges = [(int(low), int(high)) for low, high in re.findall(r"\[(\d+), (\d+)\]", listed)]
    assert {code for low, high in ranges for code in range(low, high + 1)} == set(fold._INVISIBLE)


def test_the_check_digit_and_the_shapes_are_the_same():
    weights = re.search(r"WEIGHTS = \[([^\]]*)\]", SCRIPT)[1]
    assert tuple(int(one) for one in weights.split(",")) == my_number._WEIGHTS
    for shape in my_number._SHAPES - {(1,) * 12}:
        assert f'"{",".join(str(one) for one in shape)}"' in SCRIPT
    for prefix in phone_number._FREE:
        assert prefix in SCRIPT

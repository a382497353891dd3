"""A pattern that waits to be compiled is as good as one that is, and none of the room's is broken."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

import guideline.messages
from guideline.messages.pattern import _Pattern, pattern

FOLDER = Path(guideline.messages.__file__).parent
MODULES = sorted(
    "guideline.messages." + ".".join(file.relative_to(FOLDER).with_suffix("").parts)
    for file in FOLDER.rglob("*.py")
    if file.name != "__init__.py"
)


def test_it_is_compiled_when_asked_and_answers_as_the_compiled_one_does():
    late = pattern("お(?:疲れ|世話)", re.IGNORECASE)
    assert late.search("いつもお世話に").span() == re.search("お(?:疲れ|世話)", "いつもお世話に").span()
    assert [late.match("お疲れ")[0], late.fullmatch("お世話")[0], late.findall("お疲れお世話"), late.sub("", "お疲れ様"), late.split("はお世話に")] == [
        "お疲れ", "お世話", ["お疲れ", "お世話"], "様", ["は", "に"],
    ]  # fmt: skip
    assert [found.start() for found in late.finditer("お疲れお世話")] == [0, 3]


def test_a_broken_pattern_is_told_when_asked():
    with pytest.raises(re.error):
        pattern("(お疲れ").search("お疲れ様です")
    with pytest.raises(AttributeError):
        _ = pattern("お").there_is_no_such_method


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_of_the_room_compiles(name):
    held = [value for value in vars(import_module(name)).values() if isinstance(value, _Pattern)]
    held += [
        one
        for value in vars(import_module(name)).values()
        if isinstance(value, tuple)
        for one in value
        if isinstance(one, _Pattern)
    ]
    for one in held:
        one.search("総務課の佐藤です。090-1234-5678")


def test_the_room_has_patterns():
    assert sum(isinstance(value, _Pattern) for name in MODULES for value in vars(import_module(name)).values()) > 80

"""What chrony says of a clock, judged: whom it follows, whether it follows anybody, how far it is off."""

from __future__ import annotations

import pytest

from guideline.rehearsal.clocks import judge_clock
from guideline.site import find_site, followed, load_site
from guideline.words import say

SITE = load_site(find_site("kakuu"))
GOOD = "^,*,10.40.0.23,10,6,17,33,-0.000001,-0.000002,0.000123\n"
OWN = "^,?,192.0.2.123,0,6,0,4294967295,0.000000000,0.000000000,0.000000000\n"

CASES = [
    ("as it should be", "chat-2", GOOD, []),
    ("nobody answers", "chat-2", GOOD.replace("*", "?"), ["clock-unset"]),
    ("somebody else", "chat-2", GOOD.replace("10.40.0.23", "10.40.0.99"), ["clock-follows", "clock-missing"]),
    ("somebody more", "chat-2", GOOD + GOOD.replace("10.40.0.23", "fd12::1").replace("*", "-"), ["clock-follows"]),
    ("far off", "chat-2", GOOD.replace("-0.000001", "-1.500000"), ["clock-off"]),
    ("chrony says nothing", "chat-2", "", ["clock-missing", "clock-unset"]),
    ("chrony says no", "chat-2", "506 Cannot talk to daemon\n", ["clock-missing", "clock-unset"]),
    ("a time host by itself", "store-2", "", []),
    ("a time host that follows", "store-2", GOOD, ["clock-follows"]),
    ("a time host whose server is silent", "store-1", OWN, []),
    ("a time host that forgot its server", "store-1", "", ["clock-missing"]),
]


@pytest.mark.parametrize("name, host, told, wanted", CASES, ids=[case[0] for case in CASES])
def test_each_clock(name, host, told, wanted):
    mine = SITE.host(host)
    found = list(judge_clock(told, mine, followed(SITE, mine)))
    assert [say_.removeprefix("rehearsal.") for _, _, say_ in found] == wanted, name
    for rule, key, sentence in found:
        assert rule == "rehearsal/clock"
        assert key in say("ja", sentence, host=host, found=key)

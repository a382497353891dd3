from __future__ import annotations

import json
import os

import pytest

from guideline.homeserver.members import Members
from guideline.homeserver.rulings import Member

GOOD = {"@sato:x.example": {"section": "総務課", "roles": ["職員", "広報"]}}


def write(path, value, tick):
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    os.utime(path, (tick, tick))


def test_members_are_read_and_read_again(tmp_path):
    path = tmp_path / "members.json"
    members = Members(path)
    members.look()
    assert members.find("@sato:x.example") == Member("@sato:x.example")
    write(path, GOOD, 1000)
    members.look()
    assert members.find("@sato:x.example") == Member("@sato:x.example", "総務課", ("職員", "広報"))
    write(path, {"@ito:x.example": {}}, 2000)
    members.look()
    assert members.find("@sato:x.example").section == ""
    assert members.find("@ito:x.example") == Member("@ito:x.example")


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe",
        {"@a:x": 1},
        {"@a:x": {"section": 1}},
        {"@a:x": {"roles": "課長"}},
        {"@a:x": {"roles": [1]}},
    ],
)
def test_a_broken_file_leaves_the_members_as_they_were(tmp_path, broken):
    path = tmp_path / "members.json"
    write(path, GOOD, 1000)
    members = Members(path)
    members.look()
    write(path, broken, 2000)
    members.look()
    assert members.find("@sato:x.example").section == "総務課"

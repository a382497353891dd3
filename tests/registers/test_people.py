"""Who ought to have an account and be in which room."""

from datetime import date

import pytest

from guideline.registers import desired, members, parse_register
from guideline.source import SourceError

TODAY = date(2026, 10, 10)
PEOPLE = """\
user,name,section,roles,phone,from,until
sato,佐藤 花子,総務課,職員,内線1001,,
suzuki,鈴木 一郎,総務課,課長・情報担当,内線1002,令和8年10月1日,
tanaka,田中 次郎,税務課,,内線1003,,2026-10-09
yamada,山田 三郎,税務課,,内線1004,2026-10-11,
"""


def test_members_of_today():
    assert members(parse_register(PEOPLE, "people.csv"), "chat.example", today=TODAY) == {
        "@sato:chat.example": {"section": "総務課", "roles": ["職員"]},
        "@suzuki:chat.example": {"section": "総務課", "roles": ["課長", "情報担当"]},
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("name\n佐藤\n", [("missing-key", 1), ("missing-key", 1)]),
        ("user,section\n佐藤花子,総務課\n", [("bad-form", 2)]),
        ("user,section\nsato,\n", [("bad-form", 2)]),
        ("user,section,until\nsato,総務課,昨日\n", [("bad-form", 2)]),
        ("user,section\nsato,総務課\nSATO,税務課\n", [("repeated", 3)]),
    ],
)
def test_what_can_not_be_read(text, codes):
    with pytest.raises(SourceError) as raised:
        members(parse_register(text, "people.csv"), "chat.example", today=TODAY)
    assert [(problem.code, problem.mark.line) for problem in raised.value.problems] == codes
    assert "佐藤" not in str([problem.args for problem in raised.value.problems])


def test_rooms_and_memberships():
    rooms = "room,section,owner\n#soumu:x,総務課,\n#zenchou:x,全庁,\n#zeimu:x,税務課,sato\n"
    found = desired(
        parse_register(PEOPLE, "people.csv"), parse_register(rooms, "rooms.csv"), "chat.example", today=TODAY
    )
    assert found.rooms == {"#soumu:x": "総務課", "#zenchou:x": "全庁", "#zeimu:x": "税務課"}
    assert found.memberships == (
        ("#soumu:x", "@sato:chat.example"),
        ("#soumu:x", "@suzuki:chat.example"),
        ("#zeimu:x", "@sato:chat.example"),
        ("#zenchou:x", "@sato:chat.example"),
        ("#zenchou:x", "@suzuki:chat.example"),
    )


def test_the_same_room_twice():
    with pytest.raises(SourceError):
        desired(
            parse_register(PEOPLE, "p"), parse_register("room,section\n#a,総務課\n#a,税務課\n", "r"), "x", today=TODAY
        )

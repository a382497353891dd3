"""Each check of whole rows passes what it should and is seen red once."""

import pytest

from guideline.bundle.model import Column, Text
from guideline.registers import CHECKS, can_check
from guideline.registers.checks import _MADE

USERS = {"users": frozenset(["sato", "suzuki"])}
SECTIONS = {"sections": frozenset(["総務課"])}


def test_the_good_row_is_clean(row):
    assert row() == []
    assert row({**USERS, **SECTIONS}, 所属="総務課") == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"承認者": ""}, [("approved_by", "not-approved")]),
        ({"承認者": "", "区分": "issued"}, []),
        ({"承認者": "sato"}, [("approved_by", "self-approved")]),
        ({"期限": "2026-10-09"}, [("valid_until", "expired")]),
        ({"期限": "2026-10-10"}, []),
        ({"紛失日": "2026-10-09"}, [("lost_on", "lost")]),
        ({"承認日": "2026-10-11"}, [("approved_on", "in-the-future")]),
        (
            {"承認日": "2026-10-01", "期限": "2026-09-30"},
            [("valid_until", "expired"), ("valid_until", "dates-reversed")],
        ),
    ],
)
def test_checks(row, changed, found):
    assert sorted(row(**changed)) == sorted(found)


def test_users_and_sections_are_known_only_when_given(row):
    assert row(使う人="taro", 所属="税務課") == []
    assert row({**USERS, **SECTIONS}, 使う人="taro", 所属="税務課") == [
        ("owner", "unknown-owner"),
        ("section", "unknown-section"),
    ]


def test_a_cell_that_can_not_be_read_is_told_once(row):
    assert row(期限="13月") == [("valid_until", "bad-date-found")]
    assert row(承認者="佐藤") == [("approved_by", "bad-user")]


def test_every_check_but_unique_is_made():
    assert set(_MADE) == set(CHECKS) - {"unique"}


def test_a_check_needs_its_columns():
    text = Column("note", Text("備考"), "text")
    assert not can_check("not-expired", (text,))
    assert not can_check("no-such-check", (text,))
    assert can_check("unique", (text,))
    assert can_check("not-expired", (Column("until", Text("期限"), "date"),))

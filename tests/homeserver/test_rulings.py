from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guideline.bundle.model import Enforcement
from guideline.finding import Finding, Place
from guideline.homeserver.rulings import Member, RoomClass, enforced, not_a_writer, rulings, what

DAY = date(2026, 10, 1)
RULE = "etiquette/acknowledgement"


def finding(rule: str) -> Finding:
    return Finding(rule, rule.replace("/", "."), "warning", Place(), "messages.acknowledgement")


def judge(*found: Finding):
    return lambda text, room, member: found


@pytest.mark.parametrize(
    "lines, channel, section, wanted",
    [
        ((), "talk", "総務課", "nothing"),
        ((Enforcement("advise"),), "talk", "総務課", "advise"),
        ((Enforcement("refuse"),), "talk", "", "refuse"),
        ((Enforcement("refuse", channels=("bulletin",)),), "talk", "総務課", "nothing"),
        ((Enforcement("refuse", channels=("bulletin", "talk")),), "talk", "総務課", "refuse"),
        ((Enforcement("advise", sections=("総務課",)),), "talk", "総務課", "advise"),
        ((Enforcement("advise", sections=("総務課",)),), "talk", "防災課", "nothing"),
        ((Enforcement("advise", sections=("総務課",)),), "talk", "", "nothing"),
        ((Enforcement("refuse", sections=("総務課",)), Enforcement("advise")), "talk", "総務課", "refuse"),
        ((Enforcement("advise"), Enforcement("refuse", sections=("総務課",))), "talk", "総務課", "refuse"),
        ((Enforcement("nothing", sections=("総務課",)), Enforcement("advise")), "talk", "総務課", "advise"),
        ((Enforcement("advise", starts=DAY),), "talk", "総務課", "advise"),
        ((Enforcement("advise", starts=date(2026, 10, 2)),), "talk", "総務課", "nothing"),
        ((Enforcement("advise", ends=DAY),), "talk", "総務課", "advise"),
        ((Enforcement("advise", ends=date(2026, 9, 30)),), "talk", "総務課", "nothing"),
        (
            (Enforcement("advise", ends=date(2026, 9, 30)), Enforcement("refuse", starts=DAY)),
            "talk",
            "総務課",
            "refuse",
        ),
    ],
)
def test_what_a_control_wants(make_control, lines, channel, section, wanted):
    assert what(make_control(RULE, *lines), DAY, channel, section) == wanted


LINES = st.builds(
    Enforcement,
    st.sampled_from(["nothing", "advise", "refuse"]),
    st.sampled_from([(), ("talk",), ("bulletin",)]),
    st.sampled_from([(), ("総務課",), ("防災課",)]),
    st.sampled_from([None, date(2026, 9, 1), date(2026, 11, 1)]),
    st.sampled_from([None, date(2026, 9, 30), date(2026, 12, 1)]),
)
STRENGTH = ["nothing", "advise", "refuse"]


@given(st.lists(LINES, max_size=5), LINES, st.sampled_from(["talk", "bulletin"]), st.sampled_from(["総務課", "防災課"]))
def test_a_line_more_never_weakens_and_their_order_does_not_matter(lines, more, channel, section):
    from guideline.bundle.model import MessageControl

    def wanted(some):
        return what(MessageControl(RULE, "c", "warning", "k", enforce=tuple(some)), DAY, channel, section)

    assert STRENGTH.index(wanted([*lines, more])) >= STRENGTH.index(wanted(lines))
    assert wanted(lines) == wanted(reversed(lines))


def test_refusals_come_first_and_a_rule_is_ruled_once(make_clause, make_control, make_guideline):
    advised = make_control("etiquette/greeting", Enforcement("advise"))
    refused = make_control("privacy/my-number", Enforcement("refuse"))
    quiet = make_control("etiquette/closing")
    rules = make_guideline(make_clause("8", advised), make_clause("21", refused), make_clause("9", quiet))
    found = [finding(c.rule) for c in (advised, advised, quiet, refused)]
    ruled = rulings(rules, judge(*found), ["一", "二"], RoomClass(), Member("@sato:x.example"))
    assert [(r.does, r.finding.rule) for r in ruled] == [
        ("refuse", "privacy/my-number"),
        ("advise", "etiquette/greeting"),
    ]


def test_a_finding_of_no_control_of_this_day_does_nothing(make_guideline):
    assert rulings(make_guideline(), judge(finding(RULE)), ["一"], RoomClass(), Member("@sato:x.example")) == []


def test_what_the_judge_raises_comes_through(make_guideline):
    def broken(text, room, member):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rulings(make_guideline(), broken, ["一"], RoomClass(), Member("@sato:x.example"))


@pytest.mark.parametrize(
    "room, member, refused",
    [
        (RoomClass("bulletin"), Member("@a:x", "総務課"), True),
        (RoomClass("bulletin"), Member("@a:x"), True),
        (RoomClass("bulletin"), Member("@a:x", "", ("職員",)), True),
        (RoomClass("bulletin"), Member("@a:x", "防災課"), False),
        (RoomClass("bulletin"), Member("@a:x", "総務課", ("職員", "課長")), False),
        (RoomClass("bulletin", phase="emergency"), Member("@a:x", "総務課"), True),
        (RoomClass("talk"), Member("@a:x", "総務課"), False),
        (RoomClass("external"), Member("@a:x"), False),
    ],
)
def test_a_board_takes_posts_of_those_the_bundle_names(
    make_clause, make_control, make_guideline, room, member, refused
):
    board = make_control(
        "channel/board-writers",
        Enforcement("refuse"),
        kind="writers",
        channels=("bulletin",),
        options={"sections": ["防災課"], "roles": ["課長"]},
    )
    rules = make_guideline(make_clause("40", board))
    found = not_a_writer(rules, room, member)
    assert bool(found) is refused
    assert [ruling.does for ruling in enforced(rules, found, room, member)] == ["refuse"] * refused


def test_the_judge_of_texts_does_not_decide_who_may_write(make_clause, make_control, make_guideline):
    board = make_control("channel/board-writers", Enforcement("refuse"), kind="writers")
    rules = make_guideline(make_clause("40", board))
    assert rulings(rules, judge(finding(board.rule)), ["一"], RoomClass("bulletin"), Member("@a:x")) == []


@pytest.mark.parametrize(
    "phase, open_then, refused",
    [
        ("emergency", True, False),
        ("emergency", False, True),
        ("normal", True, True),
    ],
)
def test_a_board_may_be_open_to_all_in_an_emergency(
    make_clause, make_control, make_guideline, phase, open_then, refused
):
    options = {"sections": ["防災課"], "emergency": open_then}
    board = make_control("channel/board-writers", Enforcement("refuse"), kind="writers", options=options)
    rules = make_guideline(make_clause("40", board))
    assert bool(not_a_writer(rules, RoomClass("bulletin", phase=phase), Member("@a:x", "総務課"))) is refused


def test_a_board_whose_clause_names_nobody_takes_no_post(make_clause, make_control, make_guideline):
    board = make_control("channel/board-writers", Enforcement("refuse"), kind="writers", options={})
    assert not_a_writer(make_guideline(make_clause("40", board)), RoomClass("bulletin"), Member("@a:x", "防災課"))

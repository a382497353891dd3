"""Whose draft it is decides what is found in it: on the page of drafts, in rooms, and as ``guideline lint`` says."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.chatserver import BOARD, SATO, TALK

DRAFT = "架田課長\nお疲れ様です。資料を直しました"
COUNCIL, OTHER = "議会事務局", "ほかの所属"


def marks(answer) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", answer.text, re.DOTALL)]


def said(answer) -> str:
    return re.search(r'id="said"[^>]*>(.*?)</p>', answer.text, re.DOTALL)[1]


@pytest.mark.parametrize(("section", "found"), [("", True), (OTHER, True), ("防災課", True), (COUNCIL, False)])
def test_an_exception_of_a_section_holds_for_its_drafts(submit, page, section, found):
    answer = submit(DRAFT, section=section)
    assert ("お疲れ様です" in marks(answer)) is found
    told = page.post("/api/lint", json={"text": DRAFT, "section": section}).json()["findings"]
    assert ("etiquette/greeting" in [one["rule"] for one in told]) is found
    assert (f'<option value="{section}" selected>' in answer.text) is bool(section)


@pytest.mark.parametrize(("section", "found"), [("", False), (OTHER, True), ("総務課", True), ("防災課", False)])
def test_who_may_write_on_the_board_is_told_before(submit, section, found):
    answer = submit("明日は停電です", channel="bulletin", section=section)
    assert ("第40条" in answer.text) is found


def test_the_section_stays_while_a_draft_is_mended(submit):
    first = submit(DRAFT + "。了解しました", section=COUNCIL)
    of = re.search(r'name="of" value="([^"]+)"', first.text)[1]
    other = submit(DRAFT + "。了解しました", do="", mend="0", of=of, section=OTHER)
    assert DRAFT in html.unescape(other.text)
    assert f'<option value="{OTHER}" selected>' in other.text


def test_a_section_can_be_kept_as_a_bookmark(page):
    assert f'<option value="{COUNCIL}" selected>' in page.get(f"/?section={COUNCIL}").text
    assert " selected>" not in page.get('/?section="><script>').text


def test_nobody_is_asked_where_it_changes_nothing(make, world):
    from guideline.bundle import load_bundle

    world.bundle = load_bundle("sanjo")
    assert 'name="section"' not in make().get("/").text


@pytest.mark.parametrize("section", ["x" * 61, "防" * 61])
def test_a_name_beyond_measure_is_turned_away(submit, section):
    assert submit("会議です", section=section).status_code == 400


@pytest.mark.parametrize(("section", "found"), [("", True), ("総務課", True), (COUNCIL, False)])
def test_a_room_knows_whose_account_it_is(enter, chat, post, section, found):
    chat.members[SATO] = {"section": section, "roles": []}
    sato = enter()
    answer = post(sato, TALK, DRAFT)
    assert ("まだ送っていません" in said(answer)) is found
    assert f'name="section" value="{section}"' in sato.get(f"/rooms/{TALK}").text
    assert len(chat.sent) == (0 if found else 1)


@pytest.mark.parametrize(
    ("section", "roles", "barred"),
    [
        ("総務課", [], True),
        ("総務課", ["管理者"], False),
        ("防災課", [], False),
        ("", [], False),
        ("", ["課長"], False),
    ],
)
def test_a_board_says_beforehand_who_may_write(enter, chat, post, section, roles, barred):
    chat.members[SATO] = {"section": section, "roles": roles}
    sato = enter()
    assert ("書き込めないことになっています" in sato.get(f"/rooms/{BOARD}").text) is barred
    # It is the server that decides: the page only says so.
    assert "送っていません" not in said(post(sato, BOARD, "明日は停電です", title="停電"))
    assert len(chat.sent) == 1


@pytest.mark.parametrize("told", [{}, {"section": 3, "roles": "x"}, {"section": None, "roles": [1, None]}])
def test_what_the_server_says_of_a_person_may_be_anything(enter, chat, told):
    chat.members[SATO] = told
    assert 'name="section" value=""' in enter().get(f"/rooms/{TALK}").text

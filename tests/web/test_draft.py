"""下書き without JavaScript: found, shown, mended, and nothing of it kept."""

from __future__ import annotations

import html
import re

import pytest


def area(answer) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert found
    return html.unescape(found[1])


def marks(answer) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", answer.text, re.DOTALL)]


def test_a_draft_is_judged_with_place_sentence_and_clause(submit):
    answer = submit("𠮷田さん\r\nお疲れ様です。了解しました。３時です")
    assert answer.status_code == 200
    assert area(answer) == "𠮷田さん\nお疲れ様です。了解しました。３時です"
    assert "お疲れ様です" in marks(answer)
    assert 'href="/guideline?lang=ja#etiquette.no-greeting"' in answer.text


@pytest.mark.parametrize(
    "text, fields, seen",
    [
        ("了解しました", {}, "了解</span>"),
        ("全職員の皆様へお知らせします。明日は停電です", {}, "掲示板として確かめる"),
        ("明日10時の会議は第2会議室です", {}, "直すところはありません"),
        ("  \n ", {}, "ここに結果が出ます"),
        ("お疲れ様です。明日は停電です", {"channel": "external"}, "直すところはありません"),
    ],
)
def test_what_the_page_says(submit, text, fields, seen):
    answer = submit(text, **fields)
    assert seen in answer.text.replace("</span></span>", "</span>")


def test_personal_data_is_hidden_where_findings_are_shown(submit):
    answer = submit("電話は090-1234-5678です")
    shown = answer.text.replace(re.search(r"<textarea.*?</textarea>", answer.text, re.DOTALL)[0], "")
    assert "●" * 13 in marks(answer)
    assert "1234" not in shown.replace('class="', "")


def test_one_finding_is_mended_and_undone(submit, page):
    text = "お疲れ様です。会議は3時です。よろしくお願いいたします。"
    first = submit(text)
    of = re.search(r'name="of" value="([^"]+)"', first.text)[1]
    one = submit(text, do="", mend="0", of=of)
    assert area(one) == "会議は3時です。よろしくお願いいたします。"
    before = html.unescape(re.search(r'name="before" value="([^"]*)"', one.text)[1])
    assert before == text
    assert area(submit(area(one), do="undo", before=before)) == text


def test_all_is_mended_as_fix_does(submit):
    answer = submit("お疲れ様です。会議は3時です。よろしくお願いいたします。", do="mend-all")
    assert area(answer) == "会議は3時です。"
    assert "直しました。" in answer.text


@pytest.mark.parametrize("mend", ["0", "7", "x", "-1"])
def test_a_button_beside_another_text_mends_nothing(submit, mend):
    answer = submit("お疲れ様です。会議は3時です", do="", mend=mend, of="of-something-else")
    assert area(answer) == "お疲れ様です。会議は3時です"


def test_the_board_button_judges_as_a_notice(submit):
    answer = submit("全職員の皆様へお知らせします。明日は停電です", do="board")
    assert re.search(r'name="channel" value="bulletin" checked', answer.text)
    assert "掲示板として確かめる" not in re.sub(r'<div id="words".*', "", answer.text, flags=re.DOTALL)


def test_an_old_page_keeps_the_draft_and_asks_again(page, world):
    token = re.search(r'name="token" value="([^"]+)"', page.get("/").text)[1]
    world.now += 13 * 3600
    answer = page.post("/", data={"token": token, "text": "お疲れ様です。会議です"})
    assert answer.status_code == 403
    assert area(answer) == "お疲れ様です。会議です"
    assert marks(answer) == []


@pytest.mark.parametrize(
    "address, headers, lang", [("/?lang=en", {}, "en"), ("/", {"accept-language": "en-GB,ja;q=0.8"}, "en"), ("/", {}, "ja"), ("/?lang=xx", {"accept-language": "fr"}, "ja")]
)  # fmt: skip
def test_the_language(page, address, headers, lang):
    assert f'<html lang="{lang}">' in page.get(address, headers={"accept-language": "", **headers}).text


def test_nothing_is_set_and_nothing_is_kept(submit):
    answer = submit("お疲れ様です。会議です")
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert "content-encoding" not in answer.headers

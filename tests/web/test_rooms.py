"""Rooms and boards over a chat server from memory: what is shown, sent, refused, marked and kept."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.chatserver import BOARD, SATO, STEWARD, SUZUKI, TALK

EVIL = "<img src=x onerror=alert(1)>\"'</textarea><script>alert(2)</script>"


def said(answer) -> str:
    return re.search(r'id="said" role="alert">([^<]*)<', answer.text)[1]


def draft(answer) -> str:
    return re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)[1]


def sent(chat) -> list[dict]:
    return [content for _, content in chat.sent.values()]


def test_the_list_shows_boards_and_rooms_with_what_is_new(enter, chat):
    chat.write(
        SUZUKI, "停電点検\n\n10月1日です", BOARD, **{"guideline.notice": {"title": "停電点検", "until": "2026-11-30"}}
    )
    chat.write(SUZUKI, "3時に伺います")
    shown = enter().get("/rooms").text
    assert "必読の未読 1" in shown
    assert re.search(r"鈴木 一郎|3時に伺います", shown)
    assert shown.index("全庁掲示板") < shown.index("総務課 連絡")


def test_nobody_in_any_room(enter, chat):
    chat.rooms.clear()
    assert "入っている部屋はまだありません" in enter().get("/rooms").text


def test_an_empty_room_says_so(enter):
    assert "最初のひとこと" in enter().get(f"/rooms/{TALK}").text
    assert "まだ知らせはありません" in enter().get(f"/rooms/{BOARD}").text


def test_a_clean_post_is_sent_once_however_often_it_is_pressed(enter, chat, post):
    page = enter()
    html = page.get(f"/rooms/{TALK}").text
    data = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    data |= {"form": re.findall(r'name="form" value="([^"]+)"', html)[-1], "do": "send", "text": "3時に伺います"}
    first, again = page.post(f"/rooms/{TALK}", data=data), page.post(f"/rooms/{TALK}", data=data)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "3時に伺います" in first.text
    page.post(f"/rooms/{TALK}", data={**data, "text": "4時に伺います"})
    assert [one["msgtype"] for one in sent(chat)] == ["m.text", "m.text"]


def test_advice_is_shown_first_and_the_writer_may_send_anyway(enter, chat, post):
    page = enter()
    answer = post(page, TALK, "お疲れ様です。3時に伺います")
    assert "まだ送っていません" in said(answer)
    assert "挨拶の定型句は省いて" in answer.text
    assert draft(answer) == "お疲れ様です。3時に伺います"
    assert not re.search(r'id="anyway" hidden', answer.text)
    assert chat.sent == {}
    # What was changed since is judged anew.
    assert "まだ送っていません" in said(
        post(page, TALK, "お疲れ様です。4時に伺います", "anyway", seen="お疲れ様です。3時に伺います")
    )
    post(page, TALK, "お疲れ様です。3時に伺います", "anyway", seen="お疲れ様です。3時に伺います")
    assert len(chat.sent) == 1


def test_a_draft_is_mended_and_put_back(enter, chat, post):
    page = enter()
    first = post(page, TALK, "お疲れ様です。3時に伺います", "mend-all")
    assert draft(first) == "3時に伺います"
    back = page.post(f"/rooms/{TALK}", data={**dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', first.text)), "form": re.findall(r'name="form" value="([^"]+)"', first.text)[-1], "text": "3時に伺います", "do": "undo"})  # fmt: skip
    assert draft(back) == "お疲れ様です。3時に伺います"
    one = post(page, TALK, "お疲れ様です。3時に伺います", "", mend="0", seen="お疲れ様です。3時に伺います")
    assert draft(one) == "3時に伺います"
    assert chat.sent == {}


def test_what_is_sure_to_be_refused_is_not_offered(enter, chat, post):
    answer = post(enter(), TALK, "番号は202610011235です")
    assert "このままでは送れない" in said(answer)
    assert re.search(r'id="anyway" hidden', answer.text)


def test_the_modules_words_are_shown_and_the_draft_stays(enter, chat, post):
    words = "この投稿は送信されていません。第40条「掲示板に書く人」：広報の方にお願いしてください。"
    chat.refuses = (
        403,
        {"errcode": "M_FORBIDDEN", "error": words + EVIL, "guideline": {"rule": "channel/board-writers"}},
    )
    answer = post(enter(), BOARD, "10月1日（木）に庁舎の停電点検を行います。", title="停電点検")
    assert answer.status_code == 403
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert draft(answer) == "10月1日（木）に庁舎の停電点検を行います。"
    assert 'value="停電点検"' in answer.text


@pytest.mark.parametrize(
    "refused, expected",
    [
        (
            (403, {"errcode": "M_FORBIDDEN", "error": "You don't have permission to post that"}),
            "担当者に確かめてください",
        ),
        ((413, {"errcode": "M_TOO_LARGE", "error": "event too large"}), "担当者に確かめてください"),
        ((502, {}), "チャットサーバーに接続できません"),
        ((429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 100}), "チャットサーバーに接続できません"),
    ],
)
def test_a_refusal_of_the_servers_own_is_told_in_ours(enter, chat, post, refused, expected):
    chat.refuses = refused
    answer = post(enter(), TALK, "3時に伺います")
    assert expected in answer.text
    assert "permission" not in answer.text
    assert draft(answer) == "3時に伺います"


def test_a_server_that_is_gone_leaves_the_draft(enter, chat):
    page = enter()
    form = re.findall(r'name="form" value="([^"]+)"', page.get("/rooms").text)[-1]
    chat.away = True
    answer = page.post(f"/rooms/{TALK}", data={"form": form, "text": "3時に伺います", "do": "send"})
    assert answer.status_code == 503
    assert draft(answer) == "3時に伺います"


def test_a_log_in_that_ended_while_writing_brings_the_draft_back(enter, chat, world, filled):
    page = enter()
    form = re.findall(r'name="form" value="([^"]+)"', page.get("/rooms").text)[-1]
    world.now += 4000
    answer = page.post(f"/rooms/{TALK}", data={"form": form, "text": f"3時に{EVIL}伺います", "do": "send"})
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text
    fields = filled(page, "sato", "himitsu-1", next=f"/rooms/{TALK}", draft="3時に伺います")
    back = page.post("/login", data=fields)
    assert draft(back) == "3時に伺います"
    assert draft(page.get(f"/rooms/{TALK}")) == ""
    assert chat.sent == {}


@pytest.mark.parametrize(
    "text, note",
    [("", "本文を書いて"), ("  \n ", "本文を書いて"), ("あ" * 14_000, "40 KB")],
)
def test_what_cannot_be_sent_is_said(enter, chat, post, text, note):
    answer = post(enter(), TALK, text)
    assert note in said(answer)
    assert chat.sent == {}


def test_a_paste_beyond_measure_is_turned_away(enter, chat, post):
    assert post(enter(), TALK, "あ" * 100_000).status_code == 413
    assert chat.sent == {}


@pytest.mark.parametrize(
    "text", ["𠮷野家の前です", "👨‍👩‍👧🏽了解の会議は3時です", "か\u3099んは\u3099って\r\n二行目", "@"]
)
def test_every_letter_arrives(enter, chat, post, text):
    page = enter()
    post(page, TALK, text, "anyway", seen=text.replace("\r\n", "\n"))
    assert chat.rooms[TALK]["timeline"][-1]["content"]["body"] == text.replace("\r\n", "\n")


def test_mentions_name_their_people(enter, chat, post):
    page = enter()
    post(page, TALK, "@鈴木 一郎 3時に<b>伺います", "anyway", seen="@鈴木 一郎 3時に<b>伺います")
    content = chat.rooms[TALK]["timeline"][-1]["content"]
    assert content["m.mentions"] == {"user_ids": [SUZUKI]}
    assert (
        content["formatted_body"]
        == '<a href="https://matrix.to/#/%40suzuki:kakuu.example">鈴木 一郎</a> 3時に&lt;b&gt;伺います'
    )
    post(page, TALK, "4時に伺います", "anyway", who=SUZUKI, seen="@鈴木 一郎 4時に伺います")
    assert chat.rooms[TALK]["timeline"][-1]["content"]["body"] == "@鈴木 一郎 4時に伺います"
    assert "あなた宛て" in enter("suzuki").get(f"/rooms/{TALK}").text


def test_a_sticker_goes_out_in_words_until_there_is_artwork(enter, chat, post):
    page = enter()
    shown = post(page, TALK, "書きかけ", sticker="received")
    kind, content = next(iter(chat.sent.values()))
    assert kind == "m.room.message"
    assert content["guideline.sticker"] == "received"
    assert chat.rooms[TALK]["timeline"][-1]["content"]["body"] == "［スタンプ：了解］"
    assert draft(shown) == "書きかけ"
    assert "🙆" in shown.text
    art = {"images": {"received": {"url": "mxc://kakuu.example/abc", "info": {"w": 256, "h": 256}}}}
    chat.rooms[TALK]["state"].append(("im.ponies.room_emotes", art))
    shown = post(page, TALK, "", sticker="received")
    kind, content = list(chat.sent.values())[-1]
    assert kind == "m.sticker"
    assert content["url"] == "mxc://kakuu.example/abc"
    assert 'src="/rooms/media/kakuu.example/abc"' in shown.text
    assert post(page, TALK, "", sticker="<x>").status_code == 400


def test_nothing_hides_behind_a_sticker(enter, chat):
    chat.write(SUZUKI, "番号は1234です", **{"guideline.sticker": "received"})
    assert "番号は1234です" in enter().get(f"/rooms/{TALK}").text


def test_a_reaction_is_sent_and_counted_once_a_person(enter, chat, post):
    event = chat.write(SUZUKI, "3時に伺います")
    page = enter()
    post(page, TALK, "", sticker="received", to=event)
    assert next(iter(chat.sent.values())) == (
        "m.reaction",
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": "🙆"}},
    )
    for sender in (SUZUKI, SUZUKI):
        chat.write(
            sender,
            "",
            kind="m.reaction",
            **{"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": "🙆"}},
        )
    assert "🙆 2" in page.get(f"/rooms/{TALK}").text


def test_an_answer_names_what_it_answers(enter, chat, post):
    event = chat.write(SUZUKI, "3時に伺います")
    page = enter()
    assert "鈴木 一郎への返信：「3時に伺います」" in page.get(f"/rooms/{TALK}", params={"to": event}).text
    post(page, TALK, "お待ちします", "anyway", to=event, seen="お待ちします")
    assert list(chat.sent.values())[-1][1]["m.relates_to"] == {"m.in_reply_to": {"event_id": event}}
    assert "鈴木 一郎への返信" in page.get(f"/rooms/{TALK}").text


def test_reading_a_room_marks_it_and_is_counted(enter, chat):
    event = chat.write(SUZUKI, "3時に伺います")
    assert "既読 1" not in enter("suzuki").get(f"/rooms/{TALK}").text
    enter().get(f"/rooms/{TALK}")
    assert chat.receipts[SATO]["event"] == event
    assert "既読 1" in enter("suzuki").get(f"/rooms/{TALK}").text


def test_edits_and_what_was_taken_back(enter, chat):
    first = chat.write(SUZUKI, "3時です")
    fresh = {"msgtype": "m.text", "body": "4時です"}
    chat.rooms[TALK]["timeline"][-1]["unsigned"] = {"m.relations": {"m.replace": {"content": {"m.new_content": fresh}}}}
    chat.write(
        SUZUKI, "* 4時です", **{"m.new_content": fresh, "m.relates_to": {"rel_type": "m.replace", "event_id": first}}
    )
    chat.write(SUZUKI, "消します")
    chat.rooms[TALK]["timeline"][-1] |= {"content": {}, "unsigned": {"redacted_because": {"type": "m.room.redaction"}}}
    shown = enter().get(f"/rooms/{TALK}").text
    assert "4時です" in shown
    assert "編集済み" in shown
    assert "3時です" not in shown
    assert "* 4時です" not in shown
    assert "取り消されました" in shown
    assert "消します" not in shown


def test_hostile_words_stay_words_everywhere(enter, chat):
    chat.names[SUZUKI] = EVIL
    chat.rooms[TALK]["state"] = [("m.room.name", {"name": EVIL}), ("m.room.topic", {"topic": EVIL})]
    chat.write(SUZUKI, EVIL)
    chat.write(SUZUKI, EVIL, msgtype="m.file", filename=EVIL)
    chat.write(SUZUKI, "", kind="m.sticker", body=EVIL, url=f"mxc://{EVIL}/x")
    answered = chat.write(SUZUKI, EVIL, BOARD, **{"guideline.notice": {"title": EVIL, "until": EVIL}})
    chat.write(
        SUZUKI,
        "",
        kind="m.reaction",
        **{"m.relates_to": {"rel_type": "m.annotation", "event_id": "$event1", "key": "<script>"}},
    )
    page = enter()
    for path in ("/rooms", f"/rooms/{TALK}?to=$event1", f"/rooms/{BOARD}", f"/rooms/{BOARD}/notices/{answered}", f"/rooms/{TALK}?before=$event3", f"/rooms/{TALK}/notices/$event1"):  # fmt: skip
        answer = page.get(path)
        assert answer.status_code == 200, path
        assert "<img src=x" not in answer.text, path
        assert "<script>" not in answer.text, path
        assert not re.search(
            r"<style|<script(?![^>]* src=)| style=| on[a-z]+=", re.sub(r"&lt;.*?&gt;", "", answer.text)
        ), path


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": 5, "event_id": ["$x"], "sender": {}},
        {"type": "m.room.message", "event_id": "$x", "sender": "@a:x", "content": "text"},
        {"type": "m.room.message", "event_id": "$x", "sender": "@a:x", "content": {"body": 5, "m.mentions": {"user_ids": 7}}},
        {"type": "m.room.message", "event_id": "$x", "sender": "@a:x", "content": {"body": "\ud800", "msgtype": "m.text"}},
        {"type": "m.room.message", "event_id": "$x", "sender": "@a:x", "content": {"body": "x", "m.relates_to": "y"}, "origin_server_ts": 10**30},
        {"type": "m.room.message", "event_id": "$x", "sender": "", "content": {"body": "x"}, "origin_server_ts": -1},
        {"type": "m.sticker", "event_id": "$x", "sender": "@a:x", "content": {"url": 5}, "unsigned": 7},
        {"type": "m.reaction", "event_id": "$x", "sender": "@a:x", "content": {"m.relates_to": {"rel_type": "m.annotation"}}},
    ],
)  # fmt: skip
def test_events_out_of_shape_break_nothing(enter, chat, event):
    chat.rooms[TALK]["timeline"].append(event)
    chat.rooms[BOARD]["timeline"].append(event)
    page = enter()
    for path in ("/rooms", f"/rooms/{TALK}", f"/rooms/{BOARD}"):
        assert page.get(path).status_code == 200


def test_two_of_one_name_are_told_apart(enter, chat):
    chat.names[SUZUKI] = chat.names[SATO] = "佐藤 花子"
    chat.write(SUZUKI, "3時です")
    assert "佐藤 花子（suzuki）" in enter().get(f"/rooms/{TALK}").text


@pytest.mark.parametrize(
    "path",
    [
        "/rooms/../state",
        "/rooms/%2e%2e",
        "/rooms/!talk:kakuu.example%2f..%2f..%2fadmin",
        "/rooms/!talk:kakuu.example/../../x",
        "/rooms/!" + "a" * 300,
        "/rooms/@sato:kakuu.example",
        "/rooms/!talk:kakuu.example%00",
        "/rooms/!talk%0d%0a:x",
        "/rooms/!other:kakuu.example",
        "/rooms/!talk:kakuu.example/notices/x",
        "/rooms/!talk:kakuu.example/notices/$none",
        "/rooms/media/kakuu.example/..%2f..%2fx",
    ],
)
def test_paths_lead_nowhere(enter, chat, path):
    page = enter()
    before = len(chat.asked)
    answer = page.get(path, follow_redirects=False)
    assert answer.status_code in {403, 404} or answer.url.path == "/state"
    asked = [one.url.raw_path.decode() for one in chat.asked[before:]]
    assert not [one for one in asked if ".." in one or "/admin" in one], asked


def test_only_small_pictures_come_through(enter, chat):
    page = enter()
    chat_answers = {
        "png": ("image/png", b"\x89PNG"),
        "svg": ("image/svg+xml", b"<svg>"),
        "html": ("text/html", b"<script>"),
    }
    import httpx

    original = chat.__class__.__call__
    try:

        def media(self, request):
            name = request.url.path.rpartition("/")[2]
            if "/media/" in request.url.path:
                kind, data = chat_answers[name]
                return httpx.Response(200, content=data, headers={"content-type": kind})
            return original(self, request)

        chat.__class__.__call__ = media
        found = {name: page.get(f"/rooms/media/kakuu.example/{name}") for name in chat_answers}
    finally:
        chat.__class__.__call__ = original
    assert {name: answer.status_code for name, answer in found.items()} == {"png": 200, "svg": 404, "html": 404}
    assert found["png"].headers["x-content-type-options"] == "nosniff"


def test_what_is_new_is_waited_for(enter, chat):
    page = enter()
    chat.write(SUZUKI, "3時です")
    answer = page.get(f"/rooms/{TALK}/live?since=s1&marks=1")
    assert "3時です" in answer.text
    assert page.get(f"/rooms/{TALK}/live?since=<x>").status_code == 400
    asked = next(json.loads(one.url.params["filter"]) for one in reversed(chat.asked) if one.url.params.get("since"))
    assert asked["room"]["rooms"] == [TALK]
    assert page.get("/rooms/live?since=s1").status_code == 200


def test_a_full_room_is_a_small_page(enter, chat):
    for _ in range(200):
        chat.write(SUZUKI, "長い話です。" * 150)
    page = enter()
    answer = page.get(f"/rooms/{TALK}")
    assert len(answer.content) < 65_000
    weight = len(answer.content)
    for link in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text)):
        with page.stream("GET", link, headers={"accept-encoding": "gzip"}) as asset:
            weight += len(b"".join(asset.iter_raw()))
    assert weight < 100_000
    assert "前の投稿を読む" in answer.text


def test_older_posts_are_a_page_away(enter, chat):
    for number in range(120):
        chat.write(SUZUKI, f"投稿その{number}。")
    page = enter()
    seen: list[int] = []
    path = f"/rooms/{TALK}"
    for _ in range(10):
        html = page.get(path).text
        seen = [int(one) for one in re.findall(r"投稿その(\d+)。", html)] + seen
        older = re.search(r'class="older"><a href="([^"]+)"', html)
        if not older:
            break
        path = older[1].replace("&amp;", "&")
    assert seen == list(range(120))


def test_older_posts_show_who_has_read_them(enter, chat):
    ids = [chat.write(SATO, f"投稿その{number}。") for number in range(260)]
    chat.limited = True
    page = enter()
    chat.receipts[SUZUKI] = {"room": TALK, "event": ids[20]}
    shown = page.get(f"/rooms/{TALK}?before={ids[30]}").text
    posts = re.findall(r"投稿その(\d+)。.*?</li>", shown, re.DOTALL)
    read = {int(found[1]) for found in re.finditer(r"投稿その(\d+)。(?:(?!</li>).)*?既読 1", shown, re.DOTALL)}
    assert {int(one) for one in posts} == set(range(30))
    assert read == set(range(21))


def test_the_steward_is_nobody_to_wait_for(enter, chat, post):
    event = chat.write(SATO, "停電\n\nです", BOARD, **{"guideline.notice": {"title": "停電", "until": "2026-11-30"}})
    shown = enter().get(f"/rooms/{BOARD}/notices/{event}").text
    assert "1 人のうち 0 人" in shown
    assert chat.names[STEWARD] not in re.sub(r"<header.*?</header>", "", shown)

"""The log-in: what the browser is given, what it isn't, how it ends, and who is kept out."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.web.chatserver import TALK


def cookie(answer) -> str:
    return next((one.headers["set-cookie"] for one in [*answer.history, answer] if "set-cookie" in one.headers), "")


def form_of(client) -> str:
    return re.findall(r'name="form" value="([^"]+)"', client.get("/rooms").text)[-1]


def test_a_log_in_shows_the_rooms_and_keeps_its_token_here(enter, chat, filled):
    page = enter("")
    answer = page.post("/login", data=filled(page, "sato", "himitsu-1"))
    assert answer.url.path == "/rooms"
    assert "全庁掲示板" in answer.text
    kept = cookie(answer)
    assert re.fullmatch(r"guideline=[0-9a-f]{64}; HttpOnly; Path=/; SameSite=strict", kept)
    token = next(iter(chat.tokens))
    for path in ("/rooms", f"/rooms/{TALK}", "/", "/state", "/login"):
        shown = page.get(path)
        assert token not in shown.text + str(shown.headers)
        assert "himitsu" not in shown.text
    login = next(one for one in chat.asked if one.url.path.endswith("/login"))
    assert login.headers["x-forwarded-for"] == "testclient"


def test_over_tls_the_cookie_is_secure_and_this_hosts_alone(enter, filled):
    page = enter("")
    page.base_url = httpx.URL("https://page.example")
    kept = cookie(page.post("/login", data=filled(page, "sato", "himitsu-1")))
    assert kept.startswith("__Host-guideline=")
    assert "Secure" in kept


def test_a_session_that_a_stranger_has_planted_is_not_taken_up(enter, filled, chat):
    page = enter("")
    page.cookies.set("guideline", "f" * 64)
    first = cookie(page.post("/login", data=filled(page, "sato", "himitsu-1")))
    assert "f" * 64 not in first
    thief = enter("")
    thief.cookies.set("guideline", "f" * 64)
    assert thief.get("/rooms").url.path == "/login"


def test_every_log_in_has_a_new_name_and_ends_the_one_before(enter, filled, chat):
    page = enter()
    before, token = dict(page.cookies), next(iter(chat.tokens))
    page.post("/login", data=filled(page, "sato", "himitsu-1"))
    assert dict(page.cookies) != before
    assert token not in chat.tokens
    thief = enter("")
    thief.cookies.update(before)
    assert thief.get("/rooms").url.path == "/login"


@pytest.mark.parametrize(
    "user, password", [("sato", "wrong"), ("nobody", "himitsu-1"), ("", "x"), ("sato", ""), ("@sato:evil.example", "x")]
)
def test_a_wrong_password_is_said_and_never_shown(enter, filled, user, password):
    page = enter("")
    answer = page.post("/login", data=filled(page, user, password))
    assert answer.status_code in {400, 403}
    assert "ログインできませんでした" in answer.text
    assert cookie(answer) == ""
    assert not password or f'value="{password}"' not in answer.text


def test_guessing_is_slowed_down_for_an_account_and_only_for_it(enter, filled, world):
    page = enter("")
    data = filled(page, "sato", "wrong")
    said = [page.post("/login", data=data).status_code for _ in range(11)]
    assert said == [403] * 10 + [429]
    # The other spellings of the account are the same account, and the right password doesn't help now.
    assert page.post("/login", data={**data, "user": "@SATO:kakuu.example"}).status_code == 429
    assert page.post("/login", data={**data, "password": "himitsu-1"}).status_code == 429
    assert page.post("/login", data={**data, "user": "suzuki", "password": "himitsu-2"}).status_code == 200
    world.now += 11
    page.cookies.clear()
    assert page.post("/login", data={**data, "password": "himitsu-1"}).url.path == "/rooms"


def test_guessing_is_slowed_down_for_an_address(enter, filled):
    page = enter("")
    data = filled(page, "x", "wrong")
    said = [page.post("/login", data={**data, "user": f"u{number}"}).status_code for number in range(21)]
    assert said == [403] * 20 + [429]


def test_log_ins_that_work_are_no_guesses(enter, filled):
    page = enter("")
    for _ in range(30):
        assert page.post("/login", data=filled(page, "sato", "himitsu-1")).status_code == 200


@pytest.mark.parametrize("after, lasts", [(3500, True), (3700, False)])
def test_an_idle_log_in_ends_and_its_token_with_it(enter, chat, world, after, lasts):
    page = enter()
    world.now += after
    answer = page.get(f"/rooms/{TALK}")
    assert (answer.url.path == "/login") is not lasts
    assert bool(chat.tokens) is lasts
    if not lasts:
        assert "有効な時間が過ぎました" in answer.text


def test_what_the_page_fetches_by_itself_does_not_prolong_it(enter, world):
    page = enter()
    for _ in range(5):
        world.now += 800
        last = page.get(f"/rooms/{TALK}/live?since=s1")
    assert last.status_code == 401
    assert page.get("/rooms").url.path == "/login"


def test_a_log_in_ends_after_half_a_day_however_busy(enter, world):
    page = enter()
    for _ in range(25):
        world.now += 1800
        last = page.get("/rooms")
    assert last.url.path == "/login"


def test_logging_out_revokes_the_token(enter, chat):
    page, other = enter(), enter()
    page.post("/logout", data={"form": form_of(page)})
    assert len(chat.tokens) == 1
    assert page.get("/rooms").url.path == "/login"
    assert other.get("/rooms").url.path == "/rooms"


def test_logging_out_everywhere_ends_every_session_of_this_person(enter, chat):
    page, other, suzuki = enter(), enter(), enter("suzuki")
    page.post("/logout", data={"form": form_of(page), "do": "everywhere"})
    assert list(chat.tokens.values()) == ["@suzuki:kakuu.example"]
    assert [one.get("/rooms").url.path for one in (page, other, suzuki)] == ["/login", "/login", "/rooms"]


def test_a_token_that_the_server_has_forgotten_leads_back_to_the_log_in(enter, chat):
    page = enter()
    chat.tokens.clear()
    answer = page.get(f"/rooms/{TALK}")
    assert answer.url.path == "/login"
    assert "有効な時間が過ぎました" in answer.text
    assert f'name="next" value="/rooms/{TALK}"' in answer.text


def test_after_the_log_in_one_is_where_one_was_going(enter, filled):
    page = enter("")
    assert (
        page.post("/login", data=filled(page, "sato", "himitsu-1", next=f"/rooms/{TALK}")).url.path == f"/rooms/{TALK}"
    )


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/rooms/../static", "javascript:alert(1)", "/rooms/!a/x", "/rooms\r\nset-cookie: a=b"]
)  # fmt: skip
def test_the_way_back_leads_nowhere_else(enter, filled, target):
    page = enter("")
    assert page.post("/login", data=filled(page, "sato", "himitsu-1", next=target)).url.path == "/rooms"
    assert page.get("/login", params={"next": target}).url.path == "/rooms"


def test_forms_of_others_are_not_taken(enter, filled, chat):
    page = enter("")
    data = filled(page, "sato", "himitsu-1")
    assert page.post("/login", data={**data, "token": "1.x"}).status_code == 403
    assert page.post("/login", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert chat.tokens == {}
    page, other = enter(), enter("suzuki")
    for path in ("/logout", f"/rooms/{TALK}", f"/rooms/{TALK}/join"):
        assert page.post(path, data={"form": "", "text": "a", "do": "anyway"}).status_code == 403
        assert page.post(path, data={"form": form_of(other), "text": "a"}).status_code == 403
        own = {"form": form_of(page), "text": "a"}
        assert page.post(path, data=own, headers={"sec-fetch-site": "same-site"}).status_code == 403
    assert chat.sent == {}
    assert len(chat.tokens) == 2


def test_without_its_server_the_page_says_so_and_drafts_still_work(enter, filled, chat):
    page = enter()
    chat.away = True
    assert page.get("/rooms").status_code == 503
    assert "チャットサーバーに接続できません" in page.get(f"/rooms/{TALK}").text
    assert page.get("/").status_code == 200
    stranger = enter("")
    assert stranger.post("/login", data=filled(stranger, "sato", "himitsu-1")).status_code == 503


def test_without_a_chat_server_there_are_no_rooms(page):
    assert page.get("/rooms").status_code == 404
    assert page.get("/login").status_code == 404
    assert 'href="/rooms' not in page.get("/").text


def test_sessions_are_bounded(world):
    from guideline.web.rooms import sessions

    made = sessions.Sessions(lambda: world.now, lambda count: world.__setattr__("stamp", world.stamp + 1) or world.stamp.to_bytes(count, "big"))  # fmt: skip
    first = made.begin("@a:x", "token")
    for _ in range(sessions.MOST):
        made.begin("@b:x", "other")
    assert made.find(first) is None
    assert [one.token for one in made.over()] == ["token"]

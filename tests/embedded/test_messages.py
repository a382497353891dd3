"""A real client, a real server: what the bundle says is what people meet."""

from __future__ import annotations

import asyncio
import itertools

import nio
import pytest

NUMBER = "202610011235"
counter = itertools.count()


def run(call):
    return asyncio.run(call)


async def logged_in(site, user):
    client = nio.AsyncClient(site.url, f"@{user}:chat.kakuu.example")
    answer = await client.login(site.password(user), device_name="test")
    assert isinstance(answer, nio.LoginResponse), answer
    return client


def answer_to(site, user, room, content, kind="m.room.message"):
    """Send as a client does; return its library's answer."""

    async def go():
        client = await logged_in(site, user)
        try:
            return await client.room_send(site.rooms.get(room, room), kind, content)
        finally:
            await client.close()

    return run(go())


def send(site, user, room, body, kind="m.room.message", **more):
    """Return "" for a message that was taken, else the server's sentence."""
    answer = answer_to(site, user, room, {"msgtype": "m.text", "body": body, **more}, kind)
    return "" if isinstance(answer, nio.RoomSendResponse) else answer.message


def words(site, user):
    """Return what the steward has told a person: in their private room, as their client shows it."""

    async def go():
        client = await logged_in(site, user)
        try:
            await client.sync(full_state=True)
            found = []
            for room in client.rooms.values():
                if room.room_id in site.rooms.values() or room.member_count > 2:
                    continue
                page = await client.room_messages(room.room_id, start="", limit=50)
                found += [e.body for e in page.chunk if e.sender.startswith("@guideline:") and hasattr(e, "body")]
            return found
        finally:
            await client.close()

    return run(go())


def test_a_clean_message_passes_and_nobody_is_told(site):
    before = words(site, "ito")
    assert send(site, "ito", "talk", "3時に伺います") == ""
    assert words(site, "ito") == before


def test_advice_reaches_the_writer_in_private_with_the_stickers_name_once_a_day(site, wait_for):
    assert send(site, "sato", "talk", "了解しました") == ""
    (told,) = wait_for(lambda: words(site, "sato"), "advice")
    assert "スタンプは「了解」" in told
    assert "第9条" in told
    assert send(site, "sato", "talk", "承知しました") == ""
    assert send(site, "suzuki", "talk", "了解しました") == ""
    wait_for(lambda: words(site, "suzuki"), "the other's advice")  # so the second of sato's has been through
    assert len(words(site, "sato")) == 1


def test_a_refusal_is_japanese_and_the_steward_tells_it_too(site, wait_for):
    refused = send(site, "tanaka", "talk", f"番号は{NUMBER}です")
    assert "第21条" in refused
    assert "送信されていません" in refused
    told = wait_for(lambda: words(site, "tanaka"), "the refusal")
    assert any("送信されていません" in word and "第21条" in word for word in told)
    assert not any(NUMBER in word for word in told)


def test_the_bundle_decides_between_advice_and_refusal(site):
    site.edit("fix: sticker, enforce: advise", "fix: sticker, enforce: refuse")
    try:
        refused = send(site, "mori", "talk", "了解しました")
        assert "第9条" in refused
        assert "スタンプは「了解」" in refused
        # The same words on the board are none of this rule's business.
        assert send(site, "ito", "board", "了解しました") == ""
    finally:
        site.edit("fix: sticker, enforce: refuse", "fix: sticker, enforce: advise")
    assert send(site, "mori", "talk", "了解しました") == ""


@pytest.mark.parametrize("user, refused", [("sato", True), ("mori", True), ("tanaka", False), ("suzuki", False)])
def test_a_board_takes_posts_of_those_the_bundle_names(site, user, refused):
    answer = send(site, user, "board", "10月1日に停電点検を行います。")
    assert ("第40条" in answer) is refused
    assert bool(answer) is refused


def test_an_edit_can_not_bring_in_what_is_refused(site):
    first = answer_to(site, "ito", "talk", {"msgtype": "m.text", "body": "資料"})
    fresh = {"msgtype": "m.text", "body": NUMBER}
    relation = {"rel_type": "m.replace", "event_id": first.event_id}
    assert "第21条" in send(site, "ito", "talk", "* 資料", **{"m.new_content": fresh, "m.relates_to": relation})


def test_a_formatted_body_can_not_hide_what_is_refused(site):
    more = {"format": "org.matrix.custom.html", "formatted_body": f"<b>{NUMBER[:6]}</b>{NUMBER[6:]}"}
    assert "第21条" in send(site, "ito", "talk", "資料です", **more)


def test_rooms_stay_readable(site):
    async def go():
        client = await logged_in(site, "sato")
        try:
            state = [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                {"type": "guideline.room", "state_key": "", "content": {"class": "external"}},
            ]
            made = await client.room_create(name="打合せ", initial_state=state)
            assert isinstance(made, nio.RoomCreateResponse), made
            found = await client.room_get_state(made.room_id)
            kinds = {event["type"] for event in found.events}
            later = await client.room_put_state(
                made.room_id, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}
            )
            changed = await client.room_put_state(made.room_id, "guideline.room", {"class": "external"})
            return made.room_id, kinds, later, changed
        finally:
            await client.close()

    room, kinds, later, changed = run(go())
    assert not kinds & {"m.room.encryption", "guideline.room"}
    assert "暗号化" in later.message
    assert "種類" in changed.message
    assert "第21条" in send(site, "sato", room, NUMBER)
    assert "暗号化" in send(site, "sato", room, "x", kind="m.room.encrypted")


def test_no_body_and_no_password_is_in_any_log_or_record(site, wait_for):
    assert send(site, "sato", "talk", f"番号は{NUMBER}です")
    wait_for(lambda: not list((site.state / "state" / "spool" / "new").iterdir()), "the spool to be emptied")
    kept = [path for path in site.state.rglob("*") if path.is_file() and path.parent.name != "secrets"]
    secret = {site.password(user) for user in ("sato", "ito", "guideline")}
    for path in kept:
        if path.name.startswith("homeserver.db") or path.name == "access.json":
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        assert NUMBER not in text, path
        assert not any(word in text for word in secret), path


def test_what_is_secret_is_the_owners_alone(site):
    secret = [*(site.state / "secrets").iterdir(), site.state / "state" / "steward" / "access.json"]
    secret.append(site.state / "state" / "steward" / "token.json")
    assert {path.stat().st_mode & 0o077 for path in secret} == {0}
    assert (site.state / "secrets").stat().st_mode & 0o777 == 0o700

from __future__ import annotations

import asyncio
import json
import warnings
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from guideline.bundle import load_bundle
from guideline.homeserver.rulings import RoomClass

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # Twisted warns of itself while it is imported
    from synapse.api.errors import Codes, SynapseError
    from synapse.module_api.errors import ConfigError

    from guideline.homeserver import GuidelineModule
    from guideline.homeserver import module as room

SERVER = "chat.kakuu.example"
SATO, TANAKA, STEWARD = (f"@{name}:{SERVER}" for name in ("sato", "tanaka", "guideline"))
TALK, BOARD, PLAIN = "!talk:x", "!board:x", "!plain:x"
NUMBER = "123456789018"


class Api:
    """What the module asks of Synapse, without Synapse."""

    def __init__(self):
        self.now = datetime(2026, 10, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))
        self.rooms = {TALK: {"class": "talk"}, BOARD: {"class": "bulletin", "zone": "internet"}}
        self.users = {}
        self.joins = []
        self.refused_joins = 0
        self.loops = []
        self.background = []
        self.people = {}
        self.kept = {}
        self.account_data_manager = self

    def looping_background_call(self, call, milliseconds, **_):
        self.loops.append((call, milliseconds))

    def register_spam_checker_callbacks(self, **callbacks):
        self.spam = callbacks

    def register_third_party_rules_callbacks(self, **callbacks):
        self.third = callbacks

    def is_mine(self, user):
        return user.endswith(f":{SERVER}")

    def get_current_time_msec(self):
        return int(self.now.timestamp() * 1000)

    async def get_room_state(self, room_id, event_filter):
        content = self.rooms.get(room_id)
        state = {} if content is None else {(room.ROOM, ""): SimpleNamespace(content=content)}
        if ("m.room.member", None) in event_filter:
            for user, membership in self.people.get(room_id, {}).items():
                state["m.room.member", user] = SimpleNamespace(content={"membership": membership})
        return state

    async def get_global(self, user, kind):
        return self.kept.get((user, kind))

    async def put_global(self, user, kind, content):
        if "nobody" in user:
            raise ValueError("no such user")
        self.kept[user, kind] = content

    def run_as_background_process(self, name, call, *args):
        self.background.append(call(*args))

    async def get_userinfo_by_id(self, user):
        return self.users.get(user, SimpleNamespace(is_deactivated=False, suspended=False, locked=False))

    async def sleep(self, seconds):
        return None

    async def update_room_membership(self, **fields):
        if self.refused_joins:
            self.refused_joins -= 1
            raise SynapseError(403, "not invited yet")
        self.joins.append(fields)


def message(body, sender=SATO, where=TALK, **more):
    return event("m.room.message", {"msgtype": "m.text", "body": body, **more}, sender, where)


def event(kind, content, sender=SATO, where=TALK, state=False):
    return SimpleNamespace(
        type=kind, content=content, sender=sender, room_id=where, event_id="$e", is_state=lambda: state
    )


class World:
    def __init__(self, tmp_path, policy):
        self.folder = tmp_path / "state"
        self.folder.mkdir()
        self.api = Api()
        self.config = {
            "bundle": str(tmp_path / "guideline.json"),
            "members": str(tmp_path / "members.json"),
            "spool": str(self.folder / "spool"),
            "steward": STEWARD,
        }
        (tmp_path / "guideline.json").write_bytes(load_bundle(policy).to_json())
        members = {
            SATO: {"section": "総務課", "roles": ["職員"]},
            TANAKA: {"section": "防災課", "roles": ["職員"]},
        }
        (tmp_path / "members.json").write_text(json.dumps(members))
        self.module = GuidelineModule(GuidelineModule.parse_config(self.config), self.api)

    def send(self, event):
        return asyncio.run(self.module.check_event_for_spam(event))

    def told(self):
        return [json.loads(p.read_bytes()) for p in sorted((self.folder / "spool" / "new").iterdir())]

    @property
    def status(self):
        return json.loads((self.folder / "status.json").read_bytes())


@pytest.fixture
def world(tmp_path, policy):
    return World(tmp_path, policy)


def test_a_clean_message_passes_and_nothing_is_told(world):
    assert world.send(message("3時に伺います")) == "NOT_SPAM"
    assert world.told() == []


def test_advice_lets_the_message_pass_and_is_left_for_the_steward(world):
    assert world.send(message("了解しました")) == "NOT_SPAM"
    (told,) = world.told()
    assert (told["kind"], told["user"], told["rule"]) == ("advice", SATO, "etiquette/acknowledgement")
    assert (told["sticker"], told["number"], told["day"]) == ("了解", "9", "2026-10-01")


def test_a_refusal_is_a_japanese_sentence_and_told_as_well(world):
    code, answer = world.send(message(f"番号は{NUMBER}です"))
    assert code == Codes.FORBIDDEN
    assert "第21条" in answer["error"]
    assert answer["guideline"]["rule"] == "privacy/my-number"
    (told,) = world.told()
    assert told["kind"] == "refusal"


def test_what_it_did_is_counted_by_clause_and_never_by_name(world):
    world.send(message("了解しました"))
    world.send(message("了解しました", TANAKA))
    world.send(message(f"番号は{NUMBER}です"))
    ((look, _),) = world.api.loops
    look()
    counted = (world.folder / "counts.json").read_text("ascii")
    (did,) = json.loads(counted)["days"].values()
    assert sorted(did.values(), key=str) == [{"advise": 2}, {"refuse": 1}]
    assert not any(word in counted for word in ("sato", "tanaka", "talk", SERVER))


def test_nothing_that_was_written_is_kept_or_logged(world, caplog):
    world.send(message(f"番号は{NUMBER}です"))
    world.send(message("了解しました"))
    kept = "".join(path.read_text("utf-8") for path in world.folder.rglob("*.json") if path.name != "last-good.json")
    assert NUMBER not in kept + caplog.text


@pytest.mark.parametrize(
    "sender, where, refused",
    [(SATO, BOARD, True), (TANAKA, BOARD, False), (f"@mori:{SERVER}", BOARD, True), (STEWARD, BOARD, False)],
)
def test_a_board_takes_posts_of_those_the_bundle_names(world, sender, where, refused):
    answer = world.send(message("停電点検を行います。", sender, where))
    assert (answer != "NOT_SPAM") is refused
    if refused:
        assert "第40条" in answer[1]["error"]


@pytest.mark.parametrize("content", [{}, {"class": "party"}, {"class": ["bulletin"]}, {"class": 1, "zone": 2}, None])
def test_a_room_that_does_not_say_is_a_talk(world, content):
    world.api.rooms[PLAIN] = content
    assert asyncio.run(world.module._room(PLAIN)) == RoomClass("talk", "internet", "normal")
    assert world.send(message("了解しました", where=PLAIN)) == "NOT_SPAM"
    assert len(world.told()) == 1


def test_a_room_says_its_zone_and_phase(world):
    world.api.rooms[PLAIN] = {"class": "external", "zone": "admin", "phase": "emergency"}
    assert asyncio.run(world.module._room(PLAIN)) == RoomClass("external", "admin", "emergency")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"body": None},
        {"body": 5},
        {"body": ""},
        {"body": ["了解しました"]},
        {"body": "了解.png", "msgtype": "m.image"},
    ],
)
def test_a_message_without_words_passes(world, content):
    assert world.send(event("m.room.message", content)) == "NOT_SPAM"
    assert world.told() == []
    assert world.status["failures"]["count"] == 0


@pytest.mark.parametrize(
    "more",
    [
        {"formatted_body": f"<b>{NUMBER}</b>", "format": "org.matrix.custom.html"},
        {"m.new_content": {"body": NUMBER, "msgtype": "m.text"}, "m.relates_to": {"rel_type": "m.replace"}},
    ],
)
def test_what_a_plain_body_hides_is_judged(world, more):
    assert world.send(message("資料です", **more))[0] == Codes.FORBIDDEN


def test_a_huge_message_is_judged(world):
    assert world.send(message("あ" * 60_000 + NUMBER))[0] == Codes.FORBIDDEN


@pytest.mark.parametrize("kind", ["m.sticker", "m.reaction", "m.room.redaction", "m.poll.start"])
def test_other_events_pass(world, kind):
    assert world.send(event(kind, {"body": "了解しました"})) == "NOT_SPAM"


@pytest.mark.parametrize("sender", [STEWARD, "@sato:elsewhere.example"])
def test_the_steward_and_other_servers_people_are_not_judged(world, sender):
    assert world.send(message(NUMBER, sender)) == "NOT_SPAM"
    assert world.told() == []


@pytest.mark.parametrize(
    "kind, state, word",
    [("m.room.encryption", True, "暗号化"), ("m.room.encrypted", False, "暗号化"), ("guideline.room", True, "種類")],
)
def test_what_only_operators_decide_is_refused(world, kind, state, word):
    code, answer = world.send(event(kind, {}, state=state))
    assert code == Codes.FORBIDDEN
    assert word in answer["error"]
    assert world.send(event(kind, {}, STEWARD, state=state)) == "NOT_SPAM"


def test_other_state_passes(world):
    assert world.send(event("m.room.topic", {"topic": "了解しました"}, state=True)) == "NOT_SPAM"


def create(world, sender, config):
    requester = SimpleNamespace(user=SimpleNamespace(to_string=lambda: sender))
    asyncio.run(world.module.on_create_room(requester, config, False))
    return config


def test_encryption_and_class_are_taken_out_of_a_new_room(world):
    kept = {"type": "m.room.topic", "content": {"topic": "x"}}
    state = [{"type": "m.room.encryption", "content": {}}, kept, {"type": "guideline.room", "content": {}}]
    assert create(world, SATO, {"initial_state": list(state)})["initial_state"] == [kept]
    assert create(world, STEWARD, {"initial_state": list(state)})["initial_state"] == state


@pytest.mark.parametrize("config", [{}, {"initial_state": None}, {"initial_state": 5}, {"initial_state": [5, None]}])
def test_an_odd_new_room_is_left_to_synapse(world, config):
    before = json.dumps(config)
    assert json.dumps(create(world, SATO, config)) == before


# ---------------------------------------------------------------- invitations


def invited(world, inviter, invitee, **user):
    if user:
        facts = {"is_deactivated": False, "suspended": False, "locked": False}
        world.api.users[invitee] = SimpleNamespace(**(facts | user))
    assert asyncio.run(world.module.user_may_invite(inviter, invitee, TALK)) == "NOT_SPAM"
    for waiting in world.api.background:
        asyncio.run(waiting)
    return [(join["target"], join["room_id"], join["new_membership"]) for join in world.api.joins]


def test_whom_the_steward_invites_is_joined(world):
    assert invited(world, STEWARD, SATO) == [(SATO, TALK, "join")]


def test_the_join_waits_for_the_invitation(world):
    world.api.refused_joins = 3
    assert invited(world, STEWARD, SATO) == [(SATO, TALK, "join")]


def test_a_join_that_never_works_leaves_the_invitation_and_is_told(world, caplog):
    world.api.refused_joins = 99
    assert invited(world, STEWARD, SATO) == []
    assert "invitation" in caplog.text


@pytest.mark.parametrize("inviter, invitee", [(TANAKA, SATO), (STEWARD, "@sato:elsewhere.example")])
def test_nobody_else_is_joined(world, inviter, invitee):
    assert invited(world, inviter, invitee) == []


@pytest.mark.parametrize("user", [{"is_deactivated": True}, {"suspended": True}, {"locked": True}])
def test_closed_accounts_are_not_joined(world, user):
    assert invited(world, STEWARD, SATO, **user) == []


# ---------------------------------------------------------------- failures of our own


@pytest.mark.parametrize(
    "error", [ZeroDivisionError(), KeyError(NUMBER), RecursionError(), MemoryError(), OSError(5, "x")]
)
def test_a_judge_that_fails_lets_the_message_pass_and_says_so(world, monkeypatch, caplog, error):
    def broken(text, where, member):
        raise error

    today = world.module._in_force.today()
    monkeypatch.setattr(world.module._in_force, "_today", type(today)(today.guideline, broken))
    assert world.send(message(NUMBER)) == "NOT_SPAM"
    failures = world.status["failures"]
    assert (failures["count"], failures["kind"]) == (1, type(error).__name__)
    assert "could not be judged" in caplog.text
    assert NUMBER not in caplog.text
    # Who may write doesn't depend on the judge of texts.
    assert world.send(message("お知らせ", SATO, BOARD))[0] == Codes.FORBIDDEN
    assert world.send(event("m.room.encrypted", {}))[0] == Codes.FORBIDDEN


def test_a_refusal_stands_even_when_the_spool_takes_nothing(world):
    (world.folder / "spool" / "tmp").rmdir()
    assert world.send(message(NUMBER))[0] == Codes.FORBIDDEN
    assert world.status["failures"]["count"] == 1


def test_a_failure_of_synapse_itself_is_left_to_synapse(world, monkeypatch):
    async def away(room_id, event_filter):
        raise SynapseError(500, "database")

    monkeypatch.setattr(world.api, "get_room_state", away)
    with pytest.raises(SynapseError):
        world.send(message("3時に伺います"))


def test_without_any_guideline_messages_pass_and_the_status_says_so(world, tmp_path):
    (tmp_path / "guideline.json").write_bytes(b"{")
    (world.folder / "last-good.json").unlink()
    world.module = GuidelineModule(GuidelineModule.parse_config(world.config), world.api)
    assert world.send(message(NUMBER)) == "NOT_SPAM"
    assert world.status["state"] == "none"


def test_the_file_is_looked_at_without_any_message(world, tmp_path):
    (look, milliseconds), *_ = world.api.loops
    assert milliseconds == 1000
    (tmp_path / "guideline.json").write_bytes(b"{")
    world.api.now += timedelta(seconds=2)
    look()
    assert world.status["state"] == "last-good"


# ---------------------------------------------------------------- its options


@pytest.mark.parametrize(
    "change, word",
    [
        ({"bundle": None}, "bundle"),
        ({"bundle": ""}, "bundle"),
        ({"members": 5}, "members"),
        ({"spool": "spool"}, "absolute"),
        ({"bundle": "relative.json"}, "absolute"),
        ({"steward": "guideline"}, "steward"),
        ({"steward": "@guideline"}, "steward"),
        ({"stewart": "@guideline:x"}, "stewart"),
    ],
)
def test_wrong_options_stop_synapse_at_its_start(world, change, word):
    with pytest.raises(ConfigError, match=word):
        GuidelineModule.parse_config(world.config | change)


def test_the_four_options_are_taken(world):
    parsed = GuidelineModule.parse_config(world.config)
    assert (str(parsed.bundle), parsed.steward) == (world.config["bundle"], STEWARD)


@pytest.mark.parametrize(
    ("body", "people", "seen"),
    [
        ("下書き 電話は090-1234-5678です", {SATO: "join", STEWARD: "join"}, []),
        ("下書き：電話は090-1234-5678です", {SATO: "join", STEWARD: "join", TANAKA: "leave"}, []),
        ("電話は090-1234-5678です", {SATO: "join", STEWARD: "join"}, ["advice"]),
        ("下書き 電話は090-1234-5678です", {SATO: "join", STEWARD: "join", TANAKA: "join"}, ["advice"]),
        ("下書き 電話は090-1234-5678です", {SATO: "join", TANAKA: "join"}, ["advice"]),
    ],
)
def test_a_draft_put_to_the_steward_alone_is_not_yet_said(tmp_path, body, people, seen):
    world = World(tmp_path, "kakuu")
    world.api.people[PLAIN] = people
    assert world.send(message(body, where=PLAIN)) == "NOT_SPAM"
    assert [told["kind"] for told in world.told()][:1] == seen


def test_a_room_of_the_kit_is_no_place_to_ask_in(tmp_path):
    world = World(tmp_path, "kakuu")
    world.api.people[TALK] = {SATO: "join", STEWARD: "join"}
    world.send(message("下書き 電話は090-1234-5678です"))
    assert [told["kind"] for told in world.told()] == ["advice"]


def test_a_number_is_refused_in_a_draft_too(world):
    world.api.people[PLAIN] = {SATO: "join", STEWARD: "join"}
    code, answer = world.send(message(f"下書き お疲れ様です。番号は{NUMBER}です", where=PLAIN))
    assert code == Codes.FORBIDDEN
    assert answer["guideline"]["rules"] == ["privacy/my-number"]


def log_in(world, user):
    return asyncio.run(world.api.spam["check_login_for_spam"](user, "DEVICE", "page", [("agent", "127.0.0.1")], None))


def test_who_logs_in_is_told_their_own_section(world):
    assert log_in(world, SATO) == "NOT_SPAM"
    assert world.api.kept == {(SATO, "guideline.member"): {"section": "総務課", "roles": ["職員"]}}
    assert world.told() == [{"kind": "arrival", "user": SATO}]
    log_in(world, SATO)
    assert len(world.told()) == 1  # whom the steward has heard of it needn't hear of again
    world.api.kept[SATO, "guideline.member"] = {"section": "防災課", "roles": ("職員",)}
    log_in(world, SATO)
    assert world.api.kept[SATO, "guideline.member"]["section"] == "総務課"
    assert log_in(world, f"@unknown:{SERVER}") == "NOT_SPAM"
    assert world.api.kept[f"@unknown:{SERVER}", "guideline.member"] == {"section": "", "roles": []}


def test_nobody_is_kept_out_because_their_section_could_not_be_told(world):
    assert log_in(world, f"@nobody:{SERVER}") == "NOT_SPAM"
    assert world.status["failures"]["count"] == 1

"""Rules on rooms and accounts that a list or a map holds as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from guideline.settings.faults import Fault, get, items, trial
from guideline.settings.tree import Tree

# What only the highest level may change in a room that Synapse makes by itself; a map of `events`
# replaces Synapse's own as a whole, so that what it leaves out falls to everybody with `state_default`.
_GUARDED = (
    "m.room.power_levels",
    "m.room.history_visibility",
    "m.room.encryption",
    "m.room.server_acl",
    "m.room.tombstone",
)


def faults(tree: Tree) -> Iterator[Fault]:
    """Yield rules that let anybody list rooms, and levels that drop Synapse's own guards."""
    for index, rule in items(tree.value, "room_list_publication_rules"):
        anybody = all(str(rule.get(part, "*")) in ("*", "#*", "@*", "!*") for part in ("user_id", "alias", "room_id"))
        if rule.get("action", "allow") == "allow" and anybody:
            key = f"room_list_publication_rules.{index}"
            yield Fault(("room_list_publication_rules", index), "settings.listed-by-anybody", {"key": key})
            break
    presets = get(tree.value, "default_power_level_content_override")
    for preset, content in (presets if isinstance(presets, dict) else {}).items():
        events = content.get("events") if isinstance(content, dict) else None
        missing = [name for name in _GUARDED if isinstance(events, dict) and name not in events]
        if missing:
            where = ("default_power_level_content_override", str(preset), "events")
            yield Fault(where, "settings.levels-in-part", {"key": ".".join(where), "expected": ", ".join(missing)})


def invites(tree: Tree) -> Iterator[Fault]:
    """Yield invitations that are accepted for people whoever sends them."""
    if get(tree.value, "auto_accept_invites.enabled") and not get(
        tree.value, "auto_accept_invites.only_from_local_users"
    ):
        key = "auto_accept_invites.only_from_local_users"
        yield Fault(("auto_accept_invites", "only_from_local_users"), "settings.invites-of-anybody", {"key": key})


def storage(tree: Tree) -> Iterator[Fault]:
    """Yield a database that is no server: SQLite locks as a whole and has no accounts of its own."""
    if trial(tree.value) or get(tree.value, "databases"):
        return
    if tree.value and get(tree.value, "database.name", "sqlite3") != "psycopg2":
        given = isinstance(get(tree.value, "database"), dict)
        yield Fault(
            ("database", "name") if given else ("database",), "settings.not-postgresql", {"key": "database.name"}
        )

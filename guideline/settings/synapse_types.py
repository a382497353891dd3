"""Values of the wrong kind: text where a switch belongs, and amounts that are none.

Python takes every text but the empty one for true: ``allow_guest_access: "false"`` lets guests in.
"""

from __future__ import annotations

from collections.abc import Iterator

from guideline.settings.amounts import amount
from guideline.settings.faults import Fault, get, is_set, path_of
from guideline.settings.keybook import Keybook
from guideline.settings.tree import Tree, leaves, pattern, show

# Synapse reads these few as words.
_AS_WORDS = frozenset(("enable_registration", "enable_registration_without_verification", "disable_registration"))
# These switches may also hold a word of their own.
_MORE = frozenset(("password_config.enabled",))

_AMOUNTS = (
    "delete_stale_devices_after",
    "forgotten_room_retention_period",
    "key_refresh_interval",
    "max_upload_size",
    "media_retention.local_media_lifetime",
    "media_retention.remote_media_lifetime",
    "nonrefreshable_access_token_lifetime",
    "redaction_allowed_period",
    "redaction_retention_period",
    "refresh_token_lifetime",
    "refreshable_access_token_lifetime",
    "retention.allowed_lifetime_max",
    "retention.allowed_lifetime_min",
    "retention.default_policy.max_lifetime",
    "retention.default_policy.min_lifetime",
    "session_lifetime",
    "turn_user_lifetime",
    "ui_auth.session_timeout",
    "user_ips_max_age",
)


def faults(tree: Tree, book: Keybook) -> Iterator[Fault]:
    """Yield switches written as text, amounts that can't be read, and a version that lost its digits."""
    for path, value in leaves(tree.value, free=book.free):
        key = pattern(path)
        if isinstance(value, str) and isinstance(book.defaults.get(key), bool) and key not in _AS_WORDS | _MORE:
            yield Fault(path, "settings.text-for-switch", {"key": show(path), "found": value[:20]})
    for key in _AMOUNTS:
        if is_set(tree.value, key) and amount(get(tree.value, key)) is None:
            yield Fault(path_of(key), "settings.no-amount", {"key": key, "found": str(get(tree.value, key))[:20]})
    if isinstance(get(tree.value, "user_consent.version"), float):
        key = "user_consent.version"
        yield Fault(path_of(key), "settings.fraction", {"key": key, "found": get(tree.value, key)})

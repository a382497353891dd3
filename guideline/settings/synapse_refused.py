"""What the pinned release refuses to start with: keys that exclude each other, are gone, or hold no possible value.

Source: every ``ConfigError`` of ``synapse/config/*.py`` of that release that the file alone can raise.
``tests/settings/test_refused.py`` holds each line against Synapse itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from guideline.settings.amounts import amount
from guideline.settings.faults import Fault, delegated, get, held_at, is_set, items, path_of
from guideline.settings.tree import Tree

Config = Any
When = Callable[[Config], bool]

_ROOM_VERSIONS = frozenset(
    (*(str(number) for number in range(1, 13)), "org.matrix.msc3757.10", "org.matrix.msc3757.11", "org.matrix.hydra.11")
)
_MAS = "matrix_authentication_service"
_OLD_ROOMS = "restrict_public_rooms_to_local_users"
_BY_INVITATION = ("private_chat", "trusted_private_chat")


def _truthy(key: str) -> When:
    return lambda config: bool(get(config, key))


def _said(key: str) -> When:
    return lambda config: held_at(config, key).given


def _set(key: str) -> When:
    return lambda config: is_set(config, key)


def _longer(key: str, than: str) -> When:
    """Tell whether one duration exceeds another, where both are set."""

    def when(config: Config) -> bool:
        one, other = amount(get(config, key)), amount(get(config, than))
        return one is not None and other is not None and one > other

    return when


def _on(key: str) -> When:
    """Tell whether a switch is on; as Synapse reads registration, ``"false"`` in quotes is off."""
    return lambda config: str(get(config, key)).lower() in ("true", "1", "yes", "on", "t", "y")


# key, what it can't stand beside, when.
TOGETHER: tuple[tuple[str, str, When], ...] = (
    ("macaroon_secret_key", "macaroon_secret_key_path", _truthy("macaroon_secret_key")),
    ("form_secret", "form_secret_path", _truthy("form_secret")),
    ("registration_shared_secret", "registration_shared_secret_path", _truthy("registration_shared_secret")),
    ("turn_shared_secret", "turn_shared_secret_path", _truthy("turn_shared_secret")),
    ("worker_replication_secret", "worker_replication_secret_path", _truthy("worker_replication_secret")),
    ("recaptcha_private_key", "recaptcha_private_key_path", _truthy("recaptcha_private_key")),
    ("recaptcha_public_key", "recaptcha_public_key_path", _truthy("recaptcha_public_key")),
    ("redis.password", "redis.password_path", _truthy("redis.password")),
    ("databases", "database", _truthy("databases")),
    ("room_invite_state_types", "room_prejoin_state", _said("room_invite_state_types")),
    (_OLD_ROOMS, "allow_public_rooms_without_auth", _said(_OLD_ROOMS)),
    (_OLD_ROOMS, "allow_public_rooms_over_federation", _said(_OLD_ROOMS)),
    ("bind_port", "no_tls", _truthy("bind_port")),
)

# Keys that can't stand where logging in is left to the Matrix Authentication Service.
DELEGATED: tuple[tuple[str, When], ...] = (
    ("password_config.enabled", _truthy("password_config.enabled")),
    ("enable_registration", _on("enable_registration")),
    ("user_consent", _set("user_consent")),
    ("oidc_providers", _truthy("oidc_providers")),
    ("oidc_config", _truthy("oidc_config.enabled")),
    ("saml2_config", lambda c: bool(get(c, "saml2_config")) and get(c, "saml2_config.enabled", True) is True),
    ("cas_config", lambda c: bool(get(c, "cas_config")) and get(c, "cas_config.enabled", True) is True),
    ("jwt_config.enabled", _truthy("jwt_config.enabled")),
    ("password_providers", _truthy("password_providers")),
    ("ldap_config.enabled", _truthy("ldap_config.enabled")),
    ("enable_registration_captcha", _truthy("enable_registration_captcha")),
    ("login_via_existing_session.enabled", _truthy("login_via_existing_session.enabled")),
    ("refresh_token_lifetime", _truthy("refresh_token_lifetime")),
    ("nonrefreshable_access_token_lifetime", _truthy("nonrefreshable_access_token_lifetime")),
    ("session_lifetime", _truthy("session_lifetime")),
    ("enable_3pid_changes", _truthy("enable_3pid_changes")),
)

# key, what it needs, the keys of which any one provides that and what Synapse takes where they are absent.
NEEDS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    (
        "limit_profile_requests_to_users_who_share_rooms",
        "require_auth_for_profile_requests",
        ("require_auth_for_profile_requests",),
        False,
    ),
    ("email.require_transport_security", "email.enable_tls", ("email.enable_tls",), True),
    ("email.force_tls", "email.enable_tls", ("email.enable_tls",), True),
    (
        "experimental_features.msc3890_enabled",
        "experimental_features.msc3391_enabled",
        ("experimental_features.msc3391_enabled",),
        False,
    ),
    ("experimental_features.msc4108_enabled", _MAS, (f"{_MAS}.enabled",), False),
    ("experimental_features.msc4108_delegation_endpoint", _MAS, (f"{_MAS}.enabled",), False),
    ("account_validity.enabled", "account_validity.period", ("account_validity.period",), False),
    (
        "outbound_federation_restricted_to",
        "worker_replication_secret",
        ("worker_replication_secret", "worker_replication_secret_path"),
        False,
    ),
)

GONE = ("invite_3pid_guest", "trust_identity_server_for_password_resets", "experimental_features.msc3861", "log_file")
"""Keys that stop the release wherever they hold anything."""

LONGER = (
    ("refresh_token_lifetime", "session_lifetime"),
    ("refreshable_access_token_lifetime", "session_lifetime"),
    ("nonrefreshable_access_token_lifetime", "session_lifetime"),
    ("retention.default_policy.min_lifetime", "retention.default_policy.max_lifetime"),
    ("retention.allowed_lifetime_min", "retention.allowed_lifetime_max"),
)

_ENCRYPTION = ("all", "invite", "off", False)
_TLS = ("1", "1.0", "1.1", "1.2", "1.3")
_RENDEZVOUS = ("off", "open", "authenticated")

# key, what Synapse takes where it is absent, when what it holds is impossible.
VALUES: tuple[tuple[str, Any, When], ...] = (
    ("encryption_enabled_by_default_for_room_type", "off", lambda held: held not in _ENCRYPTION),
    ("federation_client_minimum_tls_version", 1, lambda held: str(held) not in _TLS),
    ("default_room_version", "12", lambda held: held is not None and str(held) not in _ROOM_VERSIONS),
    ("federation_custom_ca_list", None, lambda held: held == []),
    ("trusted_key_servers", [], lambda held: not isinstance(held, list)),
    ("listeners", [], lambda held: not isinstance(held, list)),
    ("account_threepid_delegates.email", None, lambda held: held is not None),
    ("max_event_delay_duration", None, lambda held: (delay := amount(held)) is not None and delay <= 0),
    ("web_client_location", None, lambda held: bool(held) and not _is_url(held)),
    ("public_baseurl", None, lambda held: held is not None and not _is_url(held)),
    ("database.name", "sqlite3", lambda held: held not in ("sqlite3", "psycopg2")),
    ("experimental_features.msc4388_mode", "off", lambda held: held not in _RENDEZVOUS),
)


def faults(tree: Tree) -> Iterator[Fault]:
    """Yield what of a homeserver.yaml stops the pinned release from starting."""
    config = tree.value
    yield from _keys(config)
    for key, less in LONGER:
        if _longer(key, less)(config):
            yield Fault(path_of(key), "settings.refused-longer", {"key": key, "other": less})
    for key, default, impossible in VALUES:
        if impossible(get(config, key, default)):
            yield Fault(path_of(key), "settings.refused-value", {"key": key})
    yield from _missing(config)
    yield from _jobs(config)
    yield from _listeners(config)
    yield from _writers(config)


def _keys(config: Config) -> Iterator[Fault]:
    for key, beside, when in TOGETHER:
        if when(config) and get(config, beside) not in (None, ""):
            yield Fault(path_of(key), "settings.refused-together", {"key": key, "other": beside})
    if delegated(config):
        for key, on in DELEGATED:
            if on(config):
                yield Fault(path_of(key), "settings.refused-together", {"key": key, "other": _MAS})
        secrets = [bool(get(config, f"{_MAS}.{name}")) for name in ("secret", "secret_path")]
        if secrets[0] == secrets[1]:
            args = {"key": f"{_MAS}.secret_path", "other": f"{_MAS}.secret"}
            yield Fault((_MAS, "secret_path"), "settings.refused-one-of", args)
    for key, needed, any_of, default in NEEDS:
        if get(config, key) and not any(get(config, other, default) for other in any_of):
            yield Fault(path_of(key), "settings.refused-needs", {"key": key, "other": needed})
    for key in GONE:
        if get(config, key):
            yield Fault(path_of(key), "settings.refused-gone", {"key": key})


def _missing(config: Config) -> Iterator[Fault]:
    invited = get(config, "autocreate_auto_join_room_preset") in _BY_INVITATION
    if invited and get(config, "autocreate_auto_join_rooms", True) and not get(config, "auto_join_mxid_localpart"):
        yield Fault(("auto_join_mxid_localpart",), "settings.refused-missing", {"key": "auto_join_mxid_localpart"})
    tls = any(listener.get("tls") is True for _, listener in items(config, "listeners"))
    for key in ("tls_certificate_path", "tls_private_key_path"):
        if (tls or get(config, "bind_port")) and not get(config, key):
            yield Fault((key,), "settings.refused-missing", {"key": key})
    if get(config, "email") and not get(config, "email.notif_from"):
        yield Fault(("email", "notif_from"), "settings.refused-missing", {"key": "email.notif_from"})
    for key in ("version", "template_dir"):
        if is_set(config, "user_consent") and not is_set(config, f"user_consent.{key}"):
            yield Fault(("user_consent", key), "settings.refused-missing", {"key": f"user_consent.{key}"})


def incomplete(tree: Tree) -> Iterator[Fault]:
    """Yield what the release asks of its files together: Debian keeps these two in files of their own."""
    for key in ("server_name", "report_stats"):
        if not held_at(tree.value, key).given:
            yield Fault((key,), "settings.incomplete", {"key": key})


def _jobs(config: Config) -> Iterator[Fault]:
    for index, job in items(config, "retention.purge_jobs"):
        where = ("retention", "purge_jobs", index)
        if job.get("interval") is None:
            yield Fault(
                (*where, "interval"), "settings.refused-missing", {"key": f"retention.purge_jobs.{index}.interval"}
            )
        short, long = amount(job.get("shortest_max_lifetime")), amount(job.get("longest_max_lifetime"))
        if short is not None and long is not None and short > long:
            args = {"key": "shortest_max_lifetime", "other": "longest_max_lifetime"}
            yield Fault((*where, "shortest_max_lifetime"), "settings.refused-longer", args)


def _listeners(config: Config) -> Iterator[Fault]:
    for index, listener in items(config, "listeners"):
        where = ("listeners", index)
        if listener.get("type") == "replication":
            yield Fault((*where, "type"), "settings.refused-gone", {"key": f"listeners.{index}.type: replication"})
        if listener.get("port") and listener.get("path"):
            args = {"key": f"listeners.{index}.path", "other": f"listeners.{index}.port"}
            yield Fault((*where, "path"), "settings.refused-together", args)
        if listener.get("port") is None and listener.get("path") is None:
            yield Fault((*where, "port"), "settings.refused-missing", {"key": f"listeners.{index}.port"})


def _writers(config: Config) -> Iterator[Fault]:
    """A stream may be written only by instances that the map of instances names."""
    known = get(config, "instance_map")
    names = {"master", *(known if isinstance(known, dict) else ())}
    streams = get(config, "stream_writers")
    for stream, writers in (streams if isinstance(streams, dict) else {}).items():
        for name in writers if isinstance(writers, list) else [writers]:
            if isinstance(name, str) and name not in names:
                args = {"key": f"stream_writers.{stream}", "other": "instance_map"}
                yield Fault(("stream_writers", stream), "settings.refused-needs", args)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))

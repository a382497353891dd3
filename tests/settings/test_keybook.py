"""The list of keys is closed and complete: it holds every key that the installed Synapse reads at the top."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import synapse.config

from guideline.settings.keybook import keybook
from guideline.settings.targets.synapse import RELEASE

BOOK = keybook(f"synapse-{RELEASE}")

# The names under which Synapse's own code holds a section of its configuration, and the section's key.
SECTIONS = {
    "config": "",
    "push_config": "push.",
    "retention_config": "retention.",
    "consent_config": "user_consent.",
    "redis_config": "redis.",
    "user_directory_config": "user_directory.",
    "presence_config": "presence.",
    "password_config": "password_config.",
    "cas_config": "cas_config.",
    "jwt_config": "jwt_config.",
    "federation_config": "federation.",
    "email_config": "email.",
    "sso_config": "sso.",
    "account_validity_config": "account_validity.",
    "auto_accept_invites_config": "auto_accept_invites.",
    "bg_update_config": "background_updates.",
    "cache_config": "caches.",
    "opentracing_config": "opentracing.",
    "room_prejoin_state_config": "room_prejoin_state.",
    "stats_config": "stats.",
    "task_scheduler_config": "task_scheduler.",
    "purge_job_config": "retention.purge_jobs[].",
    "listener": "listeners[].",
    "experimental": "experimental_features.",
}  # fmt: skip
# Read to refuse them, or not of homeserver.yaml.
NOT_KEYS = {"presence_router", "trusted_third_party_id_servers"}


def read_keys():
    """Yield every key that the source asks its configuration for by a plain string."""
    for file in sorted(Path(synapse.config.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "pop"):
                holder, key = node.func.value, node.args[0] if node.args else None
            elif isinstance(node, ast.Subscript):
                holder, key = node.value, node.slice
            else:
                continue
            if isinstance(holder, ast.Name) and isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield file.name, holder.id, key.value


def test_every_key_that_synapse_reads_is_known():
    asked = {(file, SECTIONS[holder] + key) for file, holder, key in read_keys() if holder in SECTIONS}
    assert len(asked) > 250
    assert (
        sorted((file, key) for file, key in asked if not BOOK.knows(key) and key.rpartition(".")[2] not in NOT_KEYS)
        == []
    )


@pytest.mark.parametrize(
    "key, known",
    [
        ("push.include_content", True),
        ("push", True),
        ("listeners[]", True),
        ("listeners[].resources[].names", True),
        ("include_content", False),
        ("push.includecontent", False),
        ("retention.purge_jobs[].type", False),
    ],
)
def test_knows(key, known):
    assert BOOK.knows(key) is known


@pytest.mark.parametrize(
    "key, guess",
    [
        ("federation_domain_whitlist", "federation_domain_whitelist"),
        ("session_life_time", "session_lifetime"),
        ("include_content", "push.include_content"),
        ("push.includecontent", "push.include_content"),
        ("max_lifetime", "retention.default_policy.max_lifetime"),
        ("zzz", ""),
    ],
)
def test_guess(key, guess):
    assert BOOK.guess(key) == guess


@pytest.mark.parametrize(
    "key, default",
    [
        ("push.include_content", True),
        ("federation_domain_whitelist", None),
        ("user_ips_max_age", "28d"),
        ("redaction_retention_period", "7d"),
        ("listeners[].bind_addresses", ["::", "0.0.0.0"]),
        ("trusted_key_servers", [{"server_name": "matrix.org"}]),
    ],
)
def test_defaults(key, default):
    assert BOOK.default(key) == default


@pytest.mark.parametrize(
    "key, secret",
    [("macaroon_secret_key", True), ("database.args.password", True), ("macaroon_secret_key_path", False)],
)
def test_secrets(key, secret):
    assert BOOK.is_secret(key) is secret

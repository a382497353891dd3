"""Keys that may be left out where something else in the file takes their danger away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from guideline.finding import Finding
from guideline.settings.faults import delegated, federates, get, held_at
from guideline.settings.tree import Tree


def _no_passwords(config: Any) -> bool:
    """Synapse's own passwords: none where another service logs people in."""
    own = get(config, "password_config.enabled", True) and get(config, "password_config.localdb_enabled", True)
    return delegated(config) or not own


def _alone(config: Any) -> bool:
    return not federates(config)


def _unsaid(_config: Any) -> bool:
    """What an authority may settle by its zones or its register: only the wrong word is held against a file."""
    return True


_MOOT: Mapping[str, Callable[[Any], bool]] = {
    "session_lifetime": delegated,
    "allow_profile_lookup_over_federation": _unsaid,
    "enable_3pid_changes": _unsaid,
    "require_auth_for_profile_requests": _unsaid,
    "password_config.policy.enabled": _no_passwords,
    "password_config.policy.minimum_length": lambda c: _no_passwords(c) or not get(c, "password_config.policy.enabled"),
    "push.include_content": lambda c: get(c, "push.enabled", True) is False,
    "federation_client_minimum_tls_version": _alone,
}


def moot(tree: Tree, finding: Finding) -> bool:
    """Tell whether a finding speaks of a key left out whose default can do no harm in this file."""
    key = str(finding.place.key)
    return key in _MOOT and not held_at(tree.value, key).given and _MOOT[key](tree.value)

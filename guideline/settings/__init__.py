"""Settings of the programs on a site's hosts: written from the guideline, judged by it, one file a target."""

from guideline.settings.door import judge, roles_of, target_names, write, written_names
from guideline.settings.secrets import SECRETS, make_secrets
from guideline.settings.synapse_base import STEWARD, module_config, public_url
from guideline.settings.targets.nginx import CLIENT
from guideline.settings.targets.systemd import (
    PAGE_BUNDLE,
    PAGE_STATE,
    STEWARD_PASSWORD,
    STEWARD_STATE,
    STEWARD_USER,
    STICKERS,
)

__all__ = [
    "CLIENT",
    "PAGE_BUNDLE",
    "PAGE_STATE",
    "SECRETS",
    "STEWARD",
    "STEWARD_PASSWORD",
    "STEWARD_STATE",
    "STEWARD_USER",
    "STICKERS",
    "judge",
    "make_secrets",
    "module_config",
    "public_url",
    "roles_of",
    "target_names",
    "write",
    "written_names",
]

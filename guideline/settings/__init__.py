"""Settings of the programs on a site's hosts: written from the guideline, judged by it, one file a target."""

from guideline.settings.door import judge, roles_of, target_names, write, written_names
from guideline.settings.secrets import SECRETS, make_secrets
from guideline.settings.synapse_base import module_config, public_url
from guideline.settings.targets.systemd import PAGE_BUNDLE

__all__ = [
    "PAGE_BUNDLE",
    "SECRETS",
    "judge",
    "make_secrets",
    "module_config",
    "public_url",
    "roles_of",
    "target_names",
    "write",
    "written_names",
]

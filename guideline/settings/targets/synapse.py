"""homeserver.yaml: dumped from a typed mapping, never from a template; judged by one Cerberus schema.

The keys are those of the pinned release (``data/synapse-<release>.yaml``). Synapse itself accepts
misspelt keys in silence, and takes an empty ``federation_domain_whitelist:`` for the whole world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from guideline.bundle.model import Guideline
from guideline.finding import Finding
from guideline.settings.assertions import Unresolved
from guideline.settings.judging import Asked, judge_tree
from guideline.settings.keybook import keybook
from guideline.settings.overlay import overlay
from guideline.settings.synapse_base import base
from guideline.settings.tree import Tree, read_tree
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError

RELEASE = "1.163.2"
ROLE = "chat"


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of homeserver.yaml for one chat host."""
    config = overlay(base(site, host), asked)
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True, default_flow_style=False, width=10_000)


def judge(
    text: str,
    file: str,
    guideline: Guideline,
    asked: Sequence[Asked],
    site: Site | None,
    host: Host | None,
) -> list[Finding]:
    """Return what of a homeserver.yaml breaks the guideline. Raises SourceError when it can't be read."""
    del guideline, site, host  # what they ask for is in ``asked``
    tree = read(text, file)
    return judge_tree(tree, asked, keybook(f"synapse-{RELEASE}"))


def read(text: str, file: str) -> Tree:
    """Read a homeserver.yaml of any origin. Raises SourceError."""
    tree = read_tree(text, file)
    if tree.value is None:
        return Tree(file, {}, tree.marks)
    if not isinstance(tree.value, dict):
        raise SourceError([Problem("settings.not-a-mapping", Mark(file))])
    for index, listener in enumerate(_list(tree.value.get("listeners"))):
        _one_spelling(tree, index, listener)
    return tree


def known(text: str, file: str) -> Mapping[str, Any]:
    """Return what a file itself tells of its site: the servers it federates with stand for the peers."""
    value = read_tree(text, file).value
    listed = value.get("federation_domain_whitelist") if isinstance(value, dict) else None
    if not isinstance(listed, list) or not Unresolved("peers").admits(listed):
        return {}
    return {"peers": listed}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _one_spelling(tree: Tree, index: int, listener: Any) -> None:
    """Bring a listener's address into one form: ``bind_address`` means a list of one, a socket has none."""
    if not isinstance(listener, dict) or "bind_addresses" in listener:
        return
    where = ("listeners", index, "bind_addresses")
    for key in ("bind_address", "path"):
        if key in listener:
            tree.marks[where] = tree.mark(("listeners", index, key))
            listener["bind_addresses"] = [listener[key]] if key == "bind_address" else []
            return

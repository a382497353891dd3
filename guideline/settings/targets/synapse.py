"""homeserver.yaml: dumped from a typed mapping, never from a template; judged by one Cerberus schema.

The keys are those of the pinned release (``data/synapse-<release>.yaml``). Synapse itself accepts
misspelt keys in silence, and takes an empty ``federation_domain_whitelist:`` for the whole world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from guideline.bundle.model import Guideline, SettingControl
from guideline.finding import Finding
from guideline.settings import (
    synapse_clocks,
    synapse_leaks,
    synapse_listeners,
    synapse_moot,
    synapse_refused,
    synapse_rooms,
    synapse_types,
)
from guideline.settings.assertions import Unresolved
from guideline.settings.faults import Fault
from guideline.settings.judging import Asked, closing, judge_tree, place_of
from guideline.settings.keybook import Keybook, keybook
from guideline.settings.overlay import overlay
from guideline.settings.synapse_base import base
from guideline.settings.tree import Tree, read_tree
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError

RELEASE = "1.163.2"
ROLE = "chat"


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of homeserver.yaml for one chat host."""
    plain = [one for one in asked if one.control.key != synapse_clocks.KEY]
    config = overlay(base(site, host), plain, keybook(f"synapse-{RELEASE}").default)
    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True, default_flow_style=False, width=10_000)


# What a control with the key `*` names to have a whole file read for it.
_READERS: Mapping[str, Callable[[Tree], Iterable[Fault]]] = {
    "refused": synapse_refused.faults,
    "incomplete": synapse_refused.incomplete,
    "listeners": synapse_listeners.faults,
    "networks": synapse_listeners.networks,
    "encrypted": synapse_leaks.in_the_clear,
    "mail": synapse_leaks.by_mail,
    "outside": synapse_leaks.outside,
    "rooms": synapse_rooms.faults,
    "database": synapse_rooms.storage,
    "invites": synapse_rooms.invites,
}
_READERS_OF_KEYS: Mapping[str, Callable[[Tree, Keybook], Iterable[Fault]]] = {
    "types": synapse_types.faults,
    "secrets": synapse_leaks.secrets,
}


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
    book = keybook(f"synapse-{RELEASE}")
    found = [one for one in judge_tree(tree, asked, book) if not synapse_moot.moot(tree, one)]
    found.extend(_whole(tree, asked, book))
    return _once(sorted(found, key=lambda f: (f.place.line or 0, f.place.column or 0, f.rule)))


def _whole(tree: Tree, asked: Sequence[Asked], book: Keybook) -> Iterator[Finding]:
    """Yield what readers of the whole file find, each for the control that names it."""
    for name, reader in _READERS.items():
        yield from _said(closing(asked, name), reader(tree), tree)
    for name, with_keys in _READERS_OF_KEYS.items():
        yield from _said(closing(asked, name), with_keys(tree, book), tree)
    for one in asked:
        if one.control.key == synapse_clocks.KEY:
            yield from _said(one.control, synapse_clocks.faults(tree, one.expected), tree)


def _said(control: SettingControl | None, faults: Iterable[Fault], tree: Tree) -> Iterator[Finding]:
    if control is None:
        return
    for fault in faults:
        place = place_of(fault.path, tree)
        yield Finding(control.rule, control.clause, control.severity, place, fault.say, fault.args)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Leave out what a reader of the whole says again of a secret that a clause names by its key."""
    found = list(found)
    named = {one.place.key for one in found if one.say == "settings.absent"}
    return [one for one in found if one.say != "settings.secret-here" or one.place.key not in named]


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

"""Certificates of servers: PEM files and chains, judged on the guideline's day and never written here.

The keys are those of ``guideline/settings/pem.py``: ``not_after`` (days left), ``not_before`` (days since the
start), ``validity`` (days), ``public_key.kind`` and ``.bits``, ``signature_hash``, ``subject_alternative_name``,
``private_key``. A file without PEM may give them as YAML, as the examples of the clauses do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import SEVERITIES, Finding, Place
from guideline.settings.judging import Asked, judge_tree
from guideline.settings.keybook import Keybook
from guideline.settings.pem import BEGIN, facts
from guideline.settings.tree import Tree, read_tree
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError

ROLE = ""

_NAMES = "subject_alternative_name"
_KEYS = (
    "not_after",
    "not_before",
    "private_key",
    "public_key",
    "signature_hash",
    _NAMES,
    "validity",
)
_BOOK = Keybook("", dict.fromkeys(_KEYS), {}, frozenset(), frozenset(), frozenset())
_AUTHORITY = (_NAMES, "validity")
"""What is asked of servers' certificates alone: an authority has no address and outlasts what it signs."""

_ROOT = (*_AUTHORITY, "signature_hash")
"""A root is trusted because it was put there: its signature over itself proves nothing."""

_SAY = {
    ("not_before", "at_least"): "certificate.not-yet",
    ("private_key", "absent"): "certificate.key-here",
    ("public_key.bits", "at_least"): "certificate.key-short",
    ("public_key.kind", "one_of"): "certificate.key-kind",
    ("signature_hash", "one_of"): "certificate.hash",
    (_NAMES, "present"): "certificate.no-names",
    ("validity", "at_most"): "certificate.too-long",
}


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return what of a file's certificates breaks the guideline. Raises SourceError when it can't be read."""
    del site
    trees = read(text, file, guideline.day)
    found = [finding for tree in trees for finding in _judged(tree, asked)]
    if host is not None:
        found += [finding for tree in trees for finding in _misnamed(tree, asked, host)]
    return sorted(found, key=lambda one: one.place.line or 0)


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: a certificate doesn't tell of its site."""
    return {}


def read(text: str, file: str, day: date) -> list[Tree]:
    """Return one tree a certificate or private key, counted from ``day``. Raises SourceError."""
    if BEGIN in text:
        return [_tree(file, line, values) for line, values in facts(text, file, day)]
    try:
        tree = read_tree(text, file)
    except SourceError as error:
        if error.problems[0].code == "bad-yaml":
            raise SourceError([Problem("certificate.none", Mark(file))]) from None
        raise
    if not isinstance(tree.value, dict) or not set(_KEYS) & set(tree.value):
        raise SourceError([Problem("certificate.none", Mark(file))])
    return [tree]


def _tree(file: str, line: int, values: dict[str, Any]) -> Tree:
    """Return facts as a tree in which everything stands on the line of the block, what is missing too."""
    mark = Mark(file, line, 1)
    return Tree(file, values, {(key,): mark for key in (*_KEYS, *values)})


def _judged(tree: Tree, asked: Sequence[Asked]) -> list[Finding]:
    holding = [one for one in asked if _concerns(one.control.key.partition(".")[0], tree.value)]
    gravest: dict[str, Finding] = {}
    for finding in judge_tree(tree, holding, _BOOK):
        one = _worded(finding, holding)
        before = gravest.get(key := one.place.key or "")
        # An end that has come is told once, by the gravest of the bounds that it breaks.
        if before is None or SEVERITIES.index(one.severity) > SEVERITIES.index(before.severity):
            gravest[key] = one
    return list(gravest.values())


def named(host: Host) -> tuple[tuple[str, ...], ...]:
    """Return the names that a certificate of a host's services must have, by service: those that others call."""
    called: list[tuple[str, ...]] = []
    if "edge" in host.roles and host.public_name:
        called += [(name,) for name in (host.public_name, host.client_name) if name]
    if "database" in host.roles:
        called.append(tuple(map(str, host.addresses)))
    return tuple(called)


def _misnamed(tree: Tree, asked: Sequence[Asked], host: Host) -> Iterator[Finding]:
    """Yield a finding for a server's certificate with names of its own, none of which this host is called by."""
    held, called = tree.value.get(_NAMES), named(host)
    if not isinstance(held, list) or tree.value.get("authority") is True or not called:
        return
    if any(all(_covers(held, name) for name in names) for names in called):
        return
    for control in (one.control for one in asked if (one.control.key, one.control.op) == (_NAMES, "present")):
        args = {"found": ", ".join(map(str, held))[:200], "expected": ", ".join(name for n in called for name in n)}
        mark = tree.mark((_NAMES,))
        place = Place(tree.file, mark.line, mark.column, key=_NAMES)
        yield Finding(control.rule, control.clause, control.severity, place, "certificate.wrong-name", args)


def _covers(held: Sequence[object], name: str) -> bool:
    """Tell whether a certificate is for a name; a star stands for one whole first part (RFC 6125)."""
    first, _, rest = name.lower().partition(".")
    stars = {f"*.{rest}"} if first and rest and not rest.isdigit() else set()
    return bool({str(one).lower() for one in held} & {name.lower(), *stars})


def _concerns(key: str, values: Mapping[str, Any]) -> bool:
    if "private_key" in values:
        return key == "private_key"
    if values.get("root") is True:
        return key not in _ROOT
    return values.get("authority") is not True or key not in _AUTHORITY


def _worded(finding: Finding, asked: Sequence[Asked]) -> Finding:
    """Say a finding in the words of certificates, by the key's first part; what else a clause asks stays as it is."""
    control = next(one.control for one in asked if one.control.rule == finding.rule)
    place = finding.place._replace(key=str(finding.place.key).partition(".")[0])
    say = _SAY.get((control.key, control.op))
    if (control.key, control.op) == ("not_after", "at_least"):
        say = "certificate.ended" if _ended(finding.args.get("found")) else "certificate.ends-soon"
    if say is None or (finding.say.endswith("-missing") and control.op != "present"):
        return finding._replace(place=place)
    return finding._replace(place=place, say=say)


def _ended(found: object) -> bool:
    """Tell whether the days left that a finding shows are none."""
    return str(found) == "0" or str(found).startswith("-")

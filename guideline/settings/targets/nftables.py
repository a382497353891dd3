"""nftables rules of one host: its own table, replaced as a whole, dropping what no flow names.

Input, forward and output all drop by default. Each flow has a counter of its name and a comment
with its clause. Judging reads the text that is written here, or the JSON of ``nft -j list
ruleset``, back to flows and compares them with the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from guideline.bundle.model import Guideline, SettingControl
from guideline.finding import Finding, Place
from guideline.network import allowed_flows, difference
from guideline.settings.assertions import Held, holds
from guideline.settings.judging import Asked, closing
from guideline.settings.nft_json import looks_like_json, read_json
from guideline.settings.nft_rules import HOOKS, TABLE, Opening, Ruleset, by_meeting, openings
from guideline.settings.nft_text import read_text
from guideline.site import Host, Network, Site

ROLE = ""

_ALWAYS = {
    "input": (
        "ct state established,related accept",
        "ct state invalid drop",
        'iifname "lo" accept',
        "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
        "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
        "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept",
    ),
    "forward": (),
    "output": (
        "ct state established,related accept",
        'oifname "lo" accept',
        "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept",
    ),
}
"""What every host needs to answer at all: replies, loopback, errors on the way, and IPv6's neighbours."""


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of one host's rules; loading it replaces the kit's table and no other."""
    opened = openings(allowed_flows(site, guideline), host)
    lines = [f"table inet {TABLE}", f"delete table inet {TABLE}", f"table inet {TABLE} {{"]
    names = [f"{opening.name}.{opening.hook}" for opening in opened]
    lines += [f"\tcounter {name} {{ }}" for name in (*names, *(f"dropped.{hook}" for hook in HOOKS))]
    for name, opening in zip(names, opened, strict=True):
        lines += _sets(name, opening)
    for hook in HOOKS:
        rules = [
            *_ALWAYS[hook],
            *(r for n, o in zip(names, opened, strict=True) if o.hook == hook for r in _rules(n, o)),
        ]
        lines += _chain(hook, rules)
    return "\n".join([*lines, "}", ""])


def _chain(hook: str, rules: Sequence[str]) -> list[str]:
    log = f'limit rate 10/minute log prefix "guideline {hook} "'
    body = [f"type filter hook {hook} priority filter; policy drop;", *rules, f"counter name dropped.{hook}", log]
    return [f"\tchain {hook} {{", *(f"\t\t{line}" for line in body), "\t}"]


def _sets(name: str, opening: Opening) -> Iterator[str]:
    for version, kind in ((4, "ipv4_addr"), (6, "ipv6_addr")):
        held = ", ".join(str(n) for n in opening.networks if n.version == version)
        if held:
            yield f"\tset {name}.{version} {{ type {kind}; flags interval; elements = {{ {held} }} }}"


def _rules(name: str, opening: Opening) -> Iterator[str]:
    side = "saddr" if opening.hook == "input" else "daddr"
    port = f"{opening.protocol} dport {opening.port}" if opening.port else f"meta l4proto {opening.protocol}"
    for version, family in ((4, "ip"), (6, "ip6")):
        if any(n.version == version for n in opening.networks):
            why = f' comment "{opening.clause or opening.rule}"'
            yield f"{family} {side} @{name}.{version} {port} counter name {name} accept{why}"


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return where a host's rules differ from the model. Raises SourceError when they can't be read.

    Without a site and host the flows aren't known: then only policies, and rules that accept every
    port from everywhere, are judged.
    """
    known_host = site is not None and host is not None
    ruleset = read_json(text, file) if looks_like_json(text) else read_text(text, file, own=known_host)
    found = list(_policies(ruleset, file, asked))
    closed = closing(asked, "flows")
    if closed is not None:
        found.extend(_strange(ruleset, file, closed))
        if site is None or host is None:
            found.extend(_extra(o, file, closed) for o in ruleset.openings if o.port is None)
        else:
            found.extend(_differences(ruleset, openings(allowed_flows(site, guideline), host), file, closed))
    return sorted(found, key=lambda f: (f.place.line or 0, f.rule, f.place.key or ""))


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: a ruleset doesn't tell of its site."""
    return {}


def _policies(ruleset: Ruleset, file: str, asked: Sequence[Asked]) -> Iterator[Finding]:
    """A chain that isn't there accepts everything, as nftables does."""
    for one in asked:
        hook, _, what = one.control.key.partition(".")
        if hook not in HOOKS or what != "policy":
            continue
        chain = ruleset.chains.get(hook)
        held = Held(chain.policy if chain else "accept", given=chain is not None)
        if not holds(one.control.op, held, one.expected):
            args = {"key": one.control.key, "found": held.value, "expected": str(one.expected), "default": "accept"}
            say = "settings.equals" if chain else "settings.equals-missing"
            place = Place(file, chain.line if chain else 1, key=one.control.key)
            yield Finding(one.control.rule, one.control.clause, one.control.severity, place, say, args)


def _strange(ruleset: Ruleset, file: str, closed: SettingControl) -> Iterator[Finding]:
    for line in ruleset.strange:
        place = Place(file, line, key="rule")
        yield Finding(closed.rule, closed.clause, closed.severity, place, "settings.nft-strange", {})


def _differences(ruleset: Ruleset, model: Sequence[Opening], file: str, closed: SettingControl) -> Iterator[Finding]:
    wanted, held = by_meeting(model), by_meeting(ruleset.openings)
    for opening in ruleset.openings:
        more = difference(opening.networks, wanted.get((opening.hook, opening.protocol, opening.port), ()))
        if more:
            yield _extra(opening, file, closed, more)
    for opening in model:
        less = difference(opening.networks, held.get((opening.hook, opening.protocol, opening.port), ()))
        if less:
            place = Place(file, 1, key=opening.name)
            clause = opening.clause or closed.clause
            yield Finding(opening.rule, clause, closed.severity, place, "settings.flow-missing", _args(opening, less))


def _extra(opening: Opening, file: str, closed: SettingControl, more: Sequence[Network] = ()) -> Finding:
    place = Place(file, opening.line, key=opening.name or f"{opening.hook}:{opening.protocol}/{opening.port}")
    args = _args(opening, more or opening.networks)
    return Finding(closed.rule, closed.clause, closed.severity, place, "settings.flow-extra", args)


def _args(opening: Opening, networks: Sequence[Network]) -> dict[str, object]:
    shown = ", ".join(map(str, networks[:3])) + (" …" if len(networks) > 3 else "")
    port = f"{opening.protocol or '*'}/{opening.port or '*'}"
    return {"hook": opening.hook, "port": port, "networks": shown, "flow": opening.name}

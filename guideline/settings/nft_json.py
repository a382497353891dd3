"""Reads ``nft -j list ruleset``: what the kernel really holds."""

from __future__ import annotations

import json
from typing import Any

from guideline.settings.nft_facts import Facts, networks, take
from guideline.settings.nft_rules import HOOKS, TABLE, Chain, Ruleset
from guideline.site import Network
from guideline.source import Mark, Problem, SourceError


def looks_like_json(text: str) -> bool:
    """Tell whether a ruleset is given as JSON."""
    return text.lstrip().startswith("{")


def read_json(text: str, file: str) -> Ruleset:
    """Return what the table of the kit lets pass. Raises SourceError for what isn't nft's JSON."""
    try:
        objects = json.loads(text)["nftables"]
        held = [(kind, value) for item in objects for kind, value in item.items()]
        return _ruleset([(kind, value) for kind, value in held if _ours(kind, value)])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SourceError([Problem("settings.nft-unreadable", Mark(file), {"found": text[:20]})]) from None


def _ours(kind: str, value: Any) -> bool:
    return kind in ("chain", "set", "rule") and value["family"] == "inet" and value["table"] == TABLE


def _ruleset(objects: list[tuple[str, Any]]) -> Ruleset:
    ruleset, hooks = Ruleset(), {}
    sets = {value["name"]: _elements(value.get("elem", [])) for kind, value in objects if kind == "set"}
    for kind, value in objects:
        if kind == "chain" and value.get("type") == "filter" and value.get("hook") in HOOKS:
            hooks[value["name"]] = value["hook"]
            ruleset.chains[value["hook"]] = Chain(value["hook"], value.get("policy", "accept"))
        elif kind == "chain":
            ruleset.strange.append(None)
    for kind, value in objects:
        if kind == "rule" and value["chain"] in hooks:
            take(ruleset, hooks[value["chain"]], _facts(value["expr"], sets), None)
    return ruleset


def _elements(held: Any) -> tuple[Network, ...]:
    return tuple(network for item in held for network in _network(item))


def _network(item: Any) -> tuple[Network, ...]:
    if isinstance(item, str):
        return networks(item)
    if "elem" in item:
        return _network(item["elem"]["val"])
    if "prefix" in item:
        return networks(f"{item['prefix']['addr']}/{item['prefix']['len']}")
    low, high = item["range"]
    return networks(f"{low}-{high}")


def _facts(expressions: list[Any], sets: dict[str, tuple[Network, ...]]) -> Facts:
    facts = Facts()
    for expression in expressions:
        ((kind, value),) = expression.items()
        if kind == "match":
            _match(facts, value, sets)
        elif kind == "counter":
            facts.name = value if isinstance(value, str) else facts.name
        elif kind in ("accept", "drop"):
            facts.verdict = kind
        elif kind not in ("limit", "log"):
            facts.strange = True
    return facts


def _match(facts: Facts, match: Any, sets: dict[str, tuple[Network, ...]]) -> None:
    ((kind, left),) = match["left"].items()
    right = _listed(match["right"])
    if match["op"] not in ("==", "in"):
        facts.strange = True
    elif kind == "payload" and left.get("field") in ("saddr", "daddr"):
        found = tuple(n for item in right for n in _looked_up(item, sets))
        setattr(facts, "source" if left["field"] == "saddr" else "target", found)
    elif kind == "payload" and left.get("field") == "dport" and all(isinstance(port, int) for port in right):
        facts.protocol, facts.ports = left["protocol"], right
    elif kind == "payload" and left.get("protocol") in ("icmp", "icmpv6") and left.get("field") == "type":
        facts.icmp = True
    elif kind == "ct" and left.get("key") == "state":
        facts.states = frozenset(right)
    elif kind == "meta" and left.get("key") in ("iifname", "oifname", "iif", "oif") and right == ["lo"]:
        facts.loopback = True
    elif kind == "meta" and left.get("key") == "l4proto" and len(right) == 1:
        facts.protocol = str(right[0])
    else:
        facts.strange = True


def _listed(right: Any) -> list[Any]:
    if isinstance(right, dict) and "set" in right:
        return list(right["set"])
    return right if isinstance(right, list) else [right]


def _looked_up(item: Any, sets: dict[str, tuple[Network, ...]]) -> tuple[Network, ...]:
    return sets[item[1:]] if isinstance(item, str) and item.startswith("@") else _network(item)

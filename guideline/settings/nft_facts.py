"""One rule of a packet filter, taken apart; text and JSON are both brought to this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network, summarize_address_range

from guideline.network import collapsed
from guideline.settings.nft_rules import Opening, Ruleset
from guideline.site import Network

EVERYWHERE: tuple[Network, ...] = (ip_network("0.0.0.0/0"), ip_network("::/0"))
_REPLIES = frozenset(("established", "related"))


@dataclass(slots=True)
class Facts:
    """What a rule matches and does. ``strange`` tells that it holds something this reader doesn't know."""

    source: tuple[Network, ...] | None = None
    target: tuple[Network, ...] | None = None
    ports: list[int] = field(default_factory=list)
    protocol: str = ""
    states: frozenset[str] = frozenset()
    loopback: bool = False
    icmp: bool = False
    verdict: str = ""
    name: str = ""
    strange: bool = False


def take(ruleset: Ruleset, hook: str, facts: Facts, line: int | None) -> None:
    """Add a rule to what was read: as openings, as nothing that matters, or as strange."""
    if facts.strange or facts.verdict not in ("", "accept", "drop"):
        ruleset.strange.append(line)
    elif facts.verdict == "drop":
        # A drop shadows what follows; only packets that belong to no connection are dropped by the kit.
        if facts.states != {"invalid"}:
            ruleset.strange.append(line)
    elif facts.verdict == "accept" and not _usual(facts):
        ruleset.openings.extend(_opened(hook, facts, line))


def _usual(facts: Facts) -> bool:
    replies = bool(facts.states) and facts.states <= _REPLIES
    return replies or facts.loopback or facts.icmp


def _opened(hook: str, facts: Facts, line: int | None) -> Iterator[Opening]:
    # What narrows the host's own side, or the state, only closes: leaving it out errs towards a finding.
    theirs = facts.target if hook == "output" else facts.source
    networks = EVERYWHERE if theirs is None else theirs
    ports: list[int | None] = [*facts.ports] or [None]
    for port in ports:
        yield Opening(hook, collapsed(networks), port, facts.protocol, facts.name, line=line)


def networks(text: str) -> tuple[Network, ...]:
    """Read an address, a network or a range ``a-b``. Raises ValueError."""
    first, dash, last = text.partition("-")
    if not dash:
        return (ip_network(text),)
    low, high = ip_address(first), ip_address(last)
    if isinstance(low, IPv4Address) and isinstance(high, IPv4Address):
        return tuple(summarize_address_range(low, high))
    if isinstance(low, IPv6Address) and isinstance(high, IPv6Address):
        return tuple(summarize_address_range(low, high))
    raise ValueError(text)

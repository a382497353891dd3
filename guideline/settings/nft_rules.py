"""What a host's packet filter lets pass, in a form that text, JSON and the model can all be brought to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guideline.network import Flow, collapsed, difference, of_addresses, overlap
from guideline.site import Host, Network

TABLE = "guideline"
HOOKS: tuple[str, ...] = ("input", "forward", "output")


@dataclass(frozen=True, slots=True)
class Opening:
    """Packets of one chain that are accepted: where from (input) or where to (output), port and protocol.

    ``port`` None means every port, ``protocol`` "" every protocol. ``name`` is a flow's id where known.
    """

    hook: str
    networks: tuple[Network, ...]
    port: int | None
    protocol: str
    name: str = ""
    rule: str = ""
    clause: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A base chain: its hook, and its policy ("accept" is nftables' own default)."""

    hook: str
    policy: str
    line: int | None = None


@dataclass(slots=True)
class Ruleset:
    """What was read: chains by hook, openings, and the lines of rules that could not be understood."""

    chains: dict[str, Chain] = field(default_factory=dict)
    openings: list[Opening] = field(default_factory=list)
    strange: list[int | None] = field(default_factory=list)


def openings(flows: Sequence[Flow], host: Host) -> list[Opening]:
    """Return what the flows open on one host: input where it is a target, output where it is a source."""
    own = of_addresses(host.addresses)
    versions = {network.version for network in own}
    found = []
    for flow in flows:
        for hook, mine, theirs in (("input", flow.target, flow.source), ("output", flow.source, flow.target)):
            if overlap(own, mine):
                others = tuple(n for n in difference(theirs, own) if n.version in versions)
                if others:
                    found.append(Opening(hook, others, flow.port, flow.protocol, flow.id, flow.rule, flow.clause))
    return found


Meeting = tuple[str, str, int | None]


def by_meeting(found: Iterable[Opening]) -> dict[Meeting, tuple[Network, ...]]:
    """Return all addresses that are let through, by chain, protocol and port: however the rules split them."""
    held: dict[Meeting, list[Network]] = {}
    for opening in found:
        held.setdefault((opening.hook, opening.protocol, opening.port), []).extend(opening.networks)
    return {meeting: collapsed(networks) for meeting, networks in held.items()}

"""Whom a live host's clock follows, asked of chrony on the host itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from guideline.site import Address, Host

RULE = "rehearsal/clock"

FARTHEST = 1.0
"""Seconds by which a clock may be off before it is told."""

SOURCES = ["chronyc", "-n", "-c", "sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """One server that a clock knows; ``chosen`` is the one that it goes by. ``off`` is in seconds."""

    address: Address
    chosen: bool
    off: float


def sources(told: str) -> list[Source]:
    """Read what ``chronyc -n -c sources`` prints."""
    rows = [line.split(",") for line in told.splitlines() if line.count(",") >= 7]
    return [Source(ip_address(row[2]), row[1] == "*", float(row[7])) for row in rows]


def judge_clock(told: str, host: Host, wanted: tuple[Address, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield (rule, what, sentence) for a clock that follows others than ``wanted``, follows nobody, or is off.

    A time host may go by its own clock as long as those whom it follows don't answer.
    """
    held = sources(told)
    for source in held:
        if source.address not in wanted:
            yield RULE, str(source.address), "rehearsal.clock-follows"
        elif source.chosen and abs(source.off) > FARTHEST:
            yield RULE, f"{source.off:.1f}", "rehearsal.clock-off"
    missing = [str(address) for address in wanted if address not in {source.address for source in held}]
    if missing:
        yield RULE, ", ".join(missing), "rehearsal.clock-missing"
    if wanted and "time" not in host.roles and not any(source.chosen for source in held):
        yield RULE, ", ".join(map(str, wanted)), "rehearsal.clock-unset"

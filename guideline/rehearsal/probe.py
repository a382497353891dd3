"""All pairs, by packets: what the kernel answers is held against what the model says, both ways."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from guideline.network import Flow
from guideline.rehearsal.expect import UNUSED, Try, allowed, ports_of, tries
from guideline.rehearsal.lab import Lab
from guideline.rehearsal.running import RehearsalError, attempt
from guideline.rehearsal.standing import listeners
from guideline.rehearsal.world import World

SECONDS = 2.0
"""How long silence is waited for: the kernel's second SYN leaves after 1 s, so two must be lost in silence."""

AGAIN = 4.0
"""How long a silence that the model doesn't expect is waited for, a second time, before it is told."""

_SCRIPT = Path(__file__).with_name("probing.py")


@dataclass(frozen=True, slots=True)
class Difference:
    """A connection of which the kernel and the model disagree; ``flow`` tells which way."""

    tried: Try
    answer: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Probed:
    """What was tried, what the kernel answered how often, and where that isn't what the model says."""

    tried: int
    ports: tuple[int, ...]
    answers: Mapping[str, int]
    differences: tuple[Difference, ...]


def probe(
    lab: Lab,
    flows: Sequence[Flow],
    world: World,
    *,
    ports: Iterable[int] = (),
    sources: Iterable[str] = (),
    sure: bool = False,
) -> Probed:
    """Try every pair at every port that listens anywhere, that a flow names, that is given, and some unused.

    ``sources`` are names of places to which to keep. With ``sure``, silence is asked again even where the
    model expects it: a busy machine is silent too. Raises RehearsalError where the trying itself fails.
    """
    asked = {*UNUSED, *ports_of(flows), *ports}
    for machine in lab.machines:
        asked |= {one.port for one in listeners(machine) if one.protocol == "tcp"}
    names = set(sources)
    wanted = [one for one in tries(lab.places, asked) if not names or one.source.name in names]
    answers = _ask(lab, wanted, SECONDS, world.python)
    odd = [
        one
        for one, answer in zip(wanted, answers, strict=True)
        if _odd(flows, one, answer) or (sure and answer == "filtered")
    ]
    # Silence where an answer was expected may be this machine's haste: it is asked again, slowly.
    certain = dict(zip(odd, _ask(lab, odd, AGAIN, world.python), strict=True))
    final = [certain.get(one, answer) for one, answer in zip(wanted, answers, strict=True)]
    differences = tuple(
        Difference(one, answer, allowed=allowed(flows, one))
        for one, answer in zip(wanted, final, strict=True)
        if _odd(flows, one, answer)
    )
    return Probed(len(wanted), tuple(sorted(asked)), dict(sorted(Counter(final).items())), differences)


def _odd(flows: Sequence[Flow], one: Try, answer: str) -> bool:
    """Where a packet may pass, somebody answers, be it that nobody listens; where it may not, nobody does."""
    return (answer in ("open", "refused")) is not allowed(flows, one)


def _ask(lab: Lab, wanted: Sequence[Try], seconds: float, python: str) -> list[str]:
    by_source: dict[str, list[int]] = {}
    for number, one in enumerate(wanted):
        by_source.setdefault(one.source.name, []).append(number)
    answers = [""] * len(wanted)

    def one_source(name: str) -> None:
        numbers = by_source[name]
        told = _from(lab, name, [[str(wanted[n].address), wanted[n].port] for n in numbers], seconds, python)
        for number, answer in zip(numbers, told, strict=True):
            answers[number] = answer

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_source, by_source))
    return answers


def _from(lab: Lab, name: str, asked: list[list[str | int]], seconds: float, python: str) -> list[str]:
    feed = json.dumps({"seconds": seconds, "tries": asked})
    done = attempt([*lab.at(name), python, "-I", str(_SCRIPT)], feed=feed)
    if done.returncode:
        said = " / ".join(done.stderr.splitlines()[-2:])
        raise RehearsalError("program.failed", program=f"probe {name}", code=done.returncode, said=said)
    told: list[str] = json.loads(done.stdout)
    return told

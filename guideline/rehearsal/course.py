"""The whole rehearsal, stage by stage: boot, apply, apply again, verify, probe, take down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding
from guideline.network import Flow, allowed_flows
from guideline.rehearsal.apply import Applied, apply
from guideline.rehearsal.carry import packed
from guideline.rehearsal.datagrams import probe_datagrams, probe_echoes
from guideline.rehearsal.image import build_image
from guideline.rehearsal.lab import Lab, chosen, lab, ready
from guideline.rehearsal.leaks import judge_leaks, secrets_of
from guideline.rehearsal.leaving import Left, leaving, of_leaving
from guideline.rehearsal.probe import Probed, probe
from guideline.rehearsal.standing import judge_standing
from guideline.rehearsal.talk import Talked, of_talks, talk
from guideline.rehearsal.telling import of_applies, of_probe
from guideline.rehearsal.verify import verify
from guideline.rehearsal.world import World
from guideline.site import Site
from guideline.source.whole import write_whole

DEPLOYS: tuple[str, ...] = ("deploys.whole.whole_site",)
"""What brings a whole site to its hosts."""


@dataclass(slots=True)
class Rehearsed:
    """What a rehearsal showed. ``seconds`` are by stage; a stage that was not reached has none."""

    site: Site
    guideline: Guideline
    hosts: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    first: Applied | None = None
    second: Applied | None = None
    left: dict[str, Left] = field(default_factory=dict)
    probed: Probed | None = None
    datagrams: Probed | None = None
    echoes: Probed | None = None
    talks: tuple[Talked, ...] = ()
    secrets: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, fit for JSON; findings are told apart from them."""
        first, second = self.first, self.second
        return {
            "schema": "guideline-rehearsal/1",
            "site": self.site.id,
            "guideline": {
                "id": self.guideline.id,
                "version": self.guideline.version,
                "digest": self.guideline.digest,
                "day": self.guideline.day.isoformat(),
            },
            "hosts": list(self.hosts),
            "seconds": {stage: round(seconds, 1) for stage, seconds in self.seconds.items()},
            "first_apply": None if first is None else _counts(first),
            "second_apply": None if second is None else _counts(second),
            "talks": [one.to_dict() for one in self.talks],
            "secrets": self.secrets,
            "left": {host: asdict(left) for host, left in self.left.items()},
            "packets": _tried(self.probed),
            "datagrams": _tried(self.datagrams),
            "echoes": _tried(self.echoes),
        }


def _tried(probed: Probed | None) -> dict[str, Any] | None:
    if probed is None:
        return None
    return {
        "tried": probed.tried,
        "ports": list(probed.ports),
        "answers": dict(probed.answers),
        "differences": len(probed.differences),
    }


def _counts(applied: Applied) -> dict[str, Any]:
    return {
        "operations": applied.operations,
        "changes": {host: len(names) for host, names in applied.changed.items()},
        "failed": {host: list(names) for host, names in applied.failed.items() if names},
    }


def rehearse(
    site: Site,
    guideline: Guideline,
    world: World,
    *,
    deploys: Sequence[str] = DEPLOYS,
    only: Sequence[str] = (),
    keep: bool = False,
    data: dict[str, str] | None = None,
) -> Rehearsed:
    """Take a site from nothing to proven and down again. Raises RehearsalError where a stage can't be done.

    A pack is made and carried in, unless ``data`` names one. An apply that fails on a host ends the rehearsal
    there: the findings tell where.
    """
    done = Rehearsed(site, guideline)
    flows = allowed_flows(site, guideline)
    ready(site)
    done.hosts = tuple(place.name for place in chosen(site, only))
    with _timed(done, "image", world):
        build_image(world, site)
    with ExitStack() as carried:
        handed = dict(data or {})
        if "pack" not in handed:
            world.tell("rehearsal.pack")
            with _timed(done, "pack", world):
                handed |= carried.enter_context(packed(site, world))
        return _on_hosts(done, flows, world, deploys, only, handed, keep=keep)


def _on_hosts(
    done: Rehearsed,
    flows: Sequence[Flow],
    world: World,
    deploys: Sequence[str],
    only: Sequence[str],
    data: dict[str, str],
    *,
    keep: bool,
) -> Rehearsed:
    """Boot, and go through all stages that need hosts."""
    site, guideline = done.site, done.guideline
    standing = ExitStack()
    with _timed(done, "boot", world):
        here = standing.enter_context(lab(site, world, only=only, keep=keep))
    try:
        handed = {"root": str(here.box.folder / "operator-root"), **data}
        with leaving(here, flows) as counted:
            whole = _applied_twice(done, here, flows, world, deploys, handed)
        done.left = counted.seen
        done.findings += of_leaving(done.left, site, guideline)
        if not whole:
            return done
        if set(DEPLOYS) <= set(deploys):
            world.tell("rehearsal.talking")
            with _timed(done, "talk", world):
                done.talks = tuple(talk(here, flows, guideline, world))
                done.findings += of_talks(done.talks)
        world.tell("rehearsal.looking")
        with _timed(done, "secrets", world):
            printed = {f"apply {number}": one.said for number, one in enumerate((done.first, done.second), 1) if one}
            done.secrets = len(secrets_of(here))
            done.findings += judge_leaks(here, printed)
        world.tell("rehearsal.verify")
        with _timed(done, "verify", world):
            done.findings += [*verify(here, guideline), *judge_standing(here, flows, guideline)]
        world.tell("rehearsal.probe")
        with _timed(done, "probe", world):
            done.probed = probe(here, flows, world)
            done.datagrams = probe_datagrams(here, flows, world)
            done.echoes = probe_echoes(here, flows, world)
            seen = (done.probed, done.datagrams, done.echoes)
            done.findings += [finding for one in seen for finding in of_probe(one, flows, guideline)]
        return done
    finally:
        world.tell("rehearsal.kept" if keep else "rehearsal.down")
        with _timed(done, "down", world):
            standing.close()


def _applied_twice(
    done: Rehearsed, here: Lab, flows: Sequence[Flow], world: World, deploys: Sequence[str], handed: dict[str, str]
) -> bool:
    """Apply, and apply again; False where a host failed, and then no more is done."""
    for stage in ("apply", "apply-again"):
        world.tell(f"rehearsal.{stage}")
        with _timed(done, stage, world):
            applied = apply(here, flows, deploys, world, data=handed)
        write_whole(world.state / f"{done.site.id}-{stage}.log", applied.said.encode())
        done.first, done.second = (applied, None) if done.first is None else (done.first, applied)
        done.findings += of_applies(applied, done.guideline, again=stage == "apply-again")
        if any(applied.failed.values()):
            return False
    return True


@contextmanager
def _timed(done: Rehearsed, stage: str, world: World) -> Iterator[None]:
    began = world.clock()
    try:
        yield
    finally:
        done.seconds[stage] = world.clock() - began

"""All of Synapse's clocks that delete, held against each other: which record goes first, and when.

A room's administrator may set any lifetime that ``allowed_lifetime_min`` lets pass; ``min_lifetime`` is
read and never enforced; a purge job only says how often rooms of some lifetimes are looked at, and a
lifetime that no job covers is never purged. ``delete_stale_devices_after`` deletes log-ins, no record,
and is bounded by a clause of its own.
Source: ``synapse/config/{retention,server,repository}.py`` and ``handlers/pagination.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from guideline.settings.amounts import amount
from guideline.settings.faults import Fault, get, is_set, items, path_of
from guideline.settings.tree import Tree

KEY = "clocks"
"""The key of the control that bounds them all; no file holds it."""

_POLICY = "retention.default_policy"
_MINIMUM = "retention.allowed_lifetime_min"

_DEFAULTS = {"redaction_retention_period": "7d", "user_ips_max_age": "28d"}
_ALWAYS = (
    "redaction_retention_period",
    "user_ips_max_age",
    "media_retention.local_media_lifetime",
    "media_retention.remote_media_lifetime",
    "forgotten_room_retention_period",
)
_WHERE_MESSAGES_GO = (f"{_POLICY}.max_lifetime", "retention.allowed_lifetime_max")


def clocks(config: Any) -> list[tuple[int, str, Any]]:
    """Return when each clock deletes, in milliseconds, with its key and value: the earliest first."""
    held = {key: get(config, key, _DEFAULTS.get(key)) for key in _ALWAYS}
    if get(config, "retention.enabled"):
        held |= {key: get(config, key) for key in _WHERE_MESSAGES_GO}
        held[_MINIMUM] = get(config, _MINIMUM) if is_set(config, _MINIMUM) else 0
    counted = ((amount(value), key, value) for key, value in held.items() if value is not None)
    return sorted((count, key, value) for count, key, value in counted if count is not None)


def faults(tree: Tree, least: Any) -> Iterator[Fault]:
    """Yield the earliest deletion where it comes before ``least``, and promises that no clock keeps."""
    config, bound = tree.value, amount(least)
    ticking = clocks(config)
    early = [clock for clock in ticking if bound is not None and clock[0] < bound]
    for _, key, value in early[:1]:
        order = " < ".join(f"{name}: {shown}" for _, name, shown in ticking[:6])
        args = {"key": key, "found": value, "expected": least, "clocks": order}
        yield Fault(path_of(key), "settings.earliest-deletion", args)
    if get(config, "retention.enabled"):
        yield from _messages(config, bound, least)


def _messages(config: Any, bound: int | None, least: Any) -> Iterator[Fault]:
    lowest = amount(get(config, _MINIMUM)) if is_set(config, _MINIMUM) else None
    if bound is not None and (lowest is None or lowest < bound):
        yield Fault(path_of(_MINIMUM), "settings.rooms-may-shorten", {"key": _MINIMUM, "expected": least})
    promised = amount(get(config, f"{_POLICY}.min_lifetime"))
    if promised is not None and promised > (lowest or 0):
        key = f"{_POLICY}.min_lifetime"
        yield Fault(path_of(key), "settings.minimum-not-kept", {"key": key, "other": _MINIMUM})
    jobs = [job for _, job in items(config, "retention.purge_jobs")]
    if jobs and not _covered(jobs):
        key = "retention.purge_jobs"
        yield Fault(path_of(key), "settings.jobs-leave-gap", {"key": key})


def _covered(jobs: Sequence[dict[str, Any]]) -> bool:
    """Tell whether every lifetime falls to some job: each covers what is above its shortest, up to its longest."""
    reached = 0
    spans = [(amount(job.get("shortest_max_lifetime")) or 0, amount(job.get("longest_max_lifetime"))) for job in jobs]
    for low, high in sorted(spans, key=lambda span: span[0]):
        if low > reached:
            return False
        if high is None:
            return True
        reached = max(reached, high)
    return False

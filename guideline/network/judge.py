"""Judges a site's flows: no path may exist where the guideline denies one."""

from __future__ import annotations

from collections.abc import Sequence

from guideline.bundle.model import FlowControl, Guideline
from guideline.finding import Finding, Place
from guideline.network.flows import Flow, allowed_flows
from guideline.network.reach import Graph, Hop
from guideline.site import Site


def judge(site: Site, guideline: Guideline, flows: Sequence[Flow] | None = None) -> list[Finding]:
    """Return a finding for each denied flow that finds a path, with the path.

    ``flows`` are what really passes, where that was observed; by default what may pass.
    """
    passing = allowed_flows(site, guideline) if flows is None else flows
    graph = Graph(site, passing)
    found = []
    for control in guideline.of(FlowControl):
        if control.verdict == "deny":
            path = graph.path(control.source, control.target, control.port)
            if path is not None:
                found.append(_finding(site, control, path))
    return found


def _finding(site: Site, control: FlowControl, path: tuple[Hop, ...]) -> Finding:
    args = {"source": control.source, "target": control.target, "path": written(path), "hops": len(path)}
    place = Place(str(site.folder / "site.yaml"), key=path[-1].flow.id)
    return Finding(control.rule, control.clause, control.severity, place, "network.path", args)


def written(path: Sequence[Hop]) -> str:
    """Write a path as ``outside → edge-1:443 → chat-1:8008``."""
    steps = (f"{hop.target.name}:{hop.flow.port or '*'}" for hop in path)
    return " → ".join((path[0].source.name, *steps))

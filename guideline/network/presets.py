"""The models α, α′, β and β′ of the three-tier networks: which zones may meet, how, and what must be there.

Source: the published descriptions of the ministry's guideline for local authorities (editions of December
2020 and October 2024) as vendors and other authorities report them; the ministry's own text was not at
hand, so an authority checks these presets against it before it relies on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.network.addresses import difference, overlap
from guideline.network.flows import Flow, allowed_flows
from guideline.network.judge import written
from guideline.network.reach import Graph
from guideline.site import Site

_CUT_OFF = (
    ("outside", "mynumber"),
    ("internet", "mynumber"),
    ("admin", "mynumber"),
    ("mynumber", "outside"),
    ("mynumber", "internet"),
    ("mynumber", "admin"),
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """What a model asks of a site's networks.

    ``apart``: pairs with no path over any number of hops; ``inside``: none but by way of the outside.
    ``narrow``: pairs that meet only at single addresses or small networks, at named ports. ``terminals``:
    the zone where staff work. ``assured``: what must be in place beyond the networks.
    """

    apart: tuple[Pair, ...]
    narrow: tuple[Pair, ...]
    terminals: str
    assured: tuple[str, ...]
    inside: tuple[Pair, ...] = ()


_ALPHA = (("outside", "admin"), ("internet", "admin"), ("admin", "internet"))

MODELS: Mapping[str, Model] = {
    # Terminals on the LGWAN side; nothing leaves it.
    "alpha": Model((*_CUT_OFF, *_ALPHA, ("admin", "outside")), (), "admin", ()),
    # As α, and from the LGWAN side straight to a few named clouds whose tenants are restricted.
    "alpha-prime": Model(
        (*_CUT_OFF, ("outside", "admin"), ("internet", "admin")),
        (("admin", "outside"),),
        "admin",
        ("tenants", "external-audit"),
        (("admin", "internet"),),
    ),
    # Terminals on the internet side; they see the LGWAN side's systems through a screen, at named hosts.
    "beta": Model(
        (*_CUT_OFF, ("outside", "admin"), ("admin", "outside"), ("admin", "internet")),
        (("internet", "admin"),),
        "internet",
        ("endpoint-detection", "log-management", "external-audit"),
    ),
    # As β, with the important systems on the internet side too.
    "beta-prime": Model(
        (*_CUT_OFF, ("outside", "admin"), ("admin", "outside"), ("admin", "internet")),
        (("internet", "admin"),),
        "internet",
        ("endpoint-detection", "log-management", "asset-access-control", "external-audit"),
    ),
}

NAMES: Mapping[str, str] = {"α": "alpha", "α′": "alpha-prime", "β": "beta", "β′": "beta-prime"}
"""What people write, and what the presets are called."""

RULE = "network/model"
CLAUSE = "network.model"
_WIDEST = {4: 28, 6: 124}
"""The widest network that still counts as named: sixteen addresses."""


def judge_model(site: Site, guideline: Guideline, flows: Sequence[Flow] | None = None) -> list[Finding]:
    """Return what of a site breaks the model that it names: the pair and the path, the wide flow, what is missing.

    ``flows`` are what really passes, where that was observed. A site that names no model breaks none.
    """
    if not site.model:
        return []
    model = MODELS[NAMES.get(site.model, site.model)]
    passing = allowed_flows(site, guideline) if flows is None else flows
    return [*_apart(site, model, passing), *_wide(site, model, passing), *_missing(site, model)]


def _apart(site: Site, model: Model, passing: Sequence[Flow]) -> Iterator[Finding]:
    outside = site.zones["outside"].networks
    own = [replace(flow, source=difference(flow.source, outside)) for flow in passing] if model.inside else []
    asked = [(Graph(site, passing), model.apart), (Graph(site, own), model.inside)]
    for graph, source, target in ((graph, *pair) for graph, pairs in asked for pair in pairs):
        path = graph.path(source, target)
        if path is not None:
            args = {"model": site.model, "source": source, "target": target, "path": written(path)}
            yield _finding(site, path[-1].flow.id, "network.model-path", args)


def _wide(site: Site, model: Model, passing: Sequence[Flow]) -> Iterator[Finding]:
    """A flow that joins a narrow pair must name a port, and at its far end no more than a subnet."""
    for source, target in model.narrow:
        ends = [site.zones[zone].networks if zone in site.zones else () for zone in (source, target)]
        for flow in passing:
            crosses = overlap(flow.source, ends[0]) and overlap(flow.target, ends[1])
            if crosses and (flow.port is None or any(n.prefixlen < _WIDEST[n.version] for n in flow.target)):
                args = {"model": site.model, "source": source, "target": target, "flow": flow.id}
                yield _finding(site, flow.id, "network.model-wide", args)


def _missing(site: Site, model: Model) -> Iterator[Finding]:
    zone = site.zones.get(model.terminals)
    there = zone is not None and (zone.clients or any(m.clients.get(model.terminals) for m in site.members))
    if not there:
        yield _finding(site, "zones", "network.model-terminals", {"model": site.model, "zone": model.terminals})
    for assured in model.assured:
        if assured not in site.assurances:
            yield _finding(site, "assurances", "network.model-assurance", {"model": site.model, "assured": assured})


def _finding(site: Site, key: str, say: str, args: Mapping[str, object]) -> Finding:
    return Finding(RULE, CLAUSE, "error", Place(str(site.folder / "site.yaml"), key=key), say, args)

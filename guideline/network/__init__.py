"""The graph of a site: what traffic may pass, who reaches whom over any number of hops."""

from guideline.network.addresses import collapsed, difference, of_addresses, overlap
from guideline.network.flows import Flow, allowed_flows
from guideline.network.judge import judge, written
from guideline.network.presets import MODELS, judge_model
from guideline.network.reach import Graph, Hop, Position, positions, reaches

__all__ = [
    "MODELS",
    "Flow",
    "Graph",
    "Hop",
    "Position",
    "allowed_flows",
    "collapsed",
    "difference",
    "judge",
    "judge_model",
    "of_addresses",
    "overlap",
    "positions",
    "reaches",
    "written",
]

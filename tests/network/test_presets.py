"""Each model keeps apart what it says; one flow too many, one too wide or one thing missing is named, with the path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guideline.bundle.model import FlowControl, Text
from guideline.network import MODELS, judge_model
from guideline.site import Site, SiteFlow, load_site
from guideline.source import SourceError
from guideline.words import say

SITE = """\
schema: guideline-site/1
authority: {ja: 架空市}
bundle: kakuu
database: sqlite
zones:
  internet: {networks: [203.0.113.0/26], clients: [203.0.113.32/27, outside]}
  admin: {networks: [10.40.0.0/24], clients: [10.40.0.128/25]}
  mynumber: {networks: [10.50.0.0/24]}
hosts:
  - {name: chat-1, zone: internet, roles: [edge, chat], addresses: [203.0.113.20], server_name: chat.kakuu.example}
  - {name: chat-2, zone: admin, roles: [edge, chat], addresses: [10.40.0.20], server_name: chat.kakuu.internal}
"""
CLIENTS = FlowControl("network/clients", "network.test", "error", "client", "edge", 443)
ASSURED = ("tenants", "endpoint-detection", "log-management", "asset-access-control", "external-audit")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    return replace(load_site(tmp_path), assurances=ASSURED)


def with_flow(site: Site, model: str, source: str, target: str, port: int = 443) -> Site:
    return replace(site, model=model, flows=(SiteFlow("extra", source, target, port, "tcp", (), Text("試し")),))


def found(site: Site, guideline_of) -> list[tuple[str, str]]:
    shown = [
        (f.say.removeprefix("network."), say("ja", f.say, **f.args)) for f in judge_model(site, guideline_of([CLIENTS]))
    ]
    assert all(say("en", f.say, **f.args) for f in judge_model(site, guideline_of([CLIENTS])))
    return shown


@pytest.mark.parametrize("model", [*MODELS, "α", "α′", "β", "β′", ""])
def test_a_site_that_keeps_to_its_model_is_clean(site, guideline_of, model):
    assert found(replace(site, model=model), guideline_of) == []


# A flow between the far ends of each pair; `internet` and `outside` are those zones' other machines.
AT = {"outside": "198.51.100.7", "internet": "chat-1", "admin": "chat-2", "mynumber": "10.50.0.9"}
PAIRS = [(model, *pair) for model, preset in MODELS.items() for pair in (*preset.apart, *preset.inside)]


@pytest.mark.parametrize(("model", "source", "target"), PAIRS)
def test_a_flow_between_what_must_stay_apart_is_named_with_its_path(site, guideline_of, model, source, target):
    shown = found(with_flow(site, model, AT[source], AT[target], 22), guideline_of)
    assert any(kind == "model-path" and f"{source} から {target}" in text and ":22" in text for kind, text in shown)


@pytest.mark.parametrize("model", ["alpha", "alpha-prime"])
def test_a_path_over_two_hops_is_found_too(site, guideline_of, model):
    shown = found(with_flow(site, model, "chat-1", "chat-2", 8008), guideline_of)
    assert "model-path" in dict(shown)
    assert any("outside → chat-1:443 → chat-2:8008" in text for _, text in shown)


# What the looser models permit, and how wide it may be.
NARROW = [
    ("alpha-prime", "chat-2", "198.51.100.7/32", None),
    ("alpha-prime", "chat-2", "198.51.100.0/28", None),
    ("alpha-prime", "chat-2", "198.51.100.0/24", "model-wide"),
    ("alpha-prime", "admin", "outside", "model-wide"),
    ("alpha", "chat-2", "198.51.100.7/32", "model-path"),
    ("beta", "203.0.113.32/27", "chat-2", None),
    ("beta", "203.0.113.32/27", "admin", "model-wide"),
    ("beta-prime", "203.0.113.32/27", "10.40.0.0/27", "model-wide"),
    # From a server that the outside reaches, the screen is no longer the staff's alone.
    ("beta", "chat-1", "chat-2", "model-path"),
]


@pytest.mark.parametrize(("model", "source", "target", "kind"), NARROW)
def test_narrow_pairs_meet_only_narrowly(site, guideline_of, model, source, target, kind):
    kinds = {kind for kind, _ in found(with_flow(site, model, source, target), guideline_of)}
    assert (kind in kinds) if kind else kinds == set()


@pytest.mark.parametrize(
    ("model", "assured"), [(model, one) for model, preset in MODELS.items() for one in preset.assured]
)
def test_what_a_model_asks_for_beyond_the_networks_is_missed(site, guideline_of, model, assured):
    left = tuple(one for one in ASSURED if one != assured)
    ((kind, text),) = found(replace(site, model=model, assurances=left), guideline_of)
    assert kind == "model-assurance"
    assert assured in text


@pytest.mark.parametrize("model", MODELS)
def test_terminals_must_stand_where_the_model_has_them(site, guideline_of, model):
    zone = MODELS[model].terminals
    bare = {**site.zones, zone: replace(site.zones[zone], clients=(), from_outside=False)}
    assert "model-terminals" in dict(found(replace(site, model=model, zones=bare), guideline_of))


def test_an_unknown_model_is_refused(tmp_path):
    (tmp_path / "site.yaml").write_text(SITE + "model: gamma\n", encoding="utf-8")
    with pytest.raises(SourceError):
        load_site(tmp_path)

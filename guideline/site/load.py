"""``site.yaml`` → Site: shape, values, then what only the whole can tell; all problems at once."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any

from guideline.bundle.model import Text
from guideline.site.checks import cross_check
from guideline.site.model import (
    Host,
    Limits,
    Member,
    Network,
    Paths,
    Peer,
    Ports,
    Sealing,
    Site,
    SiteFlow,
    WebClient,
    Zone,
)
from guideline.site.normal import normalised
from guideline.site.outside import complement
from guideline.source import Mark, Problem, SourceError, packaged
from guideline.source.schema import schema_problems
from guideline.source.yaml import read_yaml

FILE = "site.yaml"


def find_site(name: str) -> Path:
    """Return the folder that ``name`` means: a folder that holds ``site.yaml``, or a site of the kit.

    Raises SourceError.
    """
    for candidate in (Path(name), packaged("inventory") / name):
        if (candidate / FILE).is_file():
            return candidate
    known = sorted(path.parent.name for path in packaged("inventory").glob(f"*/{FILE}"))
    raise SourceError([Problem("site.no-such-site", Mark(name), {"name": name, "known": ", ".join(known)})])


def load_site(folder: Path) -> Site:
    """Read ``site.yaml`` in ``folder``. Raises SourceError with every problem found in it."""
    document = read_yaml(folder / FILE)
    _refuse(schema_problems(document, "site"))
    values, problems = normalised(document)
    _refuse(problems)
    site = _site(folder, values)
    _refuse(cross_check(site, document))
    return site


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise SourceError(problems)


def _site(folder: Path, values: dict[str, Any]) -> Site:
    zones = {name: _zone(name, zone) for name, zone in values["zones"].items()}
    peers = tuple(Peer(p["name"], p["zone"], tuple(p["addresses"])) for p in values["peers"])
    # A peer met in the admin zone is another authority's server on that network: it isn't outside.
    inside = [network for zone in zones.values() for network in zone.networks]
    inside += [ip_network(a) for peer in peers if peer.zone != "internet" for a in peer.addresses]
    zones["outside"] = Zone("outside", complement(inside))
    return Site(
        id=folder.resolve().name,
        folder=folder,
        authority=Text(**values["authority"]),
        bundle=values["bundle"],
        zones=MappingProxyType(zones),
        hosts=tuple(_host(host) for host in values["hosts"]),
        peers=peers,
        flows=tuple(_flow(flow) for flow in values["flows"]),
        database=values["database"],
        ports=Ports(**values["ports"]),
        paths=Paths(**{name: Path(path) for name, path in values["paths"].items()}),
        limits=Limits(**values["limits"]),
        members=tuple(_member(member) for member in values["members"]),
        model=values["model"],
        assurances=tuple(values["assurances"]),
        web_client=WebClient(**values["web_client"]) if values["web_client"] else None,
        secrets=MappingProxyType({zone: _sealing(held) for zone, held in values["secrets"].items()}),
        exporters=tuple(values["exporters"]),
        time=MappingProxyType({zone: tuple(held) for zone, held in values["time"]["servers"].items()}),
    )


def _sealing(values: dict[str, Any]) -> Sealing:
    return Sealing(tuple(values["recipients"]), values["identity"])


def _zone(name: str, values: dict[str, Any]) -> Zone:
    clients: list[Network | str] = values["clients"]
    return Zone(
        name,
        tuple(values["networks"]),
        tuple(network for network in clients if not isinstance(network, str)),
        from_outside="outside" in clients,
    )


def _member(values: dict[str, Any]) -> Member:
    clients = {zone: tuple(networks) for zone, networks in values["clients"].items()}
    return Member(values["id"], Text(**values["title"]), MappingProxyType(clients))


def _host(values: dict[str, Any]) -> Host:
    return Host(**{**values, "roles": tuple(values["roles"]), "addresses": tuple(values["addresses"])})


def _flow(values: dict[str, Any]) -> SiteFlow:
    return SiteFlow(
        id=values["id"],
        source=values["from"],
        target=values["to"],
        port=values["port"],
        protocol=values["protocol"],
        zones=tuple(values["zones"]),
        why=Text(**values["why"]),
    )

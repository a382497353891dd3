"""nginx.conf of an edge host: clients and federation on listeners of their own, administration closed.

Keys: ``closed`` (paths that every public server turns away), ``ssl_protocols``, ``server_tokens``,
``client_max_body_size`` and ``listen`` (addresses). Each is judged for every server that others
than the host itself can reach, as nginx would choose its location and inherit its directives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guideline.bundle.model import Guideline
from guideline.finding import Finding, Place
from guideline.settings.assertions import Held, Unresolved, holds
from guideline.settings.judging import Asked
from guideline.settings.nginx_tree import Server, servers
from guideline.settings.overlay import overlay
from guideline.site import Host, Site
from guideline.site.model import Network

if TYPE_CHECKING:
    from jinja2 import Template

ROLE = "edge"

CLIENT = "/srv/guideline/client"
"""Where an edge has the web client."""

_DEFAULTS: Mapping[str, Any] = {
    "ssl_protocols": ["TLSv1", "TLSv1.1", "TLSv1.2"],
    "server_tokens": "on",
    "client_max_body_size": "1M",
}
"""What nginx 1.22 takes where a directive is absent."""


def write(guideline: Guideline, asked: Sequence[Asked], site: Site, host: Host) -> str:  # noqa: ARG001 - one signature for all
    """Return the text of nginx.conf for one edge host."""
    base = {
        "closed": [],
        "ssl_protocols": ["TLSv1.2", "TLSv1.3"],
        "server_tokens": "off",
        "client_max_body_size": site.limits.upload,
        "listen": [str(address) for address in host.addresses],
    }
    values = overlay(base, asked)
    chat = site.with_role("chat", host.zone, host.member)
    upstream = ["127.0.0.1"] if host in chat else [_bracketed(str(h.addresses[0])) for h in chat]
    return _template().render(
        pid="/run/nginx.pid",
        log="/var/log/nginx",
        max_body=values["client_max_body_size"],
        tokens=values["server_tokens"],
        protocols=values["ssl_protocols"],
        closed=values["closed"],
        addresses=[_bracketed(address) for address in values["listen"]],
        upstream=[f"{address}:{site.ports.chat}" for address in upstream],
        name=host.public_name,
        certificate=site.paths.certificates / f"{host.public_name}.pem",
        key=site.paths.secrets / f"{host.public_name}.key",
        client_port=site.ports.client,
        federation_port=site.ports.federation,
        peers=site.value("$site.peer_networks", host),
        client=_client(site, host),
        page=site.ports.page if "page" in host.roles else 0,
        staff=[str(network) for network in _terminals(site, host)],
    )


def _client(site: Site, host: Host) -> dict[str, str] | None:
    """Return what the server of the web client needs; None where the host hands out none."""
    if not host.client_name or site.web_client is None:
        return None
    port = "" if site.ports.client == 443 else f":{site.ports.client}"
    return {
        "name": host.client_name,
        "certificate": str(site.paths.certificates / f"{host.client_name}.pem"),
        "key": str(site.paths.secrets / f"{host.client_name}.key"),
        "root": CLIENT,
        "server": f"https://{host.public_name}{port}",
    }


def _terminals(site: Site, host: Host) -> Sequence[Network]:
    """Return the networks from which a host's own people come."""
    theirs = next((member.clients.get(host.zone) for member in site.members if member.id == host.member), None)
    return theirs or site.zones[host.zone].clients


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    folder = Path(__file__).parent.parent / "templates"
    environment = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701 - no HTML
    return environment.from_string((folder / "nginx.conf.j2").read_text("utf-8"))


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def judge(
    text: str, file: str, guideline: Guideline, asked: Sequence[Asked], site: Site | None, host: Host | None
) -> list[Finding]:
    """Return what of an nginx.conf breaks the guideline. Raises SourceError when it can't be read."""
    del guideline, site, host  # what they ask for is in ``asked``
    public = [server for server in servers(text, file) if server.public()]
    found = [f for one in asked for server in public for f in _findings(server, one, file)]
    return sorted(set_aside_twins(found), key=lambda f: (f.place.line or 0, f.rule))


def set_aside_twins(found: list[Finding]) -> list[Finding]:
    """Keep one finding a rule and line: a directive that several servers inherit is wrong once."""
    return list({(f.rule, f.place.line, f.place.key): f for f in found}.values())


def known(text: str, file: str) -> Mapping[str, Any]:  # noqa: ARG001 - one signature for all targets
    """Return nothing: an nginx.conf doesn't tell of its site."""
    return {}


def _findings(server: Server, one: Asked, file: str) -> Iterator[Finding]:
    control, expected = one.control, one.expected
    for held, line in _held(server, control.key, expected):
        if holds(control.op, held, expected):
            continue
        shown = expected.symbol if isinstance(expected, Unresolved) else _show(expected)
        args: dict[str, object] = {"key": control.key, "expected": shown}
        args["found" if held.given else "default"] = _show(held.value)
        say = "site-value" if isinstance(expected, Unresolved) else control.op.replace("_", "-")
        say = f"settings.{say}{'' if held.given else '-missing'}"
        yield Finding(control.rule, control.clause, control.severity, Place(file, line, key=control.key), say, args)


def _held(server: Server, key: str, expected: Any) -> Iterator[tuple[Held, int]]:
    """Yield what a server holds at a key, with the line to mend."""
    if key == "closed":
        paths = expected if isinstance(expected, list) else [expected]
        yield Held([path for path in paths if server.closed(path)]), server.line
    elif key == "listen":
        for address, _, line in server.listens():
            if address:
                yield Held([address]), line
    elif key == "ssl_protocols" and not any(tls for _, tls, _ in server.listens()):
        return
    else:
        given = server.effective(key)
        if given is None:
            yield Held(_DEFAULTS.get(key), given=False), server.line
        else:
            args, line = given
            yield Held(args if key == "ssl_protocols" else " ".join(args)), line


def _show(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

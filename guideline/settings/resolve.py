"""Fills ``$site.<name>`` into what a control asks for, and picks the controls that speak of a host."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guideline.bundle.model import Guideline, SettingControl
from guideline.settings.assertions import Unresolved
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError

_SYMBOL = "$site."


def controls_of(guideline: Guideline, target: str, host: Host | None) -> tuple[SettingControl, ...]:
    """Return the controls of one target that hold for ``host``.

    Where the host isn't known, those that hold only in some zones or roles are left out.
    """
    return tuple(c for c in guideline.of(SettingControl) if c.target == target and _speaks_of(c, host))


def _speaks_of(control: SettingControl, host: Host | None) -> bool:
    if host is None:
        return not control.zones and not control.roles
    in_zone = not control.zones or host.zone in control.zones
    return in_zone and (not control.roles or any(role in control.roles for role in host.roles))


def resolve(value: Any, site: Site | None, host: Host | None, known: Mapping[str, Any] | None = None) -> Any:
    """Return ``value`` with every ``$site.<name>`` filled in.

    Without a site, ``known`` holds what the judged file itself tells; the rest becomes Unresolved.
    Raises SourceError for a name that no site has.
    """
    if isinstance(value, list | tuple):
        return [resolve(item, site, host, known) for item in value]
    if not isinstance(value, str) or not value.startswith(_SYMBOL):
        return value
    name = value.removeprefix(_SYMBOL)
    if site is None:
        return (known or {}).get(name, Unresolved(name))
    try:
        return site.value(value, host)
    except KeyError:
        raise SourceError([Problem("settings.no-such-value", Mark(str(site.folder)), {"name": value})]) from None

"""What other rooms call: write a target's file for a host, judge anybody's."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from guideline.bundle.model import Guideline, SettingControl
from guideline.finding import Finding
from guideline.settings.judging import ANY_KEY, Asked
from guideline.settings.resolve import controls_of, resolve
from guideline.site import Host, Site
from guideline.source import Mark, Problem, SourceError
from guideline.words import Lang, say


def target_names() -> tuple[str, ...]:
    """Return the names of all targets: the files of ``guideline/settings/targets/``."""
    package = import_module("guideline.settings.targets")
    return tuple(sorted(found.name for found in iter_modules(package.__path__)))


def written_names() -> tuple[str, ...]:
    """Return the names of the targets that are written for hosts; the others are only judged."""
    return tuple(name for name in target_names() if hasattr(_target(name), "write"))


def roles_of(target: str) -> tuple[str, ...]:
    """Return the roles whose hosts have this target's file; empty means every host. Raises SourceError."""
    role: str = _target(target).ROLE
    return (role,) if role else ()


def write(target: str, guideline: Guideline, site: Site, host: Host, *, lang: Lang = "ja") -> str:
    """Return the text of a target's file for one host. Raises SourceError for an unknown target or value.

    The same guideline and site give the same bytes.
    """
    module = _target(target)
    if not hasattr(module, "write"):
        raise _unknown(target, written_names())
    asked = _asked(guideline, target, site, host)
    body: str = module.write(guideline, asked, site, host)
    args = {"id": guideline.id, "version": guideline.version, "digest": guideline.digest[:12]}
    return f"# {say(lang, 'settings.written-by', **args)}\n{body}"


def judge(
    target: str, text: str, file: str, guideline: Guideline, *, site: Site | None = None, host: Host | None = None
) -> list[Finding]:
    """Return what of a configuration of any origin breaks the guideline, in the order of the file.

    Without a site, what only a site can tell is judged as far as the file itself allows, and
    controls that hold in some zones or roles only are left out. Raises SourceError when the text
    can't be read.
    """
    module = _target(target)
    known = module.known(text, file) if site is None else {}
    found: list[Finding] = module.judge(text, file, guideline, _asked(guideline, target, site, host, known), site, host)
    return found


def _target(name: str) -> ModuleType:
    if name not in target_names():
        raise _unknown(name, target_names())
    return import_module(f"guideline.settings.targets.{name}")


def _unknown(name: str, known: tuple[str, ...]) -> SourceError:
    return SourceError([Problem("settings.no-such-target", Mark(name), {"name": name, "known": ", ".join(known)})])


def _asked(
    guideline: Guideline, target: str, site: Site | None, host: Host | None, known: dict[str, Any] | None = None
) -> list[Asked]:
    controls = controls_of(guideline, target, host)
    return [Asked(c, _expected(c, site, host, known)) for c in controls]


def _expected(control: SettingControl, site: Site | None, host: Host | None, known: dict[str, Any] | None) -> Any:
    return control.value if control.key == ANY_KEY else resolve(control.value, site, host, known)

"""What ought to be on a host, as plain values: no host is asked and nothing is written here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from guideline.registers import members, read_register
from guideline.settings import SECRETS, module_config, write
from guideline.site import Host, Site, bundle_of

from .operations import STAGED

SPOOL = ("spool", "spool/tmp", "spool/new")
"""What the module leaves for the steward lies here."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and its permission bits in octal; ``service`` tells whether it belongs to the service's account."""

    path: str
    mode: str
    service: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A text file, and the program that must accept it before it replaces the old one."""

    dest: str
    text: str
    mode: str
    check: tuple[str, ...] = ()


def folders(site: Site, *, own: bool = False) -> tuple[Folder, ...]:
    """Return the folders of a chat server, the outermost first.

    On a host of its own other services hold files beside Synapse's: each file is its owner's alone there,
    and the folders can be passed through but not listed.
    """
    paths = site.paths
    outer, secret = ("755", "711") if own else ("750", "700")
    return (
        Folder(str(paths.config), outer),
        Folder(str(paths.state), "750", service=True),
        # The steward, which isn't Synapse, takes out of it what the module puts there.
        *(Folder(str(paths.state / name), "770" if own else "750", service=True) for name in SPOOL),
        # Synapse's checker, run as root, would make it root's.
        Folder(str(paths.state / "media"), "750", service=True),
        Folder(str(paths.secrets), secret),
    )


def secrets(site: Site) -> tuple[str, ...]:
    """Return the paths of a chat server's secrets; their last parts are the keys of ``SECRETS``."""
    return tuple(str(site.paths.secrets / name) for name in SECRETS)


def chat_files(site: Site, host: Host, day: date, python: str) -> tuple[File, ...]:
    """Return what a chat server reads: the module's guideline and members first, then homeserver.yaml.

    ``python`` is the interpreter on the host that has Synapse and the kit. Raises SourceError.
    """
    bundle = bundle_of(site)
    module = module_config(site, host)
    people = members(read_register(site.folder / "people.csv"), host.server_name, today=day)
    listed = json.dumps(people, ensure_ascii=False, indent=1, sort_keys=True)
    homeserver = write("synapse", bundle.at(day), site, host)
    check = (python, "-m", "synapse.config", "-c", STAGED)
    return (
        File(module["bundle"], bundle.to_json().decode() + "\n", "640"),
        File(module["members"], listed + "\n", "640"),
        File(str(site.paths.config / "homeserver.yaml"), homeserver, "640", check),
    )

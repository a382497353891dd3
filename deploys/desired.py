"""What ought to be on a host, as plain values: no host is asked and nothing is written here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from guideline.registers import members, read_register
from guideline.settings import SECRETS, module_config, write
from guideline.site import Host, Site, bundle_of

from .operations import STAGED


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder and its permission bits in octal."""

    path: str
    mode: str


@dataclass(frozen=True, slots=True)
class File:
    """A text file, and the program that must accept it before it replaces the old one."""

    dest: str
    text: str
    mode: str
    check: tuple[str, ...] = ()


def folders(site: Site) -> tuple[Folder, ...]:
    """Return the folders of a chat server, the outermost first."""
    paths = site.paths
    return (
        Folder(str(paths.config), "750"),
        Folder(str(paths.state), "750"),
        Folder(str(paths.state / "spool"), "750"),
        Folder(str(paths.secrets), "700"),
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

"""The chat servers of a site: homeserver.yaml, and the module's guideline and members.

Stages: folders and secrets, then what the module reads, then homeserver.yaml, which Synapse itself
must accept before it replaces the old one. Host data: ``site`` (a folder), ``site_host`` (its name
there), ``as_of`` (the day of the guideline), ``python`` (the interpreter that has Synapse) and
``root`` (where a site's relative paths lie). On a host of its own Synapse gets its environment, its
account and its unit as well; on loopback it is started by whoever runs it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

from pyinfra.api.deploy import deploy
from pyinfra.context import host
from pyinfra.operations import files, server

from guideline.settings import SECRETS, write

from .base import bracketed
from .desired import chat_files, folders, secrets
from .environment import COMPLETE, PLACE, environment
from .health import answers
from .here import Here, here
from .operations import secret_file, validated_file
from .service import packages, service

_T = TypeVar("_T")

USER = "synapse"
UNIT = "guideline-chat.service"
UNIT_CHECK = (
    "sh",
    "-c",
    f'd=$(mktemp -d) && trap \'rm -rf "$d"\' EXIT && cp "$1" "$d/{UNIT}" && systemd-analyze verify "$d/{UNIT}"',
    "sh",
    "{}",
)


@deploy("Chat server")
def chat_server() -> None:
    """Bring one chat server to what the guideline of ``as_of`` says; other hosts are left alone."""
    now = here()
    if "chat" not in now.mine.roles:
        return
    account(now)
    settings(now)
    if not now.mine.loopback:
        chat_service(now)


def account(now: Here) -> None:
    """Make the account that Synapse runs as, its folders and its secrets."""
    own = not now.mine.loopback
    who = USER if own else None
    if own:
        server.user(  # noqa: S604 - the shell of one who can't log in
            name="Account of the chat service", user=USER, system=True, ensure_home=False, home="/nonexistent",
            shell="/usr/sbin/nologin",
        )  # fmt: skip
    for folder in _each(folders(now.site, own=own)):
        ours = who if folder.service else None
        files.directory(name=f"Folder {folder.path}", path=folder.path, mode=folder.mode, user=ours, group=ours)
    for path in _each(secrets(now.site)):
        made = partial(SECRETS[path.rpartition("/")[2]], os.urandom)
        secret_file(name=f"Secret {path}", dest=path, make=made, user=who, group=who)


def chat_environment(now: Here) -> None:
    """Install Synapse, the module and the kit from the zone's mirror."""
    if "chat" not in now.mine.roles or now.pack is None or now.mirror is None:
        return
    packages(name="Packages of the chat server", names=("python3-venv", "python3-psycopg2"))
    requirements = (now.pack / "requirements.txt").read_text("utf-8")
    index = f"http://{bracketed(str(now.mirror.addresses[0]))}/simple/"
    environment(name="Environment of the chat server", requirements=requirements, index=index)


def settings(now: Here) -> None:
    """Put in place what Synapse and the module read, each accepted by its reader first."""
    group = None if now.mine.loopback else USER
    for file in _each(chat_files(now.site, now.mine, now.day, now.python)):
        validated_file(
            name=f"File {file.dest}", dest=file.dest, text=file.text, check=file.check, mode=file.mode, group=group
        )


def chat_service(now: Here) -> None:
    """Run Synapse, and see that it answers."""
    unit = f"/etc/systemd/system/{UNIT}"
    text = write("systemd", now.guideline, now.site, replace(now.mine, roles=("chat",)))
    validated_file(name="Chat server's unit", dest=unit, text=text, check=UNIT_CHECK, mode="644")
    config = now.site.paths.config
    # The module takes up a new guideline and new members by itself: neither restarts the server.
    reads = (unit, f"{config}/homeserver.yaml", f"{PLACE}/{COMPLETE}")
    service(name="Chat server's service", unit=UNIT, reads=reads)
    url = f"http://{address_of(now)}:{now.site.ports.chat}/health"
    answers(name="Chat server answers", url=url, python=now.python, unit=UNIT)


def address_of(now: Here) -> str:
    """Return where the chat server of this host waits, as it stands in a URL: for its own edge it is loopback."""
    at_edge = now.mine in now.site.with_role("edge", now.mine.zone, now.mine.member)
    return "127.0.0.1" if at_edge else bracketed(str(now.mine.addresses[0]))


def _each(items: Iterable[_T]) -> Iterable[_T]:
    """Loop as pyinfra asks for around operations, so that hosts keep one order of them."""
    return cast("Iterable[_T]", cast("Any", host).loop(items))

"""The chat servers of a site: homeserver.yaml, and the module's guideline and members.

Stages: folders and secrets, then what the module reads, then homeserver.yaml, which Synapse itself
must accept before it replaces the old one. Host data: ``site`` (a folder), ``site_host`` (its name
there), ``as_of`` (the day of the guideline), ``python`` (the interpreter that has Synapse) and
``root`` (where a site's relative paths lie).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from pyinfra.api.deploy import deploy
from pyinfra.context import host
from pyinfra.operations import files

from guideline.settings import SECRETS
from guideline.site import load_site

from .desired import chat_files, folders, secrets
from .operations import secret_file, validated_file

_T = TypeVar("_T")


@deploy("Chat server")
def chat_server() -> None:
    """Bring one chat server to what the guideline of ``as_of`` says; other hosts are left alone."""
    site = load_site(Path(host.data.site)).at(Path(host.data.root))
    mine = site.host(host.data.site_host)
    if "chat" not in mine.roles:
        return
    for folder in _each(folders(site)):
        files.directory(name=f"Folder {folder.path}", path=folder.path, mode=folder.mode)
    for path in _each(secrets(site)):
        made = partial(SECRETS[path.rpartition("/")[2]], os.urandom)
        secret_file(name=f"Secret {path}", dest=path, make=made)
    for file in _each(chat_files(site, mine, date.fromisoformat(host.data.as_of), host.data.python)):
        validated_file(name=f"File {file.dest}", dest=file.dest, text=file.text, check=file.check, mode=file.mode)


def _each(items: Iterable[_T]) -> Iterable[_T]:
    """Loop as pyinfra asks for around operations, so that hosts keep one order of them."""
    return cast("Iterable[_T]", cast("Any", host).loop(items))

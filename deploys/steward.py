"""The steward of a chat host: advice in private, rooms and boards, stickers, drafts; from the environment of the kit.

Its account on the chat server is made once, by the server's shared secret; its password is made on the host, is
root's, and reaches the unit as a credential. The stickers come drawn, from the signed pack by way of the mirror.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.facts import FactBase
from pyinfra.api.operation import operation
from pyinfra.context import host
from pyinfra.operations import server

from guideline.settings import STEWARD, STEWARD_PASSWORD, STEWARD_STATE, STEWARD_USER, STICKERS, write
from guideline.words import say

from . import enrolled
from .base import bracketed
from .chat import UNIT as CHAT_UNIT
from .chat import UNIT_CHECK, address_of
from .environment import COMPLETE, PLACE
from .here import Here
from .operations import secret_file, validated_file
from .pack import STICKERS as PACKED
from .sealed import digest
from .service import service

UNIT = "guideline-steward.service"
ENROL = Path(enrolled.__file__).read_text("utf-8")

FETCH = """import hashlib, json, os, shutil, sys, tempfile, urllib.request
told = json.load(sys.stdin)
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
place = told["folder"]
os.umask(0o022)
new = tempfile.mkdtemp(prefix=".stickers.", dir=os.path.dirname(place))
try:
    for name, wanted in told["files"].items():
        data = opener.open(told["url"] + name, timeout=30).read()
        if hashlib.sha256(data).hexdigest() != wanted:
            sys.exit(name + ": not what was signed")
        with open(os.path.join(new, name), "wb") as stream:
            stream.write(data)
    os.chmod(new, 0o755)
    if os.path.isdir(place):
        os.rename(place, new + ".old")
    os.rename(new, place)
finally:
    for left in (new, new + ".old"):
        shutil.rmtree(left, ignore_errors=True)
"""
"""Fetches the drawn stickers from the mirror; the folder changes as a whole, and only to what was signed."""


class Drawn(FactBase[dict[str, str]]):
    """The files of a folder with their digests, and under "" its own and their modes."""

    def command(self, folder: str) -> StringCommand:
        """Return the command that prints them."""
        place = QuoteString(folder)
        modes = "find . -exec stat -c '%a %U' {} + | sort -u | tr '\\n' ' '"
        listed = "find . -type f -printf '%P\\n' | sort | xargs -r sha256sum"
        return StringCommand("if cd", place, f'2>/dev/null; then echo "$({modes})" " -"; {listed}; else echo -; fi')

    def process(self, output: Iterable[str]) -> dict[str, str]:
        """Read the modes, then digest and name a line."""
        lines = [line.strip() for line in output if line.strip()]
        held = {name: found for found, _, name in (line.partition("  ") for line in lines[1:])}
        return held | {"": lines[0].rstrip(" -")} if lines else {}


class Enrolled(FactBase[bool]):
    """Whether the steward has its account: it is up, which it isn't before it has logged in, or its token is good."""

    def command(self, token: str, python: str) -> StringCommand:
        """Return the command that prints a word when that is so."""
        known = StringCommand(QuoteString(python), "-I -c", QuoteString(ENROL), "known", QuoteString(token))
        return StringCommand("if systemctl is-active --quiet", UNIT, "; then echo well; else", known, "; fi")

    def process(self, output: Iterable[str]) -> bool:
        """Look for the word."""
        return "well" in {line.strip() for line in output}


@operation()
def drawn(folder: str, url: str, files: Mapping[str, str], python: str) -> Generator[StringCommand, None, None]:
    """Have a folder hold exactly the drawn stickers.

    + folder: absolute path on the host
    + url: where the mirror hands them out, ending in a slash
    + files: names, each with the SHA-256 that was signed
    + python: an interpreter on the host
    """
    if host.get_fact(Drawn, folder=folder) == {**files, "": "644 root 755 root"}:
        host.noop("the stickers are there")
        return
    told = json.dumps({"folder": folder, "url": url, "files": dict(files)})
    yield StringCommand(QuoteString(python), "-I -c", QuoteString(FETCH), _stdin=told)


@operation()
def steward_enrolled(told: Mapping[str, str], token: str, python: str) -> Generator[StringCommand, None, None]:
    """Have the steward's account on the chat server; one that is there stays as it is.

    + told: what the program on the host is told: server, user, display name, and the paths of both secrets
    + token: the file in which the steward keeps the token of its log-in
    + python: an interpreter on the host
    """
    if host.get_fact(Enrolled, token=token, python=python):
        host.noop("the steward has its account")
        return
    yield StringCommand(QuoteString(python), "-I -c", QuoteString(ENROL), "enrol", _stdin=json.dumps(dict(told)))


def steward_account(now: Here) -> None:
    """Make the account that the steward runs as on the host, and its password on the chat server."""
    server.user(  # noqa: S604 - the shell of one who can't log in
        name="Account of the steward", user=STEWARD_USER, system=True, ensure_home=False, home="/nonexistent",
        shell="/usr/sbin/nologin",
    )  # fmt: skip

    def make() -> str:
        return base64.urlsafe_b64encode(os.urandom(36)).decode("ascii") + "\n"

    secret_file(name="Password of the steward", dest=f"{now.site.paths.secrets}/{STEWARD_PASSWORD}", make=make)


def steward(now: Here) -> None:
    """Run the steward; its host's chat server is up."""
    if "chat" not in now.mine.roles:
        return
    paths, mirror = now.site.paths, now.mirror
    listed = f"{paths.config}/{STICKERS}"
    if now.pack is not None and mirror is not None:
        files = {path.name: digest(path) for path in sorted((now.pack / PACKED).glob("*"))}
        url = f"http://{bracketed(str(mirror.addresses[0]))}/{PACKED}/"
        drawn(name="Drawn stickers", folder=listed, url=url, files=files, python=now.python)
    secret = f"{paths.secrets}/{STEWARD_PASSWORD}"
    told = {
        "server": f"http://{address_of(now)}:{now.site.ports.chat}",
        "user": STEWARD,
        "name": say("ja", "steward.account"),
        "secret": f"{paths.secrets}/registration",
        "password": secret,
    }
    token = f"/var/lib/{STEWARD_STATE}/steward/token.json"
    steward_enrolled(name="Steward's account on the chat server", told=told, token=token, python=now.python)
    unit = f"/etc/systemd/system/{UNIT}"
    text = write("systemd", now.guideline, now.site, replace(now.mine, roles=("steward",)))
    check = tuple(part.replace(CHAT_UNIT, UNIT) for part in UNIT_CHECK)
    validated_file(name="Steward's unit", dest=unit, text=text, check=check, mode="644")
    # Guideline, members and stickers are taken up as it runs; another password has to be handed to it anew.
    service(name="Steward's service", unit=UNIT, reads=(unit, secret, f"{PLACE}/{COMPLETE}"), reloads=False)

"""``guideline serve``: the steward, the one service beside the homeserver."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guideline.commands.entering import enter
from guideline.commands.options import ENVIRONMENT, TOKYO, UNREADABLE, fail, help_of, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.bundle.model import Guideline
    from guideline.steward import Work

PAUSE = 0.5
LONGEST_PAUSE = 60.0
MAX_MEMBERS = 32 * 1024 * 1024

_A_FILE = click.Path(path_type=Path, dir_okay=False)
_A_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--state", type=_A_FOLDER, required=True, help="状態を置くフォルダー。 Where its state lies.")
@click.option("--bundle", type=_A_FILE, required=True, help="有効な指針。 The compiled guideline in force.")
@click.option("--members", type=_A_FILE, required=True, help="職員の課と役割。 Who is in which section, as the module.")
@click.option(
    "--access",
    type=_A_FILE,
    help="アドレスとアカウントのファイル。 The file of its address and account. [STATE/steward/access.json]",
)
@click.option(
    "--server", metavar="URL", help="チャットサーバー（--access の代わり）。 The chat server, instead of --access."
)
@click.option("--user", metavar="ID", help="お世話係のアカウント。 The steward's account.")
@click.option("--password-file", type=_A_FILE, help="合言葉のファイル。 The file of its password.")
@click.option("--spool", type=_A_FOLDER, help="モジュールが伝言を置くフォルダー。 The module's spool. [STATE/spool]")
@click.option(
    "--stickers",
    type=_A_FOLDER,
    help="描いたスタンプのフォルダー。 The folder of the drawn stickers.",
)
@click.option("--rooms", "zone", type=click.Choice(["internet", "admin"]), help=help_of("serve-rooms"))
@lang_option
def command(  # noqa: PLR0917 - one parameter an option
    state: Path,
    bundle: Path,
    members: Path,
    access: Path | None,
    server: str | None,
    user: str | None,
    password_file: Path | None,
    spool: Path | None,
    stickers: Path | None,
    zone: str | None,
    lang: Lang,
) -> None:
    """サーバーのお世話係を動かす。 Run the steward beside the homeserver."""
    from guideline.steward import DEVICE, Places, Work, account_of, read_account

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    told = password_file or access or state / "steward" / "access.json"
    try:
        account = account_of(server, user, password_file) if server and user and password_file else read_account(told)
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    places = Places(state, spool or state / "spool", stickers, zone or "")

    def begin() -> Work:
        client = enter(account, state / "steward" / "token.json", DEVICE)
        click.echo(say(lang, "steward.started", user=account.user, url=account.url), err=True)
        return Work(client, client.who_am_i(), places, InForce(bundle), Members(members))

    try:
        _serve(begin, stop, lang)
    except PermissionError as error:
        click.echo(say(lang, "steward.log-in-refused", reason=error, file=told), err=True)
        sys.exit(ENVIRONMENT)
    click.echo(say(lang, "steward.stopped"), err=True)


class InForce:
    """The guideline of today: read again when its file changes, and on a new day; the last good one stays."""

    def __init__(self, compiled: Path) -> None:
        self._compiled = compiled
        self._known: tuple[object, Guideline] | None = None

    def __call__(self) -> Guideline:
        """Return it. Raises SourceError where none could ever be read."""
        from guideline.bundle import load_bundle

        today = datetime.now(TOKYO).date()
        stamp = _stamp(self._compiled), today
        if self._known is None or self._known[0] != stamp:
            try:
                self._known = stamp, load_bundle(str(self._compiled)).at(today)
            except SourceError:
                if self._known is None:
                    raise
        return self._known[1]


class Members:
    """The members, as the module reads them: read again when their file changes; the last good ones stay."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: object = None
        self._known: Mapping[str, Mapping[str, Any]] = {}

    def __call__(self) -> Mapping[str, Mapping[str, Any]]:
        """Return them by user id: section and roles; nobody where the file could never be read."""
        stamp = _stamp(self._path)
        if stamp != self._seen:
            self._seen = stamp
            try:
                with self._path.open("rb") as stream:
                    found = json.loads(stream.read(MAX_MEMBERS))
            except (OSError, ValueError, RecursionError):
                return self._known
            if isinstance(found, dict) and all(isinstance(one, dict) for one in found.values()):
                self._known = found
        return self._known


def _stamp(path: Path) -> object:
    try:
        at = path.stat()
    except OSError:
        return None
    return at.st_mtime_ns, at.st_size, at.st_ino


def _serve(begin: Callable[[], Work], stop: threading.Event, lang: Lang) -> None:
    """Work until told to stop; a server that is away is waited for."""
    pause = PAUSE
    work: Work | None = None
    ready = False
    while not stop.is_set():
        try:
            work = work or begin()
            work.turn(datetime.now(TOKYO), time.monotonic(), PAUSE)
            pause = PAUSE
            if not ready:
                _notify("READY=1", os.environ.get("NOTIFY_SOCKET", ""))
                ready = True
        except ConnectionError:
            pause = min(pause * 2, LONGEST_PAUSE)
            click.echo(say(lang, "steward.away", seconds=round(pause)), err=True)
            stop.wait(pause)


def _notify(word: str, address: str) -> None:
    """Tell systemd, where it started this, that the steward has done its first turn (sd_notify(3))."""
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
            told.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            told.send(word.encode("ascii"))

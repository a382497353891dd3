"""``guideline serve``: the steward, the one service beside the homeserver."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guideline.commands.entering import enter
from guideline.commands.options import ENVIRONMENT, TOKYO, UNREADABLE, fail, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.bundle.model import Guideline
    from guideline.homeserver import Client
    from guideline.site import Site
    from guideline.steward import Account, Advice, Boards, Drafts, Stickers

PAUSE = 0.5
FURNISH_EVERY = 10.0
"""Seconds between two looks at whether stickers or rooms are new."""
BOARDS_EVERY = 60.0
"""Seconds between two looks at who hasn't read what must be read."""
LONGEST_PAUSE = 60.0


@click.command()
@click.option(
    "--site", type=click.Path(path_type=Path), required=True, help="サイトの設定のフォルダー。 The site's folder."
)
@click.option(
    "--state", type=click.Path(path_type=Path), required=True, help="状態を置くフォルダー。 Where its state lies."
)
@click.option(
    "--bundle",
    type=click.Path(path_type=Path),
    help="下書きを判定する指針（既定はサイトのもの）。 The compiled bundle that judges drafts.",
)
@click.option(
    "--stickers",
    type=click.Path(path_type=Path),
    help="描いたスタンプのフォルダー。 The folder of the drawn stickers.",
)
@lang_option
def command(site: Path, state: Path, bundle: Path | None, stickers: Path | None, lang: Lang) -> None:
    """サーバーのお世話係を動かす。 Run the steward beside the homeserver."""
    from guideline.site import load_site
    from guideline.steward import read_account

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    try:
        here = load_site(site)
        account = read_account(state / "steward" / "access.json")
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        in_force = InForce(bundle, here)
        _serve(account, state, in_force, stickers, stop, lang, partial(_remind, account.user, in_force, here))
    except PermissionError as error:
        click.echo(say(lang, "steward.log-in-refused", reason=error, file=state / "steward" / "access.json"), err=True)
        sys.exit(ENVIRONMENT)
    click.echo(say(lang, "steward.stopped"), err=True)


class InForce:
    """The guideline of today: read again when its file changes, and on a new day; the last good one stays."""

    def __init__(self, compiled: Path | None, site: Site) -> None:
        self._compiled = compiled
        self._site = site
        self._known: tuple[object, Guideline] | None = None

    def __call__(self) -> Guideline:
        """Return it. Raises SourceError where none could ever be read."""
        from guideline.bundle import load_bundle
        from guideline.site import bundle_of

        today = datetime.now(TOKYO).date()
        stamp = self._stamp(), today
        if self._known is None or self._known[0] != stamp:
            try:
                bundle = load_bundle(str(self._compiled)) if self._compiled else bundle_of(self._site)
                self._known = stamp, bundle.at(today)
            except SourceError:
                if self._known is None:
                    raise
        return self._known[1]

    def _stamp(self) -> object:
        try:
            at = self._compiled.stat() if self._compiled else None
        except OSError:
            return None
        return (at.st_mtime_ns, at.st_size) if at else None


def _serve(  # noqa: PLR0917 - what a run is made of
    account: Account,
    state: Path,
    in_force: InForce,
    stickers: Path | None,
    stop: threading.Event,
    lang: Lang,
    remind: Callable[[Boards], None],
) -> None:
    """Work until told to stop; a server that is away is waited for."""
    from guideline.steward import DEVICE, Advice, Boards, Drafts, Stickers

    pause, own = PAUSE, state / "steward"
    client: Client | None = None
    work: tuple[Advice, Drafts, Stickers | None] | None = None
    looked = 0.0
    reminded = -BOARDS_EVERY
    while not stop.is_set():
        try:
            if work is None or client is None:
                client = enter(account, state / "steward" / "token.json", DEVICE)
                pack = Stickers(client, stickers) if stickers else None
                work = Advice(client, state / "spool", own), Drafts(client, client.who_am_i(), own, in_force), pack
                click.echo(say(lang, "steward.started", user=account.user, url=account.url), err=True)
            advice, drafts, pack = work
            advice.tell_all(datetime.now(TOKYO).date())
            if pack and (not looked or time.monotonic() - looked >= FURNISH_EVERY):
                pack.offer()
                looked = time.monotonic()
            if time.monotonic() - reminded >= BOARDS_EVERY:
                reminded = time.monotonic()
                remind(Boards(client, advice.rooms, own))
            # Waiting for drafts is the pause between two looks at the spool.
            drafts.answer_all(PAUSE)
            pause = PAUSE
        except ConnectionError:
            pause = min(pause * 2, LONGEST_PAUSE)
            click.echo(say(lang, "steward.away", seconds=round(pause)), err=True)
            stop.wait(pause)


def _remind(steward: str, in_force: InForce, site: Site, boards: Boards) -> None:
    """Remind the unread as the guideline of today wants it; without a guideline that can be read, nobody."""
    from guideline.steward import is_shared, read_people, reminding

    try:
        minutes = reminding(in_force())
    except SourceError:
        return
    server = steward.partition(":")[2]
    try:
        shared = {f"@{one.user}:{server}" for one in read_people(site.folder / "people.csv") if is_shared(one)}
    except SourceError:
        shared = set()
    if minutes is not None:
        boards.remind(datetime.now(TOKYO), minutes, frozenset({steward, *shared}))

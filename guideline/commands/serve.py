"""``guideline serve``: the steward, the one service beside the homeserver."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guideline.commands.entering import enter
from guideline.commands.options import ENVIRONMENT, TOKYO, UNREADABLE, fail, lang_option
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.homeserver import Client
    from guideline.steward import Account

PAUSE = 0.5
LONGEST_PAUSE = 60.0


@click.command()
@click.option(
    "--site", type=click.Path(path_type=Path), required=True, help="サイトの設定のフォルダー。 The site's folder."
)
@click.option(
    "--state", type=click.Path(path_type=Path), required=True, help="状態を置くフォルダー。 Where its state lies."
)
@lang_option
def command(site: Path, state: Path, lang: Lang) -> None:
    """サーバーのお世話係を動かす。 Run the steward beside the homeserver."""
    from guideline.site import load_site
    from guideline.steward import read_account

    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    try:
        load_site(site)
        account = read_account(state / "steward" / "access.json")
    except SourceError as error:
        fail(error, lang, UNREADABLE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        _serve(account, state, stop, lang)
    except PermissionError as error:
        click.echo(say(lang, "steward.log-in-refused", reason=error, file=state / "steward" / "access.json"), err=True)
        sys.exit(ENVIRONMENT)
    click.echo(say(lang, "steward.stopped"), err=True)


def _serve(account: Account, state: Path, stop: threading.Event, lang: Lang) -> None:
    """Work until told to stop; a server that is away is waited for."""
    from guideline.steward import DEVICE, Advice

    pause = PAUSE
    client: Client | None = None
    advice: Advice | None = None
    while not stop.is_set():
        try:
            if client is None or advice is None:
                client = enter(account, state / "steward" / "token.json", DEVICE)
                advice = Advice(client, state / "spool", state / "steward")
                click.echo(say(lang, "steward.started", user=account.user, url=account.url), err=True)
            advice.tell_all(datetime.now(TOKYO).date())
            pause = PAUSE
        except ConnectionError:
            pause = min(pause * 2, LONGEST_PAUSE)
            click.echo(say(lang, "steward.away", seconds=round(pause)), err=True)
        stop.wait(pause)

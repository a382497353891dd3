"""``guideline page``: the staff page, on which drafts are judged as they are written."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from guideline.commands.options import ENVIRONMENT, INVALID, UNREADABLE, fail, help_of, lang_option, today
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.bundle import Bundle

MAX_TOKENS = 64 * 1024


@click.command()
@click.option("--policy", default="kakuu", show_default=True, help=help_of("policy"))
@click.option("--host", default="127.0.0.1", show_default=True, help="待ち受けるアドレス。 The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8090, show_default=True, help="ポート。 The port.")
@click.option("--name", "names", multiple=True, help="応じるホスト名。 A host name to answer to (any by default).")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    default=("127.0.0.1",),
    show_default=True,
    help="手前の中継のアドレス。X-Forwarded-For を信じます。 A proxy in front, whose X-Forwarded-For is believed.",
)
@click.option(
    "--zone", type=click.Choice(["internet", "admin"]), default="internet", show_default=True, help=help_of("zone")
)
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, dir_okay=False),
    help="機械の鍵の SHA-256 を一行ずつ書いたファイル。 A file of machines' tokens, as SHA-256, one a line.",
)
@click.option(
    "--status",
    type=click.Path(path_type=Path, dir_okay=False),
    help="モジュールの status.json。 The module's status.json.",
)
@click.option(
    "--told",
    type=click.Path(path_type=Path, file_okay=False),
    help="お世話係が伝えた件の印のフォルダー。 The steward's folder of marks of what it told.",
)
@click.option(
    "--chat",
    default="",
    metavar="URL",
    help="部屋を見せるチャットサーバー。 The chat server whose rooms are shown to those who log in.",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    help="再起動の後もログインを保つフォルダー。 A private folder: log-ins outlive a restart.",
)
@lang_option
def command(
    *,
    policy: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    proxies: tuple[str, ...],
    zone: Literal["internet", "admin"],
    tokens: Path | None,
    status: Path | None,
    told: Path | None,
    chat: str,
    state: Path | None,
    lang: Lang,
) -> None:
    """職員のページを開く。 Serve the staff page."""
    from guideline.bundle import load_bundle
    from guideline.web import Settings, make_app, serve

    def load() -> Bundle:
        return load_bundle(policy)

    settings = Settings(
        load=load,
        stamp=lambda: _stamp(policy),
        today=today,
        clock=time.monotonic,
        moment=time.time,
        chance=os.urandom,
        zone=zone,
        hosts=names,
        tokens=_tokens(tokens, lang),
        status=status,
        told=told,
        chat=_address(chat, lang),
        state=state,
    )
    try:
        app = make_app(settings)
    except SourceError as error:
        fail(error, lang, INVALID)
    except OSError as error:
        click.echo(say(lang, "web.no-state", folder=state, reason=error.strerror), err=True)
        sys.exit(ENVIRONMENT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    click.echo(say(lang, "web.serving", url=f"http://{f'[{host}]' if ':' in host else host}:{port}/"), err=True)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            serve(app, host, port, proxies=",".join(proxies))
    except OSError as error:
        click.echo(say(lang, "web.no-address", host=host, port=port, reason=error.strerror), err=True)
        sys.exit(ENVIRONMENT)


def _address(chat: str, lang: Lang) -> str:
    """Return the chat server's address, or end where it is none."""
    if chat and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", chat):
        click.echo(say(lang, "web.bad-chat"), err=True)
        sys.exit(UNREADABLE)
    return chat


def _stamp(policy: str) -> object:
    """Return what changes when the bundle is saved: times and sizes of its files, or of the compiled one."""
    path = Path(policy)
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    found: list[tuple[str, int, int]] = []
    for file in files[:1000]:
        try:
            stat = file.stat()
        except OSError:
            continue
        found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return found


def _tokens(path: Path | None, lang: Lang) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        with path.open("rb") as stream:
            lines = stream.read(MAX_TOKENS).decode("ascii", "replace").split("\n")
    except OSError as error:
        click.echo(say(lang, "web.no-tokens", file=path, reason=error.strerror), err=True)
        sys.exit(UNREADABLE)
    digests = {line.partition("#")[0].strip().lower() for line in lines} - {""}
    if not digests or any(not re.fullmatch("[0-9a-f]{64}", digest) for digest in digests):
        click.echo(say(lang, "web.bad-tokens", file=path), err=True)
        sys.exit(UNREADABLE)
    return frozenset(digests)

"""``guideline up``: the embedded site, for trying everything on one's own machine."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from guideline.commands.options import ENVIRONMENT, INVALID, TOKYO, UNREADABLE, fail, lang_option, today, told
from guideline.source import SourceError
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.bundle.model import Guideline
    from guideline.embedded import Folder, Process, World
    from guideline.homeserver import Client

DEMO = ("sato", "suzuki")
"""Two of the trial site's people, for two browsers to talk."""


@click.command()
@click.option("--policy", default="kakuu", show_default=True, help="ガイドライン。 The bundle.")
@click.option("--site", "site_name", default="embedded", show_default=True, help="サイト。 The site.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    default=Path(".state/up"),
    show_default=True,
    help="状態を置くフォルダー。 Where its state lies.",
)
@click.option("--port", type=click.IntRange(1024, 65535), help="ポート。 The port.")
@click.option("--detach", is_flag=True, help="動いたら端末を返す。 Give the terminal back when it runs.")
@click.option("--stop", is_flag=True, help="止める。 Stop it.")
@click.option(
    "--say", "said", help="トークに1通送って答えを見る。 Send one message to the talk room and see the answer."
)
@click.option("--as", "who", default="sato", show_default=True, help="--say で送る人。 Who sends it.")
@click.option("--board", is_flag=True, help="--say を掲示板に送る。 Send it to the board.")
@lang_option
def command(  # noqa: PLR0917 - one parameter an option
    policy: str,
    site_name: str,
    state: Path,
    port: int | None,
    detach: bool,
    stop: bool,
    said: str | None,
    who: str,
    board: bool,
    lang: Lang,
) -> None:
    """手元で試用サイトを動かす。 Run a trial site on this machine."""
    from guideline.embedded import Folder

    folder = Folder(state.absolute())
    if stop:
        _stop(folder, lang)
    elif said is not None:
        _say(folder, said, who, "board" if board else "talk", lang)
    elif detach:
        _detach(folder, lang)
    else:
        _up(folder, policy, site_name, port, lang)


def _up(folder: Folder, policy: str, site_name: str, port: int | None, lang: Lang) -> None:
    from guideline.embedded import BundleInvalidError, GivesUpError, Run
    from guideline.site import find_site, load_site

    try:
        folder.make()
        lock = folder.lock()
    except OSError as error:
        _give_up(say(lang, "up.unwritable", folder=folder.root, reason=error.strerror))
    if lock is None:
        _tell_already(folder, lang)
        return
    with lock, _ended_by_signals():
        try:
            site = load_site(find_site(site_name))
            run = Run(folder, site, policy, port, _world(lang))
            # Into a file go no passwords; whoever sits at the terminal is shown two accounts to try.
            shown = folder if sys.stdout.isatty() else None
            run.run(lambda facts: click.echo(_running(facts, lang, shown)))
        except BundleInvalidError:
            sys.exit(INVALID)
        except GivesUpError as error:
            _give_up(say(lang, f"up.{error.name}", **error.args_of))
        except SourceError as error:
            fail(error, lang, UNREADABLE)
        except (ConnectionError, PermissionError) as error:
            _give_up(say(lang, "up.refused", reason=error, folder=folder.root))
        except OSError as error:
            _give_up(say(lang, "up.unwritable", folder=folder.root, reason=error.strerror))


def _world(lang: Lang) -> World:
    """Return what a run takes from outside: the edge where clock, chance and environment come in."""
    from guideline.embedded import World
    from guideline.homeserver import Client
    from guideline.steward import read_people

    def tell(name: str, /, **args: object) -> None:
        click.echo(say(lang, f"up.{name}", **args), err=True)

    def stickers(guideline: Guideline) -> Mapping[str, bytes]:
        from guideline.commands.fonts import font_folders
        from guideline.publish import PdfError, sticker_files

        try:
            return sticker_files(guideline, "ja", font_folders())
        except PdfError as error:
            # The site runs without them.
            click.echo(error.sentence(lang), err=True)
            return {}

    def problems(error: SourceError) -> None:
        for problem in error.problems:
            click.echo(told(problem, lang), err=True)

    return World(
        environment={**_environment(), "PYTHONUNBUFFERED": "1"},
        today=today,
        sleep=time.sleep,
        chance=os.urandom,
        password=lambda: secrets.token_urlsafe(12),
        connect=lambda url: Client(url, sleep=time.sleep),
        read_people=read_people,
        stickers=stickers,
        tell=tell,
        problems=problems,
        logins_head=say(lang, "up.logins-head"),
    )


def _environment() -> dict[str, str]:
    """Return the environment in which a child finds the same packages."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _facts(folder: Folder) -> dict[str, Any]:
    """Return what a running site has told of itself; empty where the run that told it is gone."""
    from guideline.embedded import recall

    facts = folder.read_json(folder.running)
    up = recall(folder.record("up"))
    return facts if up is not None and facts.get("pid") == up.pid else {}


def _running(facts: Mapping[str, object], lang: Lang, folder: Folder | None) -> str:
    """Return where everything is; with two accounts to log in with where ``folder`` holds their passwords."""
    shown = {key: str(facts.get(key) or "-") for key in ("page", "url", "policy", "version", "logins", "status")}
    lint = f"echo 'お疲れ様です。了解しました' | guideline lint --policy {facts['policy_option']} -"
    return say(
        lang,
        "up.running",
        **shown,
        accounts=_accounts(folder, lang) if folder else "",
        talk_name=say("ja", "up.room-talk"),
        board_name=say("ja", "up.room-board"),
        lint=lint,
        send="guideline up --say 了解しました",
    )


def _accounts(folder: Folder, lang: Lang) -> str:
    """Return the lines of two accounts: one writes, the other sees it come."""
    passwords = folder.read_json(folder.passwords)
    known = [(user, passwords[user]) for user in DEMO if isinstance(passwords.get(user), str)]
    return "".join(say(lang, "up.account", user=user, password=password) for user, password in known)


def _tell_already(folder: Folder, lang: Lang) -> None:
    """Another process holds the folder: a running site says where it is."""
    facts = _facts(folder)
    if not facts:
        _give_up(say(lang, "up.in-use", folder=folder.root))
    click.echo(say(lang, "up.already"), err=True)
    click.echo(_running(facts, lang, folder))


def _stop(folder: Folder, lang: Lang) -> None:
    """End the run of this folder, and what a run that was killed left behind."""
    from guideline.embedded import Children, end

    up = _whoever_holds(folder)
    children = Children(folder, {}, time.sleep)
    if up is None and not children.left_over():
        click.echo(say(lang, "up.not-running"), err=True)
        return
    left = [] if up is None or end(up, time.sleep, patience=40.0) else [up]
    left += children.end_all()
    folder.running.unlink(missing_ok=True)
    if left:
        _give_up(say(lang, "up.not-stopped", pids=", ".join(str(p.pid) for p in left)))
    click.echo(say(lang, "up.stopped", folder=folder.root), err=True)


def _whoever_holds(folder: Folder) -> Process | None:
    """Return the run of this folder; one that has only just begun is given the time to say who it is."""
    from guideline.embedded import recall

    for _ in range(100):
        up = recall(folder.record("up"))
        if up is not None or not folder.root.is_dir():
            return up
        lock = folder.lock()
        if lock is not None:
            lock.close()
            return None
        time.sleep(0.1)
    return None


def _detach(folder: Folder, lang: Lang) -> None:
    """Start ``up`` without a terminal, and come back when it runs or has failed."""
    folder.make()
    log = folder.logs / "up.log"
    arguments = [argument for argument in sys.argv[1:] if argument != "--detach"]
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "guideline", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=_environment(),
            start_new_session=True,
        )
    while child.poll() is None:
        facts = _facts(folder)
        if facts.get("pid") == child.pid:
            click.echo(_running(facts, lang, folder))
            return
        time.sleep(0.1)
    click.echo(log.read_text("utf-8", "replace"), err=True, nl=False)
    sys.exit(child.returncode)


def _say(folder: Folder, text: str, who: str, name: str, lang: Lang) -> None:
    """Send one message as one of the demo people; tell what the server answers and the steward says."""
    from guideline.homeserver import Client, RefusedError

    facts = _facts(folder)
    passwords = folder.read_json(folder.passwords)
    if not facts or who not in passwords:
        _give_up(say(lang, "up.not-running" if not facts else "up.no-such-person", who=who))
    with Client(str(facts["url"]), sleep=time.sleep) as client:
        client.log_in(who, passwords[who], "GUIDELINE-SAY")
        user = client.who_am_i()
        before = datetime.now(TOKYO)
        try:
            client.send(
                facts["rooms"][name], "m.room.message", {"msgtype": "m.text", "body": text}, secrets.token_hex(8)
            )
            click.echo(say(lang, "up.sent"))
        except RefusedError as error:
            click.echo(error.message)
        for word in _words(client, folder, user, before):
            click.echo(word)


def _words(client: Client, folder: Folder, user: str, since: datetime) -> Iterator[str]:
    """Yield what the steward said to a person since a moment, waiting a little for it."""
    for _ in range(12):
        time.sleep(0.2)
        room = folder.read_json(folder.private_rooms).get(user)
        if not isinstance(room, str) or room not in client.joined_rooms():
            continue
        found = [
            event["content"].get("body", "")
            for event in client.messages(room, limit=5)["chunk"]
            if event.get("type") == "m.room.message" and event["origin_server_ts"] >= since.timestamp() * 1000
        ]
        if found:
            yield from reversed(found)
            return


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the run as Ctrl-C does, with everything put away."""

    def ended(*_: object) -> NoReturn:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        sys.exit(0)

    before = {number: signal.signal(number, ended) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _give_up(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(ENVIRONMENT)

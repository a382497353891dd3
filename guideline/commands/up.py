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
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from guideline.commands.options import ENVIRONMENT, INVALID, TOKYO, UNREADABLE, fail, lang_option, told
from guideline.source import SourceError, packaged
from guideline.words import Lang, say

if TYPE_CHECKING:
    from guideline.bundle import Bundle
    from guideline.embedded import Folder, Process
    from guideline.homeserver import Client
    from guideline.site import Site
    from guideline.steward import Person

LOOK_EVERY = 1.0
STEWARD_STARTS = 5


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
            _Run(folder, policy, site_name, port, lang).run()
        except SourceError as error:
            fail(error, lang, UNREADABLE)
        except (ConnectionError, PermissionError) as error:
            _give_up(say(lang, "up.refused", reason=error, folder=folder.root))
        except OSError as error:
            _give_up(say(lang, "up.unwritable", folder=folder.root, reason=error.strerror))


class _Run:
    """One run of the site, from the lock to its end."""

    def __init__(self, folder: Folder, policy: str, site_name: str, port: int | None, lang: Lang) -> None:
        from guideline.embedded import Children

        self._folder = folder
        self._policy = policy
        self._site = _site(site_name, folder)
        self._port = port or self._site.ports.chat
        self._lang = lang
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONUNBUFFERED": "1"}
        self._children = Children(folder, environment, time.sleep)
        self._steward_starts = 0

    def run(self) -> None:
        """Start, populate, tell, and watch until somebody ends it."""
        from guideline.embedded import myself

        me = myself()
        self._folder.keep_json(self._folder.record("up"), {"pid": me.pid, "start": me.start})
        if self._children.left_over():
            self._children.end_all()
            self._err("up.recovered")
        bundle = self._compile(first=True)
        try:
            self._err("up.starting")
            self._start()
            rooms = self._populate()
            self._tell(bundle, rooms)
            self._watch()
        finally:
            left = self._children.end_all()
            if left:
                self._err("up.not-stopped", pids=", ".join(str(p.pid) for p in left))
            for path in (self._folder.running, self._folder.record("up")):
                path.unlink(missing_ok=True)
            if self._folder.root.is_dir():
                self._err("up.stopped", folder=self._folder.root)

    def _compile(self, *, first: bool) -> Bundle | None:
        """Put the bundle in force; a broken one is told and leaves the last good one as it is."""
        from guideline.bundle import load_bundle

        try:
            bundle = load_bundle(self._policy)
            bundle.at(datetime.now(TOKYO).date())
        except SourceError as error:
            for problem in error.problems:
                click.echo(told(problem, self._lang), err=True)
            if first and not self._folder.bundle.exists():
                sys.exit(INVALID)
            self._err("up.bundle-broken")
            return None
        data = bundle.to_json()
        if not self._folder.bundle.exists() or self._folder.bundle.read_bytes() != data:
            self._folder.keep(self._folder.bundle, data)
            if not first:
                about = bundle.at(datetime.now(TOKYO).date())
                self._err("up.bundle-new", id=about.id, version=about.version, digest=bundle.meaning_digest[:12])
        return bundle

    def _start(self) -> None:
        """Start Synapse; should another program take the port in between, try once more."""
        from guideline.embedded import any_free, choose
        from guideline.homeserver import Client

        wanted = choose(self._port)
        for _ in range(3):
            if wanted != self._port:
                self._err("up.port-taken", port=self._port, other=wanted)
            self._configure(wanted)
            self._children.start_synapse()
            with Client(self._url(wanted), sleep=time.sleep, timeout=5.0) as client:
                if self._children.wait_until(client.healthy) and self._children.running("synapse"):
                    self._port = wanted
                    return
            self._children.end_all()
            wanted = any_free() if choose(wanted) != wanted else wanted
        _give_up(say(self._lang, "up.no-start", log=self._children.log("synapse")))

    def _configure(self, port: int) -> None:
        from guideline.embedded import logging_configuration, members, with_log
        from guideline.settings import make_secrets, write

        folder, site = self._folder, self._site
        make_secrets(folder.secrets, os.urandom)
        host = site.with_role("chat")[0]
        guideline = self._in_force().at(datetime.now(TOKYO).date())
        written = write("synapse", guideline, replace(site, ports=replace(site.ports, chat=port)), host)
        folder.keep(folder.homeserver_yaml, with_log(written, folder).encode())
        folder.keep(folder.log_yaml, logging_configuration(folder).encode())
        folder.keep_json(folder.members, members(self._people(), host.server_name))

    def _populate(self) -> dict[str, str]:
        from guideline import embedded
        from guideline.homeserver import Client

        folder, people = self._folder, self._people()
        names = (embedded.STEWARD, *(person.user for person in people))
        passwords = folder.made_once(names, lambda: secrets.token_urlsafe(12))
        with Client(self._url(self._port), sleep=time.sleep) as client:
            embedded.register(client, people, passwords, (folder.secrets / "registration").read_text("ascii").strip())
            client.log_in(embedded.STEWARD, passwords[embedded.STEWARD], "GUIDELINE-UP")
            zone = self._site.with_role("chat")[0].zone
            rooms = embedded.rooms(
                client, folder.read_json(folder.rooms), zone, lambda r: folder.keep_json(folder.rooms, dict(r))
            )
            users = [f"@{person.user}:{self._server_name}" for person in people]
            for room in rooms.values():
                embedded.join(client, room, users)
        lines = [
            say(self._lang, "up.logins-head"),
            *(f"{p.user}\t{passwords[p.user]}\t{p.name}（{p.section}）" for p in people),
        ]
        folder.keep(folder.logins, ("\n".join(lines) + "\n").encode())
        access = {"url": self._url(self._port), "user": self._steward, "password": passwords[embedded.STEWARD]}
        folder.keep_json(folder.access, access)
        self._children.start_steward(self._site.folder)
        return rooms

    def _tell(self, bundle: Bundle | None, rooms: Mapping[str, str]) -> None:
        folder = self._folder
        guideline = (bundle or self._in_force()).at(datetime.now(TOKYO).date())
        facts = {
            "url": self._url(self._port),
            "policy": guideline.id,
            "version": guideline.version,
            "logins": str(folder.logins),
            "status": str(folder.status),
            "rooms": dict(rooms),
            "policy_option": self._policy,
            "pid": os.getpid(),
        }
        folder.keep_json(folder.running, facts)
        click.echo(_running(facts, self._lang))

    def _watch(self) -> None:
        """Watch the bundle's files and the children until a signal ends the loop."""
        from guideline.embedded import Watch

        watch = Watch(self._policy_folders())
        while True:
            time.sleep(LOOK_EVERY)
            if not self._folder.record("up").exists():
                _give_up(say(self._lang, "up.folder-gone", folder=self._folder.root))
            if not self._children.running("synapse"):
                _give_up(say(self._lang, "up.died", log=self._children.log("synapse")))
            if not self._children.running("steward") and self._steward_starts < STEWARD_STARTS:
                self._steward_starts += 1
                last = self._steward_starts == STEWARD_STARTS
                self._err("up.steward-gives-up" if last else "up.steward-again", log=self._children.log("steward"))
                self._children.start_steward(self._site.folder)
            if watch.changed():
                self._compile(first=False)

    def _policy_folders(self) -> tuple[Path, ...]:
        """Return the folders of the bundle and of what it may extend."""
        named = Path(self._policy)
        folders = [packaged("policies")]
        if named.exists():
            folders.append(named.parent if named.is_file() else named)
        return tuple(folders)

    def _in_force(self) -> Bundle:
        from guideline.bundle import Bundle

        return Bundle.from_json(self._folder.bundle.read_bytes(), str(self._folder.bundle))

    def _people(self) -> tuple[Person, ...]:
        from guideline.steward import read_people

        return read_people(self._site.folder / "people.csv")

    @property
    def _server_name(self) -> str:
        return self._site.with_role("chat")[0].server_name

    @property
    def _steward(self) -> str:
        from guideline.embedded import STEWARD

        return f"@{STEWARD}:{self._server_name}"

    def _url(self, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def _err(self, key: str, **args: object) -> None:
        click.echo(say(self._lang, key, **args), err=True)


def _site(name: str, folder: Folder) -> Site:
    """Load the site, with all its folders below this one."""
    from guideline.site import Paths, find_site, load_site

    paths = Paths(folder.config, folder.state, folder.secrets, folder.root / "certificates")
    return replace(load_site(find_site(name)), paths=paths)


def _facts(folder: Folder) -> dict[str, Any]:
    """Return what a running site has told of itself; empty where the run that told it is gone."""
    from guideline.embedded import recall

    facts = folder.read_json(folder.running)
    up = recall(folder.record("up"))
    return facts if up is not None and facts.get("pid") == up.pid else {}


def _running(facts: Mapping[str, object], lang: Lang) -> str:
    shown = {key: str(facts[key]) for key in ("url", "policy", "version", "logins", "status")}
    lint = f"echo 'お疲れ様です。了解しました' | guideline lint --policy {facts['policy_option']} -"
    return say(
        lang,
        "up.running",
        **shown,
        talk_name=say("ja", "up.room-talk"),
        board_name=say("ja", "up.room-board"),
        lint=lint,
        send="guideline up --say 了解しました",
    )


def _tell_already(folder: Folder, lang: Lang) -> None:
    """Another process holds the folder: a running site says where it is."""
    facts = _facts(folder)
    if not facts:
        _give_up(say(lang, "up.in-use", folder=folder.root))
    click.echo(say(lang, "up.already"), err=True)
    click.echo(_running(facts, lang))


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
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "guideline", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
        )
    while child.poll() is None:
        facts = _facts(folder)
        if facts.get("pid") == child.pid:
            click.echo(_running(facts, lang))
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

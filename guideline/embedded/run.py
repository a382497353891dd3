"""One run of the embedded site: started, populated, watched, and put away whatever happens."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

from guideline.embedded.configuration import logging_configuration, with_log
from guideline.embedded.folder import Folder
from guideline.embedded.policy import Policy
from guideline.embedded.populate import STEWARD as STEWARD_USER
from guideline.embedded.populate import members, register
from guideline.embedded.ports import LOOPBACK, any_free, choose
from guideline.embedded.processes import myself
from guideline.embedded.running import PAGE, STEWARD, SYNAPSE, UP, Children
from guideline.embedded.world import GivesUpError, World
from guideline.settings import make_secrets, write
from guideline.site import Paths, Site
from guideline.steward import NAMES, bring, rooms
from guideline.words import say

LOOK_EVERY = 1.0
STEWARD_STARTS = 5
PAGE_STARTS = 5
PAGE_PORT = 8090
PORTS_TRIED = 3
STICKERS = "stickers.json"
"""The list of the drawn stickers."""


class Run:
    """From the lock to the end. ``site`` is the site as described; all its folders lie in ``folder``."""

    def __init__(self, folder: Folder, site: Site, policy: str, port: int | None, world: World) -> None:
        paths = Paths(folder.config, folder.state, folder.secrets, folder.root / "certificates")
        self._folder = folder
        self._site = replace(site, paths=paths)
        self._host = site.with_role("chat")[0]
        self._port = port or site.ports.chat
        self._world = world
        self._policy = Policy(folder, policy, world)
        self._people = world.read_people(site.folder / "people.csv")
        self._children = Children(folder, world.environment, world.sleep)
        self._steward_starts = 0
        self._page_port = 0
        self._page_starts = 0
        self._drawn: object = None
        self._refused: object = {}
        self._failures = 0

    def run(self, running: Callable[[Mapping[str, Any]], None]) -> None:
        """Start everything, tell ``running`` where it is, and watch until a signal ends it.

        Raises GivesUpError, SourceError, ConnectionError, PermissionError, OSError; whatever happens, what
        was started is ended.
        """
        me = myself()
        self._folder.keep_json(self._folder.record(UP), {"pid": me.pid, "start": me.start})
        if self._children.left_over():
            self._children.end_all()
            self._world.tell("recovered")
        try:
            self._policy.begin()
            self._world.tell("starting")
            self._start()
            made = self._populate()
            if self._module_says() == "none":
                raise GivesUpError("nothing-in-force", status=self._folder.status)
            facts = {**self._facts(made), "page": self._start_page()}
            self._folder.keep_json(self._folder.running, facts)
            running(facts)
            while True:
                self._world.sleep(LOOK_EVERY)
                self._look()
        finally:
            self._end()

    def _start(self) -> None:
        """Start Synapse; should another program take the port in between, try another."""
        wanted = choose(self._port)
        for _ in range(PORTS_TRIED):
            if wanted != self._port:
                self._world.tell("port-taken", port=self._port, other=wanted)
            self._configure(wanted)
            self._folder.status.unlink(missing_ok=True)
            self._children.start_synapse()
            with closing(self._world.connect(_url(wanted))) as server:
                if self._children.wait_until(server.healthy) and self._children.running(SYNAPSE):
                    self._port = wanted
                    return
            self._children.end_all()
            wanted = wanted if choose(wanted) == wanted else any_free()
        raise GivesUpError("no-start", log=self._children.log(SYNAPSE))

    def _configure(self, port: int) -> None:
        folder = self._folder
        make_secrets(folder.secrets, self._world.chance)
        site = replace(self._site, ports=replace(self._site.ports, chat=port))
        written = write("synapse", self._policy.guideline(), site, self._host)
        folder.keep(folder.homeserver_yaml, with_log(written, folder).encode())
        folder.keep(folder.log_yaml, logging_configuration(folder).encode())
        folder.keep_json(folder.members, members(self._people, self._host.server_name))

    def _populate(self) -> dict[str, str]:
        """Make people and rooms that don't exist yet, and start the steward."""
        folder, people = self._folder, self._people
        names = (STEWARD_USER, *(person.user for person in people))
        passwords = folder.made_once(names, self._world.password)
        secret = (folder.secrets / "registration").read_text("ascii").strip()
        with closing(self._world.connect(_url(self._port))) as server:
            register(server, people, passwords, secret)
            server.log_in(STEWARD_USER, passwords[STEWARD_USER], "GUIDELINE-UP")
            known = folder.read_json(folder.rooms)
            titles = {name: say("ja", f"up.room-{name}") for name in NAMES}
            zone = self._host.zone
            made = rooms(server, known, zone, titles, lambda found: folder.keep_json(folder.rooms, dict(found)))
            for room in made.values():
                bring(server, room, [self._id(person.user) for person in people])
        lines = [f"{p.user}\t{passwords[p.user]}\t{p.name}（{p.section}）" for p in people]
        folder.keep(folder.logins, "\n".join([self._world.logins_head, *lines, ""]).encode())
        access = {"url": _url(self._port), "user": self._id(STEWARD_USER), "password": passwords[STEWARD_USER]}
        folder.keep_json(folder.access, access)
        self._draw_stickers()
        self._children.start_steward()
        return made

    def _draw_stickers(self) -> None:
        """Draw the stickers where they are new; the list is written last, for the steward goes by it."""
        guideline = self._policy.guideline()
        if guideline.stickers == self._drawn:
            return
        self._drawn = guideline.stickers
        drawn = dict(self._world.stickers(guideline))
        told = drawn.pop(STICKERS, None)
        self._folder.stickers.mkdir(mode=0o700, exist_ok=True)
        for name, data in drawn.items():
            self._folder.keep(self._folder.stickers / name, data)
        if told is not None:
            self._folder.keep(self._folder.stickers / STICKERS, told)

    def _start_page(self) -> str:
        """Start the staff page and return its address; "" where it doesn't start, for the site runs without it."""
        port = self._page_port = choose(PAGE_PORT)
        self._children.start_page(port, _url(self._port))
        with closing(self._world.connect(_url(port))) as page:
            if self._children.wait_until(page.healthy, PAGE):
                return f"{_url(port)}/"
        self._page_port = 0
        self._world.tell("no-page", log=self._children.log(PAGE))
        return ""

    def _facts(self, made: Mapping[str, str]) -> dict[str, Any]:
        guideline = self._policy.guideline()
        return {
            "url": _url(self._port),
            "policy": guideline.id,
            "version": guideline.version,
            "policy_option": self._policy.name,
            "logins": str(self._folder.logins),
            "status": str(self._folder.status),
            "rooms": dict(made),
            "pid": os.getpid(),
        }

    def _look(self) -> None:
        """See that everything still runs, and whether the bundle has changed."""
        if not self._folder.record(UP).exists():
            raise GivesUpError("folder-gone", folder=self._folder.root)
        if not self._children.running(SYNAPSE):
            raise GivesUpError("died", log=self._children.log(SYNAPSE))
        if not self._children.running(STEWARD) and self._steward_starts < STEWARD_STARTS:
            self._steward_starts += 1
            last = self._steward_starts == STEWARD_STARTS
            self._world.tell("steward-gives-up" if last else "steward-again", log=self._children.log(STEWARD))
            self._children.start_steward()
        if self._page_port and not self._children.running(PAGE) and self._page_starts < PAGE_STARTS:
            self._page_starts += 1
            last = self._page_starts == PAGE_STARTS
            self._world.tell("page-gives-up" if last else "page-again", log=self._children.log(PAGE))
            self._children.start_page(self._page_port, _url(self._port))
        self._module_says()
        if self._policy.look():
            self._draw_stickers()

    def _module_says(self) -> str:
        """Tell what the module reports and hasn't been told yet; return its state."""
        status = self._folder.read_json(self._folder.status)
        refused, failures = status.get("refused") or {}, status.get("failures") or {}
        count = failures.get("count", 0)
        if refused and refused != self._refused:
            self._world.tell("module-refused", reason=refused.get("reason", ""))
        if count > self._failures:
            self._world.tell("module-failed", count=count, kind=failures.get("kind"), status=self._folder.status)
        self._refused, self._failures = refused, count
        return str(status.get("state", "none"))

    def _end(self) -> None:
        left = self._children.end_all()
        if left:
            self._world.tell("not-stopped", pids=", ".join(str(process.pid) for process in left))
        for path in (self._folder.running, self._folder.record(UP)):
            path.unlink(missing_ok=True)
        if self._folder.root.is_dir():
            self._world.tell("stopped", folder=self._folder.root)

    def _id(self, user: str) -> str:
        return f"@{user}:{self._host.server_name}"


def _url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}"

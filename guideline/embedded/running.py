"""The processes of the embedded site: started, watched, ended; nobody else's are touched."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from guideline.embedded.folder import Folder
from guideline.embedded.processes import Process, alive, end, known, launch, recall

SYNAPSE, STEWARD, PAGE, UP = "synapse", "steward", "page", "up"
STARTS_IN = 60.0
_STEP = 0.1


class Children:
    """Synapse, the steward and the staff page of one folder."""

    def __init__(self, folder: Folder, environment: Mapping[str, str], sleep: Callable[[float], None]) -> None:
        self._folder = folder
        self._environment = environment
        self._sleep = sleep
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def left_over(self) -> list[Process]:
        """Return what runs: the children of this object, and what a run that ended abruptly left behind."""
        recorded = [recall(self._folder.record(name)) for name in (PAGE, STEWARD, SYNAPSE)]
        own = [known(child.pid) for child in self._started.values() if child.poll() is None]
        return list(dict.fromkeys(process for process in (*own, *recorded) if process is not None))

    def start_synapse(self) -> None:
        """Start Synapse in the foreground, as a child."""
        command = [sys.executable, "-m", "synapse.app.homeserver", "-c", str(self._folder.homeserver_yaml)]
        self._start(SYNAPSE, command)

    def start_steward(self) -> None:
        """Start the steward."""
        folder = self._folder
        read = ["--bundle", str(folder.bundle), "--members", str(folder.members), "--stickers", str(folder.stickers)]
        command = [sys.executable, "-m", "guideline", "serve", "--state", str(folder.state), *read]
        self._start(STEWARD, command)

    def start_page(self, port: int, chat: str) -> None:
        """Start the staff page on the bundle that the module reads; ``chat`` is the server's address."""
        command = [sys.executable, "-m", "guideline", "page", "--policy", str(self._folder.bundle)]
        told = ["--status", str(self._folder.status), "--told", str(self._folder.state / "steward" / "told")]
        self._start(PAGE, [*command, "--port", str(port), "--chat", chat, "--state", str(self._folder.page), *told])

    def running(self, name: str) -> bool:
        """Tell whether a child still runs."""
        return name in self._started and self._started[name].poll() is None

    def wait_until(self, healthy: Callable[[], bool], name: str = SYNAPSE) -> bool:
        """Wait until a child is up; False when it ended or took too long."""
        waited = 0.0
        while waited < STARTS_IN and self.running(name):
            if healthy():
                return True
            self._sleep(_STEP)
            waited += _STEP
        return False

    def end_all(self) -> list[Process]:
        """End what was started, the steward first; return what wouldn't end."""
        left = [process for process in self.left_over() if not end(process, self._sleep)]
        for child in self._started.values():
            child.poll()
        return [process for process in left if alive(process)]

    def log(self, name: str) -> Path:
        """Return where a child's own output goes."""
        return self._folder.logs / f"{name}.log"

    def _start(self, name: str, command: list[str]) -> None:
        record = self._folder.record(name)
        record.unlink(missing_ok=True)
        self._started[name] = launch(command, record, self.log(name), self._environment)

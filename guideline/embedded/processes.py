"""Child processes that are known again after a crash.

A process is named by its id and the moment the kernel started it: an id alone is given out again. Every
child writes this name itself before it becomes the program it is to be, so that no crash leaves an
unknown one behind.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAUNCH = "guideline.embedded.launch"
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its id and its start in clock ticks since the machine booted."""

    pid: int
    start: int


def start_of(pid: int) -> int | None:
    """Return when a process started, in ticks since boot; None when there is none or it is a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return int(fields[19]) if len(fields) > 19 and fields[0] not in {"Z", "X"} else None


def myself() -> Process:
    """Return this process."""
    return Process(os.getpid(), start_of(os.getpid()) or 0)


def known(pid: int) -> Process | None:
    """Return the process that has this id now."""
    start = start_of(pid)
    return None if start is None else Process(pid, start)


def alive(process: Process) -> bool:
    """Tell whether exactly this process still runs."""
    return start_of(process.pid) == process.start


def recall(record: Path) -> Process | None:
    """Return the process named in a record, if it still runs."""
    try:
        value = json.loads(record.read_bytes())
        process = Process(int(value["pid"]), int(value["start"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return process if alive(process) else None


def launch(command: Sequence[str], record: Path, log: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; its name goes to ``record``, its output to ``log``."""
    with log.open("ab") as output:
        log.chmod(0o600)
        return subprocess.Popen(
            [sys.executable, "-m", _LAUNCH, str(record), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(environment),
            start_new_session=True,
        )


def end(process: Process, sleep: Callable[[float], None], patience: float = 15.0) -> bool:
    """Ask a process to end, and make it end after ``patience`` seconds. Tell whether it is gone."""
    for sent, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        if not alive(process):
            return True
        try:
            os.kill(process.pid, sent)
        except ProcessLookupError:
            return True
        waited = 0.0
        while alive(process) and waited < wait:
            _reap(process.pid)
            sleep(_STEP)
            waited += _STEP
    return not alive(process)


def _reap(pid: int) -> None:
    """Take the exit of a child of ours; others' children are not ours to wait for."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return

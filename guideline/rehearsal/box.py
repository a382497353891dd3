"""One rehearsal's own network, mounts, processes and devices: whatever runs in it ends with it.

A process of ours is the first of its own process namespace, so that the kernel itself ends all
the others when it ends; mounts, bridges and interfaces go with the namespaces. What the kernel
doesn't take away (control groups, folders) bears the rehearsal's name.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from guideline.rehearsal.running import RehearsalError, run
from guideline.rehearsal.world import Sleep

_MARK = "guideline-rehearsal="
_STAY = "trap : TERM; while :; do sleep 3600 & wait; done"
_CGROUPS = Path("/sys/fs/cgroup")
_STEP = 0.05


class Box:
    """The namespaces of the rehearsal in ``folder``, while they stand."""

    def __init__(self, folder: Path, keeper: int) -> None:
        self.folder = folder
        self.keeper = keeper
        self.children: list[subprocess.Popen[bytes]] = []

    @classmethod
    def open(cls, folder: Path, sleep: Sleep, *, keep: bool, holds: Sequence[int] = ()) -> Box:
        """Make the namespaces. Without ``keep`` they end with the thread that calls this, however it ends.

        ``holds`` are descriptors that stay open for as long as the box stands. Raises RehearsalError.
        """
        apart = (
            "unshare",
            "--net",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "--propagation=private",
        )
        child = subprocess.Popen(
            ["setpriv", "--pdeathsig", "clear" if keep else "KILL", *apart, "sh", "-c", _STAY, _mark(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(holds),
        )
        for _ in range(200):
            box = cls.standing(folder)
            if box is not None:
                box.children.append(child)
                box.inside(["mount", "-t", "tmpfs", "-o", "mode=755", "rehearsal", "/run"])
                box.inside(["mkdir", "-p", "/run/netns", "/run/lock"])
                return box
            sleep(_STEP)
        raise RehearsalError("rehearsal.no-namespace")

    @classmethod
    def standing(cls, folder: Path) -> Box | None:
        """Return the box of ``folder`` if it stands."""
        for pid in _marked(folder):
            if _argument(pid, 0) == "sh" and _own_network(pid):
                return cls(folder, pid)
        return None

    def enter(self, network: Path | None = None, folder: Path = Path("/")) -> list[str]:
        """Return the words before a command that lead it inside, to ``folder``.

        ``network`` is another network of the box.
        """
        proc = f"/proc/{self.keeper}/ns"
        spaces = [f"--net={network or f'{proc}/net'}", f"--mount={proc}/mnt", f"--pid={proc}/pid"]
        return ["nsenter", *spaces, f"--wdns={folder}", "--"]

    def inside(self, command: Sequence[str | Path], *, feed: str | None = None, network: Path | None = None) -> str:
        """Run a program inside and return what it printed. Raises RehearsalError."""
        return run([*self.enter(network), *command], feed=feed)

    def network(self, name: str) -> Path:
        """Return the path of a network that was made inside by ``ip netns add``."""
        return Path(f"/proc/{self.keeper}/root/run/netns/{name}")

    def close(self, sleep: Sleep) -> None:
        """End everything inside and take away what has this rehearsal's name. Raises RehearsalError."""
        end(self.folder, sleep)
        for child in self.children:
            child.wait()


def end(folder: Path, sleep: Sleep) -> None:
    """End the rehearsal of ``folder``, running or crashed; nothing of it is left. Raises RehearsalError."""
    for _ in range(200):
        pids = list(_marked(folder))
        for pid in pids:
            _kill(pid)
        if not pids and _drop_groups(folder):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                return
        sleep(_STEP)
    raise RehearsalError("rehearsal.not-ended", folder=folder)


def group(folder: Path, host: str) -> list[Path]:
    """Make a host's control groups, one in each tree that systemd uses, and return them."""
    made = [root / _group_name(folder) / host for root in _trees()]
    for path in made:
        path.mkdir(parents=True, exist_ok=True)
    return made


def groups(folder: Path) -> list[Path]:
    """Return the control groups that bear this rehearsal's name."""
    return [root / _group_name(folder) for root in _trees() if (root / _group_name(folder)).is_dir()]


def _trees() -> list[Path]:
    if (_CGROUPS / "cgroup.controllers").exists():
        return [_CGROUPS]
    return [path for path in (_CGROUPS / "systemd", _CGROUPS / "unified") if path.is_dir()]


def _group_name(folder: Path) -> str:
    """The folder's path is in it by its digest: rehearsals of one name may run under two states."""
    path = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:8]
    return f"guideline-rehearsal-{folder.name}-{path}"


def _drop_groups(folder: Path) -> bool:
    """Take away the control groups; False while the kernel still counts a process in one."""
    for top in groups(folder):
        for path, _, _ in os.walk(top, topdown=False):
            try:
                Path(path).rmdir()
            except OSError:
                return False
    return True


def _mark(folder: Path) -> str:
    return f"{_MARK}{folder.absolute()}"


def _marked(folder: Path) -> Iterator[int]:
    """Yield the processes that bear the rehearsal's mark as an argument of their own."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _argument(int(entry.name), -1) == _mark(folder) and int(entry.name) != os.getpid():
            yield int(entry.name)


def _argument(pid: int, number: int) -> str:
    try:
        parts = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return ""
    return os.fsdecode(parts[number])


def _own_network(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
    except OSError:
        return False


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return

"""Takes time and memory of functions and of whole commands; the best of several, since other work may run beside."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that this process spends on ``work``."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best_of(rounds: int, works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the least CPU time of each of several works, taken in turns so that all meet the same neighbours."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], cpu_seconds(work))
    return best


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: wall clock and CPU seconds, and the sum of its processes' peak memory in MB."""

    wall: float
    cpu: float
    megabytes: float = 0.0


def run(command: list[str], *, stdin: Path | None = None, stdout: Path | None = None, watch: bool = False) -> Run:
    """Run a command to its end, standard error shown; exit codes 0 and 1 are both results."""
    start = time.perf_counter()
    before = os.times()
    source = stdin.open("rb") if stdin else subprocess.DEVNULL
    target = stdout.open("wb") if stdout else subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=source, stdout=target)
    peaks: dict[int, int] = {}
    while watch and process.poll() is None:
        peaks.update(_peaks(_tree(process.pid)))
        time.sleep(0.02)
    if process.wait() not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit code {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.perf_counter() - start, cpu, sum(peaks.values()) / 1024)


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    found = [root]
    for pid in found:
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def _peaks(pids: Iterable[int]) -> dict[int, int]:
    """Return the peak resident memory of each process in KB, as the kernel keeps it (VmHWM)."""
    found: dict[int, int] = {}
    for pid in pids:
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                found[pid] = int(line.split()[1])
    return found

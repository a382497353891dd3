"""A rehearsal that is killed leaves nothing once it is cleaned up, and nothing of others is touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from guideline.rehearsal import clean, kept, lab
from guideline.rehearsal.box import groups

pytestmark = pytest.mark.rehearsal

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path(__file__).parent / "small"


def devices() -> set[str]:
    return {path.name for path in Path("/sys/class/net").iterdir()}


def spaces() -> set[str]:
    folder = Path("/run/netns")
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def left(state: Path, labs: list[Path]) -> list[str]:
    """Return what of the rehearsals under ``state`` is still there: processes, mounts, folders, control groups.

    ``labs`` are their folders; those of other rehearsals on this machine are no business of ours.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if str(state).encode() in words:
                found.append(f"process {words!r}")
    found += [f"mount {line}" for line in Path("/proc/self/mounts").read_text().splitlines() if str(state) in line]
    found += [f"folder {path}" for path in state.glob("labs/*")]
    found += [f"group {path}" for lab_folder in labs for path in groups(lab_folder)]
    return found


@pytest.fixture
def state(world, tmp_path):
    """Return a state folder of the test's own that shares the image."""
    folder = tmp_path / "state"
    folder.mkdir()
    for name in ("image", "wheels"):
        (world.state / name).mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(world.state / name)
    yield folder
    clean(folder, time.sleep)


def rehearse(state: Path, *options: str) -> subprocess.Popen[str]:
    """Rehearse with the state behind a symbolic link, which hosts' own files could not be reached through."""
    link = state.with_name("link")
    if not link.is_symlink():
        link.symlink_to(state)
    command = [
        sys.executable,
        "-m",
        "guideline",
        "rehearse",
        str(SMALL),
        "--state",
        str(link),
        "--lang",
        "en",
        "--only",
        "admin",
        "--deploy",
        "tests.rehearsal.ground.ground",
        *options,
    ]
    with (state / "told").open("w", encoding="utf-8") as told:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=told,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize("said, more", [("Booting", 0.3), ("Booting", 1.2), ("Deploying", 2.0), ("Trying", 0.5)])
def test_killed_in_the_middle_and_cleaned_nothing_is_left(stage, state, said, more, keep):
    before = devices(), spaces()
    running = rehearse(state, *(["--keep"] if keep else []))
    heard = []
    for line in running.stderr:
        heard.append(line)
        if line.startswith(said):
            break
    assert heard[-1].startswith(said), (heard, (state / "told").read_text())
    time.sleep(more)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stderr.close()
    labs = list(state.glob("labs/small-*"))
    assert len(labs) == 1
    assert left(state, labs) != []
    clean(state, time.sleep)
    assert left(state, labs) == []
    assert (devices(), spaces()) == before
    # The session's own hosts stand as before.
    assert all(machine.alive for machine in stage.lab.machines)


def test_kept_hosts_are_found_again_and_cleaned(stage, site, world, state):
    from dataclasses import replace

    apart = replace(world, state=state)
    with lab(site, apart, only=["operator-1"], keep=True) as first:
        names = [machine.name for machine in first.machines]
    again = kept(site, state)
    assert again is not None
    assert [machine.name for machine in again.machines] == names == ["operator-1"]
    assert again.machine("operator-1").on(["hostname"]).stdout == "operator-1\n"
    assert len(clean(state, time.sleep)) == 1
    assert kept(site, state) is None
    first.box.close(time.sleep)


def test_the_end_of_a_rehearsal_leaves_nothing(stage, site, world, state):
    from dataclasses import replace

    before = devices(), spaces()
    with lab(site, replace(world, state=state), only=["operator-2"]) as here:
        (machine,) = here.machines
        assert machine.alive
    assert not machine.alive
    assert list(state.glob("labs/*")) == []
    assert (devices(), spaces()) == before

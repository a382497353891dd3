"""Packages and services. A service is restarted where it doesn't run what lies on the disk, and only there.

systemd itself notes at each start which files the service began with (``watching``), so nobody's crash,
reboot or killed run between writing a file and restarting can hide that a service runs something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.exceptions import OperationValueError
from pyinfra.api.operation import operation
from pyinfra.context import host

from .facts import DIGEST, LOADED, WATCHED, MissingPackages, UnitState, note_of

DIGEST_PROGRAM = f"""#!/bin/sh
# Prints one digest of the files that unit $1 reads when it starts; comments don't count.
set -eu
while IFS= read -r file; do
  printf '%s\\n' "$file"
  if [ -f "$file" ]; then grep -v '^#' "$file" || true; fi
done < "{WATCHED}/$1" | sha256sum
"""


def watching(unit: str, *, reloads: bool = True) -> str:
    """Return the drop-in by which systemd notes, at each start and reload of ``unit``, what it reads."""
    # A note that can't be written must not keep the service down: the next apply restarts it once more.
    note = f"mkdir -p {LOADED} && {DIGEST} {unit} > {LOADED}/{unit}"
    again = f"ExecReload=-+/bin/sh -c '{note}'\n" if reloads else ""
    return f"[Service]\nExecStartPre=-+/bin/sh -c '{note}'\n{again}"


@operation()
def packages(names: Sequence[str]) -> Generator[StringCommand, None, None]:
    """Install Debian packages that are missing; none of them may start a service before it is configured.

    + names: the packages
    """
    if any(name.startswith("-") for name in names):
        raise OperationValueError("a package's name can't start with a dash")
    missing = host.get_fact(MissingPackages, names=tuple(names))
    if not missing:
        host.noop("all packages are there")
        return
    yield StringCommand(
        # The installation of a run that was killed may still go on here: it is waited for.
        "exec 9> /run/guideline-packages && flock -w 300 9;",
        # Killed half way, the policy would keep every later package from starting: a trap takes it away.
        "trap 'rm -f /usr/sbin/policy-rc.d' EXIT INT TERM HUP;",
        "printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d;",
        "export DEBIAN_FRONTEND=noninteractive;",
        "install() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120",
        '-o Dpkg::Options::=--force-confold -- "$@"; }; set --', *[QuoteString(name) for name in missing], ";",
        # The lists are fetched where there are none, or where what they name is gone.
        'dpkg --configure -a && { install "$@" 2>/dev/null || { apt-get update -q && install "$@"; }; }',
    )  # fmt: skip


@operation()
def service(
    unit: str, reads: Sequence[str], enabled: bool = True, reloads: bool = True
) -> Generator[StringCommand, None, None]:
    """See that a service runs what lies on the disk, and that it starts at boot.

    + unit: the unit
    + reads: the files that it reads when it starts
    + enabled: whether it starts at boot
    + reloads: whether it can read them again while it runs
    """
    if not unit.endswith(".service") or "/" in unit:
        raise OperationValueError(f"not a service: {unit!r}")
    note = note_of(unit)
    listed = "".join(f"{path}\n" for path in (*reads, note))
    wanted = hashlib.sha256((listed + watching(unit, reloads=reloads)).encode()).hexdigest()
    now = host.get_fact(UnitState, unit=unit)
    noted = now["noted"] == wanted
    if noted and now["active"] and now["current"] and not now["stale"] and (now["enabled"] or not enabled):
        host.noop(f"{unit} runs what lies there")
        return
    if not noted:
        folder, list_ = QuoteString(note.rpartition("/")[0]), QuoteString(f"{WATCHED}/{unit}")
        yield StringCommand("umask 022; mkdir -p", WATCHED, folder, "&& cat >", list_, _stdin=listed)
        yield StringCommand("umask 022; cat >", QuoteString(note), _stdin=watching(unit, reloads=reloads))
    name = QuoteString(unit)
    yield StringCommand("rm -f /usr/sbin/policy-rc.d; systemctl daemon-reload")
    if enabled:
        yield StringCommand("systemctl enable --quiet --", name)
    failed = StringCommand("|| { journalctl -n 30 --no-pager -u", name, "1>&2; exit 1; }")
    yield StringCommand("systemctl reset-failed --", name, "2>/dev/null; systemctl restart --", name, failed)


@operation()
def timer(unit: str) -> Generator[StringCommand, None, None]:
    """See that a timer runs as its file says, and at every boot.

    + unit: the timer
    """
    now = host.get_fact(UnitState, unit=unit)
    if now["active"] and now["enabled"] and not now["stale"]:
        host.noop(f"{unit} is set")
        return
    name = QuoteString(unit)
    yield StringCommand("systemctl daemon-reload && systemctl enable --quiet --", name, "&& systemctl restart --", name)

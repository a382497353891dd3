"""How a file gets to a host. Public operations only; none changes anything that is already right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Sequence

from pyinfra.api.command import QuoteString, StringCommand
from pyinfra.api.exceptions import OperationValueError
from pyinfra.api.operation import operation
from pyinfra.context import host

from .facts import FileState, State

STAGED = "{}"
"""In a check's arguments: the file that is to be checked."""


@operation()
def validated_file(
    dest: str,
    text: str | Callable[[], str | None],
    check: Sequence[str] = (),
    mode: str = "640",
    user: str | None = None,
    group: str | None = None,
) -> Generator[StringCommand, None, None]:
    """Put a text file in place after the program that reads it has accepted it.

    The text goes to a file beside ``dest`` that only its owner can read, ``check`` runs on it (``{}``
    is its path), and only then it replaces ``dest``, at once. Where the check fails the old file stays.

    + dest: absolute path
    + text: the whole text, ending in a newline; or what returns it when its turn comes, None to leave all as it is
    + check: the checker's arguments, or none
    + mode: permission bits in octal
    """
    _refuse_odd(dest)
    if callable(text):
        text = text() or ""
        if not text:
            host.noop(f"nothing is known of {dest}")
            return
    if not text.endswith("\n"):
        raise OperationValueError("text must end in a newline")
    now = host.get_fact(FileState, path=dest)
    wanted = hashlib.sha256(text.encode()).hexdigest()
    if now is not None and now["sha256"] == wanted and not _awry(now, mode, user, group):
        host.noop(f"{dest} is as it should be")
        return
    folder, _, name = dest.rpartition("/")
    staged = QuoteString(f"{folder}/.{name}.staged")
    yield StringCommand("umask 077 && cat >", staged, _stdin=text)
    if user or group:
        yield StringCommand("chown", QuoteString(f"{user or ''}:{group or ''}"), staged)
    if check:
        # Alone, or after an equals sign: `config_file={}`.
        path = f"{folder}/.{name}.staged"
        arguments = [QuoteString(a[: -len(STAGED)] + path if a == STAGED or a.endswith("={}") else a) for a in check]
        yield StringCommand(*arguments, "1>&2 || { rm -f", staged, "; exit 1; }")
    yield StringCommand("chmod", QuoteString(mode), staged, "&& mv -f", staged, QuoteString(dest))


@operation()
def secret_file(
    dest: str,
    make: Callable[[], str],
    mode: str = "600",
    user: str | None = None,
    group: str | None = None,
) -> Generator[StringCommand, None, None]:
    """Make a secret once: what is there stays, and its value is in no label, argument, diff or log.

    + dest: absolute path
    + make: returns the value; called only where the file is missing
    + mode: permission bits in octal
    """
    _refuse_odd(dest)
    now = host.get_fact(FileState, path=dest)
    target = QuoteString(dest)
    owner = StringCommand("chown", QuoteString(f"{user or ''}:{group or ''}")) if user or group else StringCommand(":")
    if now is None:
        folder, _, name = dest.rpartition("/")
        draft = QuoteString(f"{folder}/.{name}.draft")
        # `ln` refuses to replace: another run that was quicker keeps its value.
        yield StringCommand("umask 077 && cat >", draft, _stdin=make())
        yield StringCommand(
            "chmod", QuoteString(mode), draft, "&&", owner, draft, "&& { ln", draft, target, "; rm -f", draft, "; }",
            "; test -f", target,
        )  # fmt: skip
    elif _awry(now, mode, user, group):
        yield StringCommand("chmod", QuoteString(mode), target, "&&", owner, target)
    else:
        host.noop(f"{dest} is there")


def _awry(now: State, mode: str, user: str | None, group: str | None) -> bool:
    return now["mode"] != mode or user not in (None, now["user"]) or group not in (None, now["group"])


def _refuse_odd(dest: str) -> None:
    if not dest.startswith("/") or dest.endswith("/") or "\n" in dest:
        raise OperationValueError(f"not the absolute path of a file: {dest!r}")

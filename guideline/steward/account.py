"""How the steward reaches its server: a file of the operator's, and a token of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guideline.source import Mark, Problem, SourceError
from guideline.steward import disk

DEVICE = "GUIDELINE-STEWARD"
"""One device for ever: a word's transaction id counts per device."""
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class Account:
    """The server's base address, the user id, and the password."""

    url: str
    user: str
    password: str


def read_account(path: Path) -> Account:
    """Read ``access.json``: ``{"url": …, "user": …, "password": …}``. Raises SourceError."""
    found = disk.recall(path)
    fields = [found.get(name) for name in ("url", "user", "password")]
    if not all(isinstance(field, str) and field for field in fields):
        raise SourceError([Problem("unreadable", Mark(str(path)), {"reason": "url, user, password"})])
    url, user, password = map(str, fields)
    return Account(url, user, password)


def account_of(url: str, user: str, password: Path) -> Account:
    """Return an account whose password is the only line of a file. Raises SourceError."""
    try:
        with password.open("r", encoding="utf-8") as stream:
            word = stream.read(_LONGEST).strip()
    except (OSError, ValueError):
        word = ""
    if not word or "\n" in word:
        raise SourceError([Problem("unreadable", Mark(str(password)), {"reason": "password"})])
    return Account(url, user, word)


def recall_token(path: Path, account: Account) -> str | None:
    """Return the token of the last log-in with this account, if it was kept."""
    kept = disk.recall(path)
    fits = kept.get("url") == account.url and kept.get("user") == account.user
    token = kept.get("token")
    return token if fits and isinstance(token, str) else None


def keep_token(path: Path, account: Account, token: str) -> None:
    """Keep the token. Raises OSError."""
    disk.keep(path, {"url": account.url, "user": account.user, "token": token})

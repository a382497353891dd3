"""An nginx configuration as servers: what they listen on, what holds in them, what they let through."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guideline.source import Mark, Problem, SourceError

MAX_CHARACTERS = 2_000_000

Block = Sequence[dict[str, Any]]

_PASSES = frozenset(
    (
        "proxy_pass",
        "fastcgi_pass",
        "grpc_pass",
        "uwsgi_pass",
        "scgi_pass",
        "rewrite",
        "try_files",
        "if",
        "error_page",
        "include",
    )
)
_EVERYWHERE = {"*": "0.0.0.0"}


@dataclass(frozen=True, slots=True)
class Server:
    """One ``server`` block with the blocks around it, the innermost first."""

    line: int
    block: Block
    around: tuple[Block, ...]

    def effective(self, directive: str) -> tuple[list[str], int] | None:
        """Return the arguments and line of a directive: the server's own, else what it inherits."""
        for block in (self.block, *self.around):
            for node in block:
                if node["directive"] == directive:
                    return list(node["args"]), int(node["line"])
        return None

    def listens(self) -> list[tuple[str, bool, int]]:
        """Return the address, whether TLS, and the line of each listener; no ``listen`` means every address."""
        nodes = [node for node in self.block if node["directive"] == "listen"]
        found = [(_address(node["args"][0]), "ssl" in node["args"], int(node["line"])) for node in nodes]
        return found or [("0.0.0.0", False, self.line)]

    def public(self) -> bool:
        """Tell whether anything but the host itself can reach the server."""
        return any(address not in ("127.0.0.1", "::1", "localhost", "") for address, _, _ in self.listens())

    def closed(self, path: str) -> bool:
        """Tell whether requests for ``path`` and what lies below it are turned away."""
        return all(_turned_away(self.block, url) for url in (path, f"{path}/", f"{path}/v1/x"))


def servers(text: str, file: str) -> list[Server]:
    """Return the servers of a configuration; included files are not followed. Raises SourceError."""
    if len(text) > MAX_CHARACTERS:
        raise SourceError([Problem("too-large", Mark(file), {"limit": MAX_CHARACTERS})])
    return list(_servers(_parsed(text, file), ()))


def _parsed(text: str, file: str) -> Block:
    """Parse with crossplane, which reads files only."""
    import crossplane

    with tempfile.TemporaryDirectory(prefix="guideline-") as folder:
        path = Path(folder) / "nginx.conf"
        path.write_text(text, "utf-8")
        try:
            payload = crossplane.parse(str(path), single=True, catch_errors=True, check_ctx=False, check_args=False)
        except RecursionError:
            raise SourceError([Problem("too-deep", Mark(file), {"limit": 100})]) from None
    for error in payload["errors"]:
        reason = str(error["error"]).replace(str(path), file)
        raise SourceError(
            [Problem("settings.nginx-unreadable", Mark(file, error.get("line") or 1), {"found": reason[:80]})]
        )
    parsed: Block = payload["config"][0]["parsed"]
    return parsed


def _servers(block: Block, around: tuple[Block, ...]) -> Iterator[Server]:
    for node in block:
        if node["directive"] == "server" and "block" in node:
            yield Server(int(node["line"]), node["block"], (block, *around))
        elif node["directive"] == "http" and "block" in node:
            yield from _servers(node["block"], (block, *around))


def _address(listen: str) -> str:
    if listen.startswith("unix:"):
        return ""
    if listen.startswith("["):
        return listen[1:].partition("]")[0]
    address, colon, _ = listen.rpartition(":")
    if not colon:
        address = "*" if listen.isdigit() else listen
    return _EVERYWHERE.get(address, address)


def _turned_away(block: Block, url: str) -> bool:
    if _returns(block):
        return True
    inside = _location(block, url)
    if inside is None:
        return _denies(block) or not any(node["directive"] in _PASSES for node in block)
    if (
        _returns(inside)
        or _denies(inside)
        or (_denies(block) and not any(n["directive"] in ("allow", "deny") for n in inside))
    ):
        return True
    if any(node["directive"] == "location" for node in inside):
        return _turned_away(inside, url)
    return not any(node["directive"] in _PASSES for node in inside)


def _returns(block: Block) -> bool:
    """Tell whether a block answers with an error before a location is even chosen."""
    return any(n["directive"] == "return" and n["args"] and re.fullmatch("4[0-9]{2}", n["args"][0]) for n in block)


def _denies(block: Block) -> bool:
    """Tell whether a block denies everybody but whom it names."""
    rules = [(n["directive"], n["args"]) for n in block if n["directive"] in ("allow", "deny")]
    return ("deny", ["all"]) in rules and ("allow", ["all"]) not in rules


def _location(block: Block, url: str) -> Block | None:
    """Return the block of the location that nginx would choose: exact, then prefix, then patterns in order."""
    found: list[tuple[tuple[str, str], Block]] = [
        (_split(node["args"]), node["block"]) for node in block if node["directive"] == "location"
    ]
    for (kind, path), inside in found:
        if kind == "=" and path == url:
            return inside
    prefixes = [
        (len(path), kind, inside) for (kind, path), inside in found if kind in ("", "^~") and url.startswith(path)
    ]
    longest = max(prefixes, key=lambda p: p[0], default=None)
    if longest is None or longest[1] != "^~":
        for (kind, path), inside in found:
            if kind in ("~", "~*") and _matches(path, url, kind):
                return inside
    return longest[2] if longest else None


def _split(args: Sequence[str]) -> tuple[str, str]:
    return (args[0], args[1]) if len(args) > 1 else ("", args[0])


def _matches(pattern: str, url: str, kind: str) -> bool:
    """Match as nginx does, nearly: a pattern that Python can't read is taken to match."""
    try:
        return re.search(pattern, url, re.IGNORECASE if kind == "~*" else 0) is not None
    except (re.error, RecursionError):
        return True
